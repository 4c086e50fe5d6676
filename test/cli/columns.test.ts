/** Columns hold one type a word: mentions that they cannot hold are counted, not dropped silently. */
import { afterAll, expect, test } from "vitest";
import { type Format, formatNamed } from "../../src/corpus/index.js";
import { readAll, sourceFile } from "../formats/memory.js";
import { raretag, temporaryFolder, trainSmall, writeNotes } from "./raretag.js";

const folder = temporaryFolder();
afterAll(() => folder.remove());

test("raretag annotate --format conll says how many overlapping mentions it leaves out", async () => {
  const [corpus, model] = [folder.path("corpus"), folder.path("model")];
  await writeNotes(corpus, 4);
  const binary = ["--dev", "none", "--set", "objective.head=binary"];
  expect((await trainSmall(corpus, model, ...binary)).code).toBe(0);
  const annotate = (format: string) =>
    raretag("annotate", "--model", model, corpus, "--threads", "1", "--format", format);
  const count = async (format: string, content: string) => {
    const read = await readAll(formatNamed(format) as Format, [sourceFile("a", content)]);
    return read.documents.reduce((sum, { mentions }) => sum + mentions.length, 0);
  };

  const lines = await annotate("jsonl");
  expect(lines.stderr).toBe("");
  const columns = await annotate("conll");
  const lost = (await count("jsonl", lines.stdout)) - (await count("conll", columns.stdout));
  expect(lost).toBeGreaterThan(0);
  expect(columns.stderr).toBe(
    `note: columns hold one type a word, so ${lost} mentions that overlap shorter ones are left out\n`,
  );
});
