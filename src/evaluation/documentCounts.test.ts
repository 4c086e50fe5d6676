/** Counts by document against the scores of all documents, and against counting by hand and by brute force. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CountsByType, countDocuments, UNITS } from "./documentCounts.js";
import { scoreMentions } from "./mentions.js";
import type { ScoredDocument } from "./report.js";
import { scoreRuns } from "./runs.js";
import { scoreTokens } from "./tokens.js";
import type { TypedSpan } from "./typedSpan.js";

const TYPES = ["B", "A", "C"];

const spans = fc.array(
  fc
    .tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(...TYPES))
    .map(([start, length, type]): TypedSpan => ({ start, end: start + length, type })),
  { maxLength: 8 },
);
const words = fc
  .array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { maxLength: 12 })
  .map((pairs) => ({
    gold: pairs.map(([gold]) => gold),
    predicted: pairs.map(([, said]) => said),
  }));
const corpora = fc
  .array(fc.record({ gold: spans, predicted: spans, words }), { maxLength: 5 })
  .map((drawn) =>
    drawn.map(
      (document, i): ScoredDocument => ({
        ...{ ...document, document: `d${i}` },
        pieces: { gold: [], predicted: [] },
      }),
    ),
  );

const sum = (values: readonly number[] = []) => values.reduce((total, value) => total + value, 0);
const sums = (counts: CountsByType) =>
  Object.fromEntries(
    Object.entries(counts).map(([type, { gold, predicted, correct }]) => [
      type,
      [sum(gold), sum(predicted), sum(correct)],
    ]),
  );

/** How many of two lists are equal, each taken once. */
function shared(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  return a.filter((one) => {
    const i = left.indexOf(one);
    if (i >= 0) left.splice(i, 1);
    return i >= 0;
  }).length;
}

/** `start-end` of each stretch of one class that cannot be longer. */
function stretches(classes: ArrayLike<number>, id: number): string[] {
  const found: string[] = [];
  for (let start = 0; start < classes.length; start++)
    for (let end = start + 1; end <= classes.length; end++) {
      const inside = Array.from(classes).slice(start, end);
      if (inside.every((c) => c === id) && classes[start - 1] !== id && classes[end] !== id)
        found.push(`${start}-${end}`);
    }
  return found;
}

describe("countDocuments", () => {
  test("counts words, mentions and runs of each document", () => {
    const first: ScoredDocument = {
      document: "a",
      gold: [
        { start: 0, end: 9, type: "A" },
        { start: 0, end: 4, type: "B" },
      ],
      predicted: [{ start: 0, end: 9, type: "A" }],
      words: { gold: [2, 2, 0, 1], predicted: [2, 1, 0, 1] },
      pieces: { gold: [], predicted: [] },
    };
    const second: ScoredDocument = {
      ...first,
      ...{ document: "b", gold: [], predicted: [{ start: 2, end: 3, type: "C" }] },
      words: { gold: [0], predicted: [3] },
    };
    expect(countDocuments([first, second], TYPES)).toEqual({
      words: {
        A: { gold: [2, 0], predicted: [1, 0], correct: [1, 0] },
        B: { gold: [1, 0], predicted: [2, 0], correct: [1, 0] },
        C: { gold: [0, 0], predicted: [0, 1], correct: [0, 0] },
      },
      mentions: {
        A: { gold: [1, 0], predicted: [1, 0], correct: [1, 0] },
        B: { gold: [1, 0], predicted: [0, 0], correct: [0, 0] },
        C: { gold: [0, 0], predicted: [0, 1], correct: [0, 0] },
      },
      runs: {
        A: { gold: [1, 0], predicted: [1, 0], correct: [0, 0] },
        B: { gold: [1, 0], predicted: [2, 0], correct: [1, 0] },
        C: { gold: [0, 0], predicted: [0, 1], correct: [0, 0] },
      },
    });
  });

  test("adds up to the scores of all documents", () => {
    fc.assert(
      fc.property(corpora, (documents) => {
        const counts = countDocuments(documents, TYPES);
        const sequences = documents.map((one) => ({ document: one.document, ...one.words }));
        const perType = {
          words: scoreTokens(sequences, TYPES).perType,
          mentions: scoreMentions(documents, "strict").perType,
          runs: scoreRuns(sequences, TYPES).perType,
        };
        for (const unit of UNITS) {
          const expected = Object.entries(perType[unit])
            .filter(([, score]) => score.support + score.predicted > 0)
            .map(([type, { support, predicted, recall }]) => [
              type,
              [support, predicted, Math.round(recall * support)],
            ]);
          expect(sums(counts[unit])).toEqual(Object.fromEntries(expected));
        }
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  test("pairs what is equal once, in each document, nested or repeated", () => {
    fc.assert(
      fc.property(corpora, (documents) => {
        const counts = countDocuments(documents, TYPES);
        documents.forEach(({ gold, predicted, words: { gold: is, predicted: said } }, i) => {
          TYPES.forEach((type, t) => {
            const keys = (list: readonly TypedSpan[]) =>
              list.filter((one) => one.type === type).map(({ start, end }) => `${start}-${end}`);
            const at = (list: ArrayLike<number>) =>
              Array.from(list).flatMap((id, w) => (id === t + 1 ? [`${w}`] : []));
            const lists = {
              words: [at(is), at(said)],
              mentions: [keys(gold), keys(predicted)],
              runs: [stretches(is, t + 1), stretches(said, t + 1)],
            } as const;
            for (const unit of UNITS) {
              const [a, b] = lists[unit] as [string[], string[]];
              const found = counts[unit][type];
              expect([
                found?.gold[i] ?? 0,
                found?.predicted[i] ?? 0,
                found?.correct[i] ?? 0,
              ]).toEqual([a.length, b.length, shared(a, b)]);
            }
          });
        });
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("refuses classes without a type, and predictions of other words", () => {
    const one = (words: ScoredDocument["words"]): ScoredDocument => ({
      ...{ document: "d", gold: [], predicted: [], words },
      pieces: words,
    });
    expect(() => countDocuments([one({ gold: [4], predicted: [0] })], TYPES)).toThrow(
      "d: gold class 4 at place 0 is not among 0 to 3",
    );
    expect(() => countDocuments([one({ gold: [1], predicted: [] })], TYPES)).toThrow(
      "d: 1 gold classes against 0 predicted ones",
    );
  });
});
