import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import type { Document } from "./document.js";
import { namedSplit, splitByDocument, splitIntoFolds } from "./split.js";

const SEED = 20240903;
const random = () => createRandom(SEED);
const corpus = (types: readonly (readonly string[])[]): Document[] =>
  types.map((held, i) => ({
    id: `d${i}`,
    text: "fever",
    mentions: held.map((type, m) => ({ id: `T${m}`, type, start: 0, end: 5 })),
  }));
const ids = (documents: readonly Document[]) => documents.map(({ id }) => id);
const holds = (documents: readonly Document[], type: string) =>
  documents.some(({ mentions }) => mentions.some((mention) => mention.type === type));

const TYPES = [..."ABCDEFGHIJ"];
const corpora = (least: number, most: number) =>
  fc
    .array(fc.uniqueArray(fc.constantFrom(...TYPES), { maxLength: 4 }), {
      ...{ minLength: least, maxLength: most },
    })
    .map(corpus);
const fractions = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe("splitByDocument", () => {
  test("puts each document on one side, the asked share on dev", () => {
    fc.assert(
      fc.property(corpora(2, 40), fractions, (documents, fraction) => {
        const { train, dev } = splitByDocument(documents, { fraction, random: random() });
        expect([...ids(train), ...ids(dev)].sort()).toEqual(ids(documents).sort());
        expect(train.length).toBeGreaterThan(0);
        expect(dev.length).toBeGreaterThan(0);
        if (dev.length > 1 && train.length > 1)
          expect(Math.abs(dev.length - fraction * documents.length)).toBeLessThanOrEqual(0.5);
      }),
      { seed: SEED },
    );
  });

  test("puts as many types on both sides as the best of all splits of that size, on small corpora", () => {
    fc.assert(
      fc.property(corpora(6, 9), fractions, (documents, fraction) => {
        const { train, dev } = splitByDocument(documents, { fraction, random: random() });
        const both = (a: Document[], b: Document[]) =>
          TYPES.filter((type) => holds(a, type) && holds(b, type)).length;
        let most = 0;
        for (let bits = 0; bits < 2 ** documents.length; bits++) {
          const [a, b] = [0, 1].map((side) =>
            documents.filter((_, i) => ((bits >> i) & 1) === side),
          );
          if (b?.length === dev.length) most = Math.max(most, both(a as Document[], b));
        }
        expect(both(train, dev)).toBe(most);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("puts rare types of two documents on both sides of a large, skewed corpus", () => {
    const types = Array.from({ length: 200 }, (_, i) =>
      ["Common", `Rare${i % 10}`].slice(0, i < 20 ? 2 : 1),
    );
    const { dev, oneSided } = splitByDocument(corpus(types), { fraction: 0.1, random: random() });
    expect(dev).toHaveLength(20);
    expect(oneSided).toEqual([]);
  });

  test("keeps the share of a frequent type", () => {
    const types = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? ["A"] : ["B"]));
    const { dev } = splitByDocument(corpus(types), { fraction: 0.2, random: random() });
    expect(dev.filter((document) => holds([document], "A"))).toHaveLength(20);
  });

  test("lists the types that one side lacks, with the number of their documents", () => {
    const types = [["A", "B"], ["A"], ["A"], ["A"], ["A"], ["C"]];
    const { oneSided } = splitByDocument(corpus(types), { fraction: 0.2, random: random() });
    expect(oneSided).toEqual([
      { type: "B", side: "train", documents: 1 },
      { type: "C", side: "train", documents: 1 },
    ]);
  });

  test("depends on the seed but not on the order of the documents", () => {
    const documents = corpus(Array.from({ length: 60 }, (_, i) => [`T${i % 7}`]));
    const devOf = (given: Document[], seed: number) =>
      ids(splitByDocument(given, { fraction: 0.25, random: createRandom(seed) }).dev);
    expect(devOf([...documents].reverse(), 1)).toEqual(devOf(documents, 1));
    expect(devOf(documents, 2)).not.toEqual(devOf(documents, 1));
  });

  test.each([0, 1, -0.1, 20, Number.NaN])("refuses the fraction %d", (fraction) => {
    expect(() => splitByDocument(corpus([["A"], ["A"]]), { fraction, random: random() })).toThrow(
      `fraction ${fraction} is not between 0 and 1. Give one like 0.1.`,
    );
  });

  test("refuses to split one document", () => {
    expect(() => splitByDocument(corpus([["A"]]), { fraction: 0.5, random: random() })).toThrow(
      "1 documents cannot be parted into 2. Give more documents, or a part of its own.",
    );
  });
});

describe("splitIntoFolds", () => {
  test("holds each document out once, in folds of equal size, and trains on the others", () => {
    fc.assert(
      fc.property(corpora(2, 30), fc.integer({ min: 2, max: 6 }), (documents, asked) => {
        const folds = Math.min(asked, documents.length);
        const splits = splitIntoFolds(documents, { folds, random: random() });
        expect(splits.flatMap(({ dev }) => ids(dev)).sort()).toEqual(ids(documents).sort());
        for (const { train, dev } of splits) {
          expect(Math.abs(dev.length - documents.length / folds)).toBeLessThan(1);
          expect([...ids(train), ...ids(dev)].sort()).toEqual(ids(documents).sort());
        }
      }),
      { seed: SEED },
    );
  });

  test("can always learn a type that is scored, if it has two documents", () => {
    const types = Array.from({ length: 40 }, (_, i) => [`Rare${Math.floor(i / 2)}`]);
    const splits = splitIntoFolds(corpus(types), { folds: 5, random: random() });
    expect(splits.flatMap(({ oneSided }) => oneSided.filter(({ side }) => side === "dev"))).toEqual(
      [],
    );
  });

  test("refuses a number of folds that cannot be", () => {
    expect(() => splitIntoFolds(corpus([["A"], ["A"]]), { folds: 1, random: random() })).toThrow(
      "1 folds are not two or more. Give a whole number like 5.",
    );
    expect(() => splitIntoFolds(corpus([["A"], ["A"]]), { folds: 3, random: random() })).toThrow(
      "2 documents cannot be parted into 3. Give more documents, or a part of its own.",
    );
  });
});

describe("namedSplit", () => {
  const documents = corpus([[], [], [], []]);

  test("selects documents by id, in the order named", () => {
    const split = namedSplit(documents, { train: ["d3", "d0"], test: ["d1"] });
    expect(Object.values(split).map(ids)).toEqual([["d3", "d0"], [], ["d1"], ["d2"]]);
  });

  test("trains on all that no part names, where train is not named", () => {
    const split = namedSplit(documents, { dev: ["d1"] });
    expect(Object.values(split).map(ids)).toEqual([["d0", "d2", "d3"], ["d1"], [], []]);
  });

  test("refuses an unknown id and one that is named twice", () => {
    const source = "split.yaml";
    expect(() => namedSplit(documents, { dev: ["d9"] }, { source })).toThrow(
      "split.yaml: dev names document d9, which is none of the 4 of the corpus. Name documents by their path in the corpus, without extension.",
    );
    expect(() => namedSplit(documents, { train: ["d0"], test: ["d0"] }, { source })).toThrow(
      "split.yaml: document d0 is named in train and in test. Name each document once.",
    );
  });
});
