import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Document, formatSplitFile, type Parts } from "../corpus/index.js";
import { readSplit, type SplitFlags } from "./readSplit.js";

const folder = mkdtempSync(join(tmpdir(), "raretag-split-"));
const split = join(folder, "split.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document = (id: string, text = "left arm pain"): Document => ({ id, text, mentions: [] });
const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => document(id)) as [
  ...[Document, Document, Document, Document],
];
const corpus = [a, b, c, d];
const idsOf = (documents: readonly Document[]) => documents.map(({ id }) => id).join(" ");
const write = (splits: readonly Parts[], folded: boolean, made = {}) =>
  writeFileSync(split, formatSplitFile({ documents: corpus, made, splits, folded }));
const read = async (documents: readonly Document[], flags: SplitFlags = {}, parts?: "test") => {
  const named = await readSplit(documents, { split, ...flags }, { parts: parts ?? "all" });
  if (named === undefined) return undefined;
  const { train, dev, test: held, unused, notices } = named;
  return { parts: [train, dev, held, unused].map(idsOf), notices };
};

describe("readSplit", () => {
  test("parts documents as a file says that was written by hand, and finds no change in them", async () => {
    writeFileSync(split, '{"train": ["b", "a"], "test": ["d"]}');
    expect(await read(corpus)).toEqual({ parts: ["b a", "", "d", "c"], notices: [] });
    expect(await read(corpus.map((one) => ({ ...one, text: "?" })))).toMatchObject({ notices: [] });
  });

  test("is nothing where no file is named, and then there is no fold", async () => {
    expect(await readSplit(corpus, {}, { parts: "all" })).toBeUndefined();
    await expect(readSplit(corpus, { fold: 1 }, { parts: "all" })).rejects.toThrow(
      "--fold: there is no split file. Add --split FILE.",
    );
  });

  test("takes one fold", async () => {
    write(
      [
        { train: [c, d], dev: [], test: [a, b] },
        { train: [b], dev: [a], test: [c, d] },
      ],
      true,
    );
    expect(await read(corpus, { fold: 1 })).toMatchObject({ parts: ["c d", "", "a b", ""] });
    expect(await read(corpus, { fold: 2 })).toMatchObject({ parts: ["b", "a", "c d", ""] });
    await expect(read(corpus)).rejects.toThrow(
      `${split}: the split has 2 folds and none is chosen. Choose one with --fold, from 1 to 2.`,
    );
    await expect(read(corpus, { fold: 3 })).rejects.toThrow(
      `${split}: the split has 2 folds, not 3. Choose one with --fold, from 1 to 2.`,
    );
    write([{ train: [a, b, c], dev: [], test: [d] }], false);
    await expect(read(corpus, { fold: 1 })).rejects.toThrow(
      `${split}: the split has no folds. Leave --fold out.`,
    );
  });

  test("refuses a changed corpus, unless that is accepted", async () => {
    write([{ train: [a, b], dev: [c], test: [d] }], false);
    const now = [document("a", "left leg pain"), c, d, document("x")];
    const changes =
      "the corpus is not the one that was split: 1 document is missing (b), 1 document is new (x), 1 document has another text (a)";
    await expect(read(now)).rejects.toThrow(
      `${split}: ${changes}. Split it anew, or go on all the same with --changed-corpus accept.`,
    );
    expect(await read(now, { changedCorpus: "accept" })).toEqual({
      ...{ parts: ["a", "c", "d", "x"], notices: [`${split}: ${changes}`] },
    });
  });

  test("compares only the test part where the others do not matter", async () => {
    write([{ train: [a, b], dev: [c], test: [d] }], false);
    const now = [document("a", "?"), d, document("x")];
    expect(await read(now, {}, "test")).toEqual({ parts: ["", "", "d", "a x"], notices: [] });
    await expect(read([document("d", "?")], {}, "test")).rejects.toThrow(
      "1 document has another text (d). Split it anew",
    );
  });

  test("names the readers' settings, without which the documents are others", async () => {
    write([{ train: [a, b, c], dev: [], test: [d] }], false, { read: ["block=20"] });
    await expect(read([document("e")])).rejects.toThrow(
      "Split it anew, read it with --read block=20 as when it was split, or go on all the same",
    );
  });

  test("names a missing file and its flag", async () => {
    const missing = join(folder, "none.json");
    await expect(read(corpus, { split: missing })).rejects.toThrow(
      `${missing}: there is no such file. Check --split.`,
    );
  });
});
