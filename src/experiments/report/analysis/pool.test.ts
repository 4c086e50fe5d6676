import { describe, expect, test } from "vitest";
import { poolCounts } from "./pool.js";

const unit = (gold: number[], predicted: number[], correct: number[]) => ({
  Pain: { gold, predicted, correct },
});
const run = (documents: string[], gold: number[], predicted: number[], correct: number[]) => ({
  documents,
  counts: {
    words: unit(gold, predicted, correct),
    mentions: {},
    runs: { Rash: { gold, predicted, correct } },
  },
});

describe("poolCounts", () => {
  test("sums the counts of a document over the runs that scored it", () => {
    const pooled = poolCounts([
      run(["a-1", "b-1"], [1, 2], [1, 1], [1, 0]),
      run(["b-1", "c-1"], [2, 4], [3, 0], [2, 0]),
    ]);
    expect(pooled).toEqual({
      documents: ["a", "b", "c"],
      repeats: [1, 2, 1],
      counts: {
        words: unit([1, 4, 4], [1, 4, 0], [1, 2, 0]),
        mentions: {},
        runs: { Rash: { gold: [1, 4, 4], predicted: [1, 4, 0], correct: [1, 2, 0] } },
      },
    });
  });

  test("a document whose labels were drawn again is the same one", () => {
    const pooled = poolCounts([run(["a-1"], [1], [0], [0]), run(["a-2"], [3], [2], [1])]);
    expect(pooled.documents).toEqual(["a"]);
    expect(pooled.counts.words).toEqual(unit([4], [2], [1]));
  });

  test("keeps types that JavaScript has names for", () => {
    const types = JSON.parse('{"__proto__": {"gold": [1], "predicted": [1], "correct": [1]}}');
    const one = { documents: ["a"], counts: { words: types, mentions: {}, runs: {} } };
    expect(Object.entries(poolCounts([one, one]).counts.words)).toEqual([
      ["__proto__", { gold: [2], predicted: [2], correct: [2] }],
    ]);
  });
});
