/** `raretag convert` and `raretag formats` on small folders. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCorpus, writeCorpus } from "../../src/corpus/index.js";
import { notes, raretag, temporaryFolder, writeNotes } from "./raretag.js";

const folder = temporaryFolder();
const brat = folder.path("brat");
afterAll(() => folder.remove());
beforeAll(() => writeNotes(brat, 3));

describe("raretag convert", () => {
  test("there and back gives the same documents, and says that nothing is lost", async () => {
    const file = folder.path("notes.jsonl");
    const there = await raretag("convert", brat, "--to", "jsonl", "--out", file);
    expect(there).toEqual({
      code: 0,
      stdout: "",
      stderr: `note: read as brat standoff\n3 documents, nothing lost, are in ${file}\n`,
    });
    const back = folder.path("back");
    expect((await raretag("convert", file, "--to", "brat", "--out", back)).code).toBe(0);
    const [first, second] = [await readCorpus(brat), await readCorpus(back)];
    expect(second.documents).toEqual(first.documents);
    expect(first.documents.map(({ text }) => text)).toEqual(notes(3).map(({ text }) => text));
  });

  const rich = folder.path("rich.jsonl");
  beforeAll(() =>
    writeCorpus(
      rich,
      [
        {
          id: "a",
          text: "left  arm",
          mentions: [
            { id: "T1", type: "Side", start: 0, end: 4 },
            { id: "T2", type: "Place", start: 0, end: 9 },
          ],
          notes: [{ id: "#1", type: "AnnotatorNotes", target: "T1", text: "sure?" }],
        },
      ],
      { format: "jsonl" },
    ),
  );

  test("names what the pair cannot keep, and counts it", async () => {
    const out = folder.path("rich.conll");
    const { code, stderr } = await raretag("convert", rich, "--to", "conll", "--out", out);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: CoNLL.* cannot hold what raretag JSON lines can: .*notes/m);
    expect(stderr).toMatch(
      /1 documents, without 1 white space.*, 1 nested.*, 1 notes, are in .*rich\.conll\n$/,
    );
    expect(existsSync(out)).toBe(true);
  });

  test("with --strict writes nothing where something would be lost", async () => {
    const out = folder.path("strict.conll");
    const argv = ["convert", rich, "--to", "conll", "--out", out, "--strict"];
    const { code, stderr } = await raretag(...argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(/rich\.jsonl: CoNLL.* would lose 1 white space.*1 notes/);
    expect(existsSync(out)).toBe(false);
    const kept = folder.path("strict.jsonl");
    expect((await raretag("convert", rich, "--to", "jsonl", "--out", kept, "--strict")).code).toBe(
      0,
    );
  });

  test("counts what cannot be read, lists it in a file, and refuses it with --strict", async () => {
    const broken = folder.path("broken");
    mkdirSync(broken);
    writeFileSync(`${broken}/a.txt`, "fever");
    const lines = Array.from({ length: 30 }, (_, i) => `T${i + 1}\tSign 3 99\tfever`);
    writeFileSync(`${broken}/a.ann`, `${lines.join("\n")}\nT99\tSign 0 5\tfever\n`);
    const [out, problems] = [folder.path("broken.jsonl"), folder.path("problems.jsonl")];
    const argv = ["convert", broken, "--to", "jsonl"];
    const { code, stderr } = await raretag(...argv, "--out", out, "--problems", problems);
    expect(code).toBe(0);
    expect(stderr.split("\n").filter((line) => line.includes("a.ann:"))).toHaveLength(10);
    expect(stderr).toContain(
      "20 more like this: an offset lies outside of the text (outside-text)",
    );
    expect(stderr).toContain("without 30 entries that cannot be read or written");
    const listed = readFileSync(problems, "utf8").trimEnd().split("\n");
    expect(listed.map((line) => JSON.parse(line).line)).toEqual(lines.map((_, i) => i + 1));
    const strict = await raretag(...argv, "--out", folder.path("no.jsonl"), "--strict");
    expect(strict.code).toBe(2);
    expect(strict.stderr).toContain("would lose 30 entries that cannot be read");
  });

  test("overwrites nothing unasked, and refuses formats that it cannot write", async () => {
    const file = folder.path("once.jsonl");
    const argv = ["convert", brat, "--to", "jsonl", "--out", file];
    expect((await raretag(...argv)).code).toBe(0);
    expect(await raretag(...argv)).toMatchObject({
      code: 2,
      stderr: `${file}: the file exists already. Name another file, or replace it with --overwrite.\n`,
    });
    expect((await raretag(...argv, "--overwrite")).code).toBe(0);
    const { code, stderr } = await raretag("convert", brat, "--to", "word", "--out", "x");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--to: unknown corpus format "word"\. Choose one of brat, /);
  });

  test("refuses a setting that is no pair, or unknown", async () => {
    const out = folder.path("settings.jsonl");
    const argv = ["convert", brat, "--to", "jsonl", "--out", out];
    for (const [setting, message] of [
      ["scheme", '--read: "scheme" is not NAME=VALUE'],
      ["colour=red", "--read: brat standoff has no setting colour"],
    ] as const) {
      const { code, stderr } = await raretag(...argv, "--read", setting);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
  });
});

describe("raretag formats", () => {
  test("lists every format with its settings", async () => {
    const { code, stdout } = await raretag("formats");
    expect(code).toBe(0);
    for (const name of ["brat", "conll", "jsonl", "text"])
      expect(stdout).toMatch(new RegExp(`^${name} `, "m"));
    expect(stdout).toMatch(/--read scheme=/);
  });
});
