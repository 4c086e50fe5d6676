import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Document } from "./document.js";
import { shortFingerprint } from "./fingerprint.js";
import { formatSplitFile, parseSplitFile } from "./splitFile.js";

const SEED = 20240921;
const document = (id: string): Document => ({ id, text: `note ${id}`, mentions: [] });
const ids = (documents: readonly Document[]) => documents.map(({ id }) => id);
const made = { by: "raretag 1.0.0", seed: 1, nearDuplicates: "keep" } as const;

describe("parseSplitFile", () => {
  test.each(['{"train": ["a", "12"], "test": ["c"]}', 'train: [a, "12"]\ntest:\n  - c\n'])(
    "reads lists that were written by hand: %j",
    async (text) => {
      expect(await parseSplitFile(text, "s")).toEqual({
        ...{ splits: [{ train: ["a", "12"], test: ["c"] }], folded: false },
      });
    },
  );

  test("takes ids for the text that they are", async () => {
    const { splits } = await parseSplitFile("test: [15939911, 007, 1e3]\n", "s");
    expect(splits).toEqual([{ test: ["15939911", "007", "1e3"] }]);
  });

  test.each([
    ...["", "[]", '{"tset": ["a"]}', '{"test": "a"}', '{"test": [["a"]]}', '{"test": ["a"'],
    '{"format": "raretag-split-1", "train": ["a"]}',
    '{"format": "raretag-split-2", "made": {}, "fingerprints": {}, "train": ["a"]}',
    '{"format": "raretag-split-1", "made": {}, "fingerprints": {"a": "1"}, "train": ["a"]}',
    '{"format": "raretag-split-1", "made": {}, "fingerprints": {}, "folds": [{"test": ["a"]}]}',
  ])("refuses %j", async (text) => {
    await expect(parseSplitFile(text, "split.json")).rejects.toThrow(
      'split.json: the split is not of the form train, dev, test, each a list of document ids. Write for example {"train": ["a", "b"], "test": ["c"]}, or make one with raretag split.',
    );
  });

  test("trains each fold on all documents of the file that it does not hold out", async () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map(document) as [
      Document,
      Document,
      Document,
      Document,
    ];
    const splits = [
      { train: [c], dev: [d], test: [a, b] },
      { train: [a, b], dev: [], test: [c, d] },
    ];
    const text = formatSplitFile({ documents: [a, b, c, d], made, splits, folded: true });
    expect(await parseSplitFile(text, "s")).toMatchObject({
      ...{ folded: true, made },
      splits: [
        { train: ["c"], dev: ["d"], test: ["a", "b"] },
        { train: ["a", "b"], dev: [], test: ["c", "d"] },
      ],
    });
  });

  test(`reads what formatSplitFile writes, whatever ids hold (seed ${SEED})`, async () => {
    const names = fc.uniqueArray(
      fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.nat(99).map(String)),
      { minLength: 3, maxLength: 9 },
    );
    await fc.assert(
      fc.asyncProperty(names, async (drawn) => {
        fc.pre(!drawn.includes("__proto__"));
        const documents = drawn.map(document);
        const [dev, test] = [documents.slice(0, 1), documents.slice(1, 2)];
        const parts = { train: documents.slice(2), dev, test };
        const text = formatSplitFile({ documents, made, splits: [parts], folded: false });
        const file = await parseSplitFile(text, "s");
        expect(file.splits).toEqual([{ train: ids(parts.train), dev: ids(dev), test: ids(test) }]);
        expect(file.made).toEqual(made);
        expect(new Map(file.fingerprints)).toEqual(
          new Map(documents.map((one) => [one.id, shortFingerprint(one)])),
        );
      }),
      { seed: SEED },
    );
  });

  test("holds no text of documents, and a line for each in each part", () => {
    const documents = ["a", "b"].map(document);
    const splits = [{ train: documents.slice(0, 1), dev: [], test: documents.slice(1) }];
    const text = formatSplitFile({ documents, made, splits, folded: false });
    expect(text).not.toContain("note");
    expect(text.split("\n").filter((line) => line.includes('"a"'))).toHaveLength(2);
  });
});
