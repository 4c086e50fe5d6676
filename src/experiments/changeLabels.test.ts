/** Changed labels: as many as asked for, the same every time, and nothing else. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { type Document, segmentWords } from "../corpus/index.js";
import { changeLabels, sharesOfWords } from "./changeLabels.js";
import type { LabelChange } from "./corpusSource.js";

/** Documents of 200 words, of which every fourth is a mention: of `A` seven times in ten, of `B` else. */
function drawDocuments(count: number, name: string): Document[] {
  const random = createRandom(9).stream(name);
  return Array.from({ length: count }, (_, d) => ({
    id: `${name}${d}`,
    text: new Array(200).fill("word").join(" "),
    mentions: Array.from({ length: 50 }, (_, m) => ({
      ...{ id: `T${m}`, type: random.next() < 0.7 ? "A" : "B" },
      ...{ start: 20 * m, end: 20 * m + 4 },
    })),
  }));
}

const parts = {
  train: drawDocuments(40, "train"),
  dev: drawDocuments(4, "dev"),
  test: drawDocuments(20, "test"),
};
const apply = (change: LabelChange | undefined, { split = 1, seed = 1, given = parts } = {}) =>
  changeLabels(given, { change, random: createRandom(split), seed });
const typesIn = (documents: readonly Document[] = []) =>
  documents.flatMap(({ mentions }) => mentions.map(({ type }) => type));
const shareOf = (type: string, types: readonly string[]) =>
  types.filter((one) => one === type).length / types.length;
/** Four standard deviations of a share: once in 16,000 times it is further off. */
const band = (p: number, n: number) => 4 * Math.sqrt((p * (1 - p)) / n);

describe("changeLabels", () => {
  test("without a change changes nothing", () => {
    expect(apply(undefined)).toBe(parts);
  });

  describe("redraw-types", () => {
    const change = { kind: "redraw-types", share: 0.3 } as const;

    test("gives the share asked for another type as often as chance has it, with the old shares", () => {
      const before = typesIn(parts.train);
      const after = typesIn(apply(change).train);
      const p = shareOf("A", before);
      // a redrawn type is another one with the probability of the other
      const changed = 0.3 * (p * (1 - p) + (1 - p) * p);
      const found = after.filter((type, i) => type !== before[i]).length / after.length;
      expect(Math.abs(found - changed)).toBeLessThan(band(changed, before.length));
      expect(Math.abs(shareOf("A", after) - p)).toBeLessThan(band(p, before.length));
    });

    test("leaves the test part, texts and places alone", () => {
      const { train, dev, test: held } = apply(change);
      expect(held).toBe(parts.test);
      const bare = (documents: readonly Document[] = []) =>
        documents.map((one) => ({ ...one, mentions: one.mentions.map(({ type: _, ...m }) => m) }));
      expect(bare(train)).toEqual(bare(parts.train));
      expect(bare(dev)).toEqual(bare(parts.dev));
      expect(dev).not.toEqual(parts.dev);
    });

    test("of everything draws every type anew, and of nothing none", () => {
      expect(apply({ kind: "redraw-types", share: 0 }).train).toEqual(parts.train);
      const before = typesIn(parts.train);
      const after = typesIn(apply({ kind: "redraw-types", share: 1 }).train);
      const p = shareOf("A", before);
      const both = shareOf(
        "A",
        after.filter((_, i) => before[i] === "B"),
      );
      expect(Math.abs(both - p)).toBeLessThan(band(p, before.length * (1 - p)));
    });

    test("follows split, seed and document alone", () => {
      expect(apply(change)).toEqual(apply(change));
      expect(apply(change, { seed: 2 }).train).not.toEqual(apply(change).train);
      expect(apply(change, { split: 2 }).train).not.toEqual(apply(change).train);
      const reversed = { ...parts, train: parts.train.toReversed() };
      expect(apply(change, { given: reversed }).train.toReversed()).toEqual(apply(change).train);
    });
  });

  describe("random-words", () => {
    const change = { kind: "random-words", shares: { M: 0.02, N: 0.2 } } as const;

    test("labels words of all parts with the shares asked for, each for itself", () => {
      const changed = apply(change);
      const documents = [...changed.train, ...(changed.dev ?? []), ...changed.test];
      const words = 200 * documents.length;
      for (const [type, p] of Object.entries(change.shares)) {
        const found = typesIn(documents).filter((one) => one === type).length / words;
        expect(Math.abs(found - p)).toBeLessThan(band(p, words));
      }
      for (const { text, mentions } of documents) {
        const starts = new Map(segmentWords(text).map(({ start, end }) => [start, end]));
        for (const { start, end } of mentions) expect(starts.get(start)).toBe(end);
        expect(new Set(mentions.map(({ start }) => start)).size).toBe(mentions.length);
        expect(new Set(mentions.map(({ id }) => id)).size).toBe(mentions.length);
      }
    });

    test("takes the shares of the training part's words for its own", () => {
      const changed = apply({ kind: "random-words", shares: "own" });
      const words = 200 * parts.train.length;
      const before = typesIn(parts.train);
      for (const type of ["A", "B"]) {
        const p = shareOf(type, before) / 4;
        const found = typesIn(changed.train).filter((one) => one === type).length / words;
        expect(Math.abs(found - p)).toBeLessThan(band(p, words));
      }
    });

    test("is the same whatever the seed of the run, and another in another split", () => {
      expect(apply(change, { seed: 2 })).toEqual(apply(change));
      expect(apply(change, { split: 2 })).not.toEqual(apply(change));
    });

    test("labels the words that a file gives", () => {
      const words = [
        { start: 0, end: 2 },
        { start: 2, end: 4 },
      ];
      const given = { ...parts, train: [{ ...(parts.train[0] as Document), words }] };
      const { train } = apply({ kind: "random-words", shares: { M: 0.999999 } }, { given });
      expect(train[0]?.mentions.map(({ start, end }) => ({ start, end }))).toEqual(words);
    });
  });

  test("split-types gives all parts the same new types", () => {
    const text = "fever cough pain";
    const mentions = [
      { id: "T1", type: "Sign", start: 0, end: 5 },
      { id: "T2", type: "Sign", start: 6, end: 11 },
      { id: "T3", type: "Sign", start: 12, end: 16 },
    ];
    const one = (id: string, from: number): Document => ({
      id,
      text,
      mentions: mentions.slice(from),
    });
    const given = { train: [one("a", 0)], dev: [one("b", 1)], test: [one("c", 2)] };
    const changed = apply({ kind: "split-types", types: 3 }, { given });
    expect(typesIn(changed.train)).toEqual(["Sign-2", "Sign-1", "Sign-3"]);
    expect(typesIn(changed.dev)).toEqual(["Sign-1", "Sign-3"]);
    expect(typesIn(changed.test)).toEqual(["Sign-3"]);
  });
});

describe("sharesOfWords", () => {
  test("counts a word in several mentions once for each", () => {
    const document: Document = {
      id: "d",
      text: "left arm pain today",
      mentions: [
        { id: "T1", type: "Sign", start: 0, end: 13 },
        { id: "T2", type: "Place", start: 0, end: 8 },
      ],
    };
    expect(sharesOfWords([document])).toEqual({ Place: 2 / 4, Sign: 3 / 4 });
  });
});
