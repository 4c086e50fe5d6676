/** Scores from counts of documents, against the report that scores all documents at once. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SELECTIONS } from "../config/index.js";
import { type CountsByName, countedScore } from "./countedScore.js";
import type { ExactCounts } from "./exactCounts.js";
import { evaluate, type ScoredDocument } from "./report.js";

const TYPES = ["A", "B", "C"];
const SEED = 7;

const tokens = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 12 }).map((pairs) => ({
  gold: pairs.map(([gold]) => gold),
  predicted: pairs.map(([, said]) => said),
}));
const spans = fc.array(
  fc
    .record({
      start: fc.nat(12),
      length: fc.integer({ min: 1, max: 6 }),
      type: fc.constantFrom("A", "B", "D"),
    })
    .map(({ start, length, type }) => ({ start, end: start + length, type })),
  { maxLength: 6 },
);
const documents: fc.Arbitrary<ScoredDocument[]> = fc.array(
  fc.record({
    document: fc.constant("d"),
    gold: spans,
    predicted: spans,
    words: tokens,
    pieces: tokens,
  }),
  { minLength: 1, maxLength: 5 },
);

function added(documents: readonly CountsByName[]): ExactCounts[] {
  const sums = new Map<string, ExactCounts>();
  for (const counts of documents)
    for (const [name, { credit, support, predicted }] of Object.entries(counts)) {
      const sum = sums.get(name) ?? { credit: 0, support: 0, predicted: 0 };
      sums.set(name, sum);
      sum.credit += credit;
      sum.support += support;
      sum.predicted += predicted;
    }
  return [...sums.values()];
}

describe("countedScore", () => {
  test(`gives of sums what the report has, for every score that may choose an epoch (seed ${SEED})`, () => {
    fc.assert(
      fc.property(documents, (drawn) => {
        const report = evaluate(drawn, { types: TYPES, decode: "argmax" });
        for (const path of SELECTIONS) {
          const { count, score } = countedScore(path);
          const expected = path
            .split(".")
            .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], report);
          const sums = added(drawn.map((document) => count(document, TYPES)));
          expect(score(sums), path).toBeCloseTo((expected ?? 0) as number, 12);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("counts half of a partial match, and matches across types where they are taken together", () => {
    const document: ScoredDocument = {
      document: "d",
      gold: [{ start: 0, end: 10, type: "A" }],
      predicted: [{ start: 0, end: 5, type: "B" }],
      words: { gold: [], predicted: [] },
      pieces: { gold: [], predicted: [] },
    };
    expect(countedScore("mentions.partial.micro.f1").count(document, TYPES)).toEqual({
      all: { credit: 0.5, support: 1, predicted: 1 },
    });
    expect(countedScore("mentions.partial.macro.f1").count(document, TYPES)).toEqual({
      A: { credit: 0, support: 1, predicted: 0 },
      B: { credit: 0, support: 0, predicted: 1 },
    });
  });

  test.each(["tokens", "tokens.perType", "mentions.macro.f1", "words.macroF1"])(
    "refuses %s, which is no score",
    (path) => {
      expect(() => countedScore(path)).toThrow(
        `there is no score "${path}". Name one that training.selection takes.`,
      );
    },
  );
});
