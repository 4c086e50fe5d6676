/** `raretag explain` as a user runs it: tables and JSON, refusals, and no word of the text where none is asked for. */
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notes, piped, raretag, temporaryFolder, trainSmall, writeNotes } from "./raretag.js";

const folder = temporaryFolder();
const NOTE = notes(1, 3)[0]?.text as string;
let explain: (...flags: string[]) => ReturnType<typeof raretag>;
beforeAll(async () => {
  await writeNotes(folder.path("corpus"), 6);
  const flags = ["--epochs", "20", "--learning-rate", "0.005", "--dev", "none"];
  await trainSmall(folder.path("corpus"), folder.path("model"), ...flags);
  writeFileSync(folder.path("note.txt"), NOTE);
  explain = (...more) =>
    raretag(
      ...["explain", folder.path("note.txt"), "--model", folder.path("model")],
      ...["--threads", "1", ...more],
    );
}, 300_000);
afterAll(() => folder.remove());

interface Line {
  document: string;
  start: number;
  end: number;
  text: string;
  type: string;
  context: { start: number; end: number; text: string; attribution: number; inMention: boolean }[];
  decisions: { neighbours: { documentId: string }[] }[];
  completeness: { steps: number; baseline: string; gap: number };
}
const linesOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

describe("raretag explain", () => {
  test("explains what annotate finds, a line of JSON for each mention", async () => {
    const annotated = await raretag(
      ...["annotate", folder.path("note.txt"), "--model", folder.path("model")],
      ...["--format", "jsonl", "--threads", "1"],
    );
    const { code, stdout } = await explain("--all", "--json", "--steps", "2");
    expect(code).toBe(0);
    const places = (found: readonly { start: number; end: number; type: string }[]) =>
      found.map(({ start, end, type }) => ({ start, end, type }));
    const lines = linesOf(stdout);
    expect(lines.length).toBeGreaterThan(3);
    expect(places(lines)).toEqual(places(JSON.parse(annotated.stdout).mentions));
    for (const { document, start, end, text, context, decisions } of lines) {
      expect(document).toBe("note");
      expect(text).toBe(NOTE.slice(start, end));
      for (const word of context) expect(word.text).toBe(NOTE.slice(word.start, word.end));
      expect(context.some(({ inMention }) => inMention)).toBe(true);
      expect(decisions[0]?.neighbours).toHaveLength(17);
    }
  });

  test("prints tables in which the mention and the gap are seen, without colour where there is no terminal", async () => {
    const [first] = linesOf((await explain("--all", "--json", "--steps", "1")).stdout) as [Line];
    const place = `${first.start}-${first.end}`;
    const { code, stdout } = await explain("--mention", place, "--baseline", "zero");
    expect(code).toBe(0);
    expect(stdout).toContain(`[${first.text}]`);
    expect(stdout).toContain(`${first.type} against O: probability`);
    expect(stdout).toMatch(/with every word blank \(zero\) to -?\d+\.\d\d; 24 steps, gap -?\d/);
    expect(stdout).toMatch(/argmax: .*\n {2}knn: {4}/);
    expect(stdout).not.toContain("\u001b");
  });

  test("takes another type, another rival and the text from standard input", async () => {
    const flags = ["--model", folder.path("model"), "--threads", "1", "--json", "--steps", "3"];
    const more = ["--type", "Sex", "--against", "none", "--mention", "6-11"];
    const { code, stdout } = await piped("Stage fever.", "explain", "-", ...flags, ...more);
    expect(code).toBe(0);
    const [line] = linesOf(stdout);
    expect(line).toMatchObject({ document: "stdin", text: "fever", type: "Sex", against: null });
    expect(line?.completeness).toMatchObject({ steps: 3, baseline: "mask" });
  });

  test.each([
    [[], "raretag explain: nothing to explain is named"],
    [["--all", "--mention", "1-2"], "--mention and --all are both given"],
    [["--all", "--type", "Sex"], "--type: --all explains every mention"],
    [["--mention", "12"], '--mention: the value is "12" but must be START-END'],
    [["--mention", "0-99999"], `[0, 99999) is no part of a text of ${NOTE.length} UTF-16 units`],
    [["--mention", "0-5", "--type", "Nonsense"], 'the type "Nonsense" is none of the'],
  ])("refuses %j in one line without the text", async (flags, problem) => {
    const { code, stdout, stderr } = await explain(...flags);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(problem);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).not.toContain(NOTE.slice(0, 12));
  });

  test("refuses a folder of several texts, and an empty one", async () => {
    const model = ["--model", folder.path("model"), "--all"];
    const many = await raretag("explain", folder.path("corpus"), ...model);
    expect(many.code).toBe(2);
    expect(many.stderr).toContain("there are 6 texts");
    const none = await piped("", "explain", "-", ...model);
    expect(none.stderr).toContain("standard input: there is no text to explain");
  });
});
