import { describe, expect, test } from "vitest";
import { auditOf, document, mention } from "../../test/auditSamples.js";
import { imbalanceOf } from "./summary.js";

/** By hand: pain nested in "left arm pain", Side and Arm of one span in b, a split mention in b. */
const documents = [
  document("a", "left arm pain since May", [mention("Sign", 0, 13), mention("Pain", 9, 13)]),
  document("b", "left arm pain since May", [
    mention("Side", 0, 4),
    mention("Arm", 0, 4),
    mention("Sign", 5, 13, {
      fragments: [
        { start: 5, end: 8 },
        { start: 9, end: 13 },
      ],
    }),
  ]),
  document("c", "no complaint", []),
];

describe("summarize", () => {
  test("counts what the files hold, before any policy", async () => {
    const report = await auditOf(documents);
    const none = { duplicate: 0, "same span": 0, nested: 0, crossing: 0 };
    const one = {
      ...{ mentions: 1, documents: 1, passages: 1, tokens: 1, share: 0.2 },
      ...{ meanLength: 4, meanTokens: 1, longestTokens: 1, overlapping: 1, discontinuous: 0 },
      ...{ insideWords: 0, blankEdges: 0, strings: 1 },
    };
    expect(report).toMatchObject({
      ...{ documents: 3, mentions: 5, characters: 23 + 23 + 12, tokens: 5 + 5 + 2 },
      ...{ discontinuous: 1, emptyDocuments: 0, documentsWithoutMentions: 1, repeatedTexts: 2 },
      documentTokens: { mean: 4, median: 5, longest: 5 },
      overlaps: { ...none, "same span": 1, nested: 1 },
      overlapsOfTypes: [
        { types: ["Sign", "Pain"], relation: "nested", pairs: 1 },
        { types: ["Arm", "Side"], relation: "same span", pairs: 1 },
      ],
    });
    expect(report.types).toEqual({
      Sign: {
        ...{ mentions: 2, documents: 2, passages: 2, tokens: 5, share: 0.4 },
        ...{ meanLength: 10.5, meanTokens: 2.5, longestTokens: 3, overlapping: 1 },
        ...{ overlaps: { ...none, nested: 1 }, discontinuous: 1 },
        ...{ insideWords: 0, blankEdges: 0, strings: 2 },
      },
      Pain: { ...one, overlaps: { ...none, nested: 1 } },
      Arm: { ...one, overlaps: { ...none, "same span": 1 } },
      Side: { ...one, overlaps: { ...none, "same span": 1 } },
    });
  });

  test("counts the document's own tokens where it has them, and a shared token once", async () => {
    const { types, tokens } = await auditOf([
      {
        ...document("a", "x-ray x-ray", [mention("A", 0, 5), mention("A", 0, 11)]),
        words: [
          { start: 0, end: 5 },
          { start: 6, end: 11 },
        ],
      },
    ]);
    expect(tokens).toBe(2);
    expect(types.A).toMatchObject({ tokens: 2, meanTokens: 1.5, insideWords: 0 });
  });

  test("counts mentions with blank edges and those that cut words", async () => {
    const { types } = await auditOf([
      document("a", "arms and legs", [
        mention("A", 0, 3),
        mention("B", 4, 8),
        mention("C", 9, 13),
        mention("D", 8, 9),
      ]),
    ]);
    const flaws = Object.entries(types).map(([type, { insideWords, blankEdges }]) => [
      ...[type, insideWords, blankEdges],
    ]);
    expect(flaws).toEqual([
      ["A", 1, 0],
      ["B", 0, 1],
      ["C", 0, 0],
      ["D", 0, 1],
    ]);
  });

  test("counts duplicates and crossing pairs apart", async () => {
    const { overlaps } = await auditOf([
      document("a", "left arm pain", [mention("A", 0, 8), mention("A", 0, 8), mention("B", 5, 13)]),
    ]);
    expect(overlaps).toEqual({ duplicate: 1, "same span": 0, nested: 0, crossing: 2 });
  });

  test("keeps types whose names are those of object properties", async () => {
    const types = ["__proto__", "constructor", "toString", "1"];
    const report = await auditOf([
      document(
        "a",
        "a b c d",
        types.map((type, i) => mention(type, 2 * i, 2 * i + 1)),
      ),
    ]);
    expect(Object.keys(report.types).sort()).toEqual([...types].sort());
    expect(Object.keys(report.weights?.types ?? {}).sort()).toEqual([...types].sort());
    expect(Object.keys(JSON.parse(JSON.stringify(report)).types)).toHaveLength(4);
  });
});

describe("imbalanceOf", () => {
  const counts = (...mentions: number[]) =>
    imbalanceOf(mentions.map((n, i) => ({ type: `T${i}`, mentions: n })));

  test("of equal types has as many effective ones, and of one type one", () => {
    expect(counts(7, 7, 7, 7).effectiveTypes).toBeCloseTo(4, 12);
    expect(counts(9)).toMatchObject({ ratio: 1, entropy: 0, effectiveTypes: 1 });
  });

  test("of 3 to 1 is by hand", () => {
    const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    expect(counts(6, 2)).toEqual({
      ...{ ratio: 3, mostFrequent: "T0", leastFrequent: "T1" },
      ...{ entropy, effectiveTypes: Math.exp(entropy) },
    });
  });

  test("of nothing has no ratio", () => {
    expect(counts()).toEqual({
      ...{ ratio: null, mostFrequent: null, leastFrequent: null, entropy: 0, effectiveTypes: 0 },
    });
  });
});
