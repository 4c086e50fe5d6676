import { describe, expect, test } from "vitest";
import type { CountsByType } from "../../../evaluation/index.js";
import { shareDifference, wilsonByDocument } from "../../../statistics/index.js";
import type { SystemCounts } from "./scores.js";
import { recallByType } from "./typeRecall.js";

const system = (words: CountsByType, repeats = [1, 1, 1]): SystemCounts => ({
  documents: ["a", "b", "c"],
  repeats,
  counts: { words, mentions: {}, runs: {} },
});
const GOLD = { Pain: [4, 1, 3], Rash: [0, 1, 0] };
const hits = (pain: number[], rash: number[]): CountsByType => ({
  Pain: { gold: GOLD.Pain, predicted: pain, correct: pain },
  Rash: { gold: GOLD.Rash, predicted: rash, correct: rash },
  Cough: { gold: [0, 0, 0], predicted: [1, 0, 0], correct: [0, 0, 0] },
});
const A = hits([2, 0, 3], [0, 0, 0]);
const B = hits([4, 1, 3], [0, 1, 0]);
const support = (type: string) => (type === "Rash" ? 700 : 20);

describe("recallByType", () => {
  const rows = recallByType([system(A), system(B)], support);

  test("has the types of the gold, those with most support first", () => {
    expect(rows.map(({ type, words }) => [type, words])).toEqual([
      ["Rash", 1],
      ["Pain", 8],
    ]);
    expect(rows.map((row) => row.support)).toEqual([700, 20]);
  });

  test("has recalls with Wilson's interval by document, and differences to the first system", () => {
    const pain = [4, 1, 3].map((trials, d) => ({
      trials,
      a: [4, 1, 3][d] ?? 0,
      b: [2, 0, 3][d] ?? 0,
    }));
    const [first, second] = rows[1]?.systems ?? [];
    expect(first).toEqual({
      recall: wilsonByDocument(pain.map(({ b, trials }) => ({ hits: b, trials }))),
      difference: null,
    });
    expect(first?.recall.share).toBe(5 / 8);
    expect(second?.difference).toEqual(shareDifference(pain));
    expect(second?.difference?.difference).toBe(3 / 8);
  });

  test("three runs of the same documents are as sure as one", () => {
    const times = (n: number, of: CountsByType): CountsByType =>
      Object.fromEntries(
        Object.entries(of).map(([type, { gold, predicted, correct }]) => {
          const [g, p, c] = [gold, predicted, correct].map((all) => all.map((value) => n * value));
          return [type, { gold: g ?? [], predicted: p ?? [], correct: c ?? [] }];
        }),
      );
    const thrice = recallByType(
      [A, B].map((of) => system(times(3, of), [3, 3, 3])),
      support,
    );
    thrice.forEach(({ words, systems }, r) => {
      expect(words).toBe(rows[r]?.words);
      systems.forEach(({ recall, difference }, s) => {
        const once = rows[r]?.systems[s];
        expect(recall.low).toBeCloseTo(once?.recall.low as number, 12);
        expect(recall.high).toBeCloseTo(once?.recall.high as number, 12);
        if (difference === null) return;
        expect(difference.interval.low).toBeCloseTo(once?.difference?.interval.low as number, 12);
        expect(difference.interval.high).toBeCloseTo(once?.difference?.interval.high as number, 12);
      });
    });
  });

  test("does not pair systems that saw other gold words", () => {
    const other = { ...B, Pain: { gold: [5, 1, 3], predicted: [4, 1, 3], correct: [4, 1, 3] } };
    const [, pain] = recallByType([system(A), system(other)], support);
    expect(pain?.systems[1]?.difference).toBeNull();
    expect(pain?.systems[1]?.recall.share).toBe(8 / 9);
  });
});
