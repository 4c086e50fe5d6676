import { describe, expect, test } from "vitest";
import { pairedCounts } from "./pairedCounts.js";

// hits, predicted, gold
const A = [
  [3, 4, 5],
  [0, 1, 2],
  [2, 2, 2],
];
const B = [
  [2, 4, 5],
  [0, 1, 2],
  [1, 3, 2],
];
const f1 = (sums: ArrayLike<number>) =>
  (2 * (sums[0] as number)) / ((sums[1] as number) + (sums[2] as number));

describe("pairedCounts", () => {
  const paired = pairedCounts({ a: A, b: B, score: f1 });

  test("scores both systems on all documents and knows where they differ", () => {
    expect(paired.scores).toEqual({ a: 10 / 16, b: 6 / 17 });
    expect([...paired.differing]).toEqual([0, 2]);
  });

  test("takes documents as often as they are named", () => {
    expect(paired.statistic(Int32Array.from([0, 0, 2]))).toBeCloseTo(16 / 22 - 10 / 23, 12);
  });

  test("exchanges whole documents", () => {
    expect(paired.difference(Uint8Array.from([0, 0, 0]))).toBeCloseTo(10 / 16 - 6 / 17, 12);
    expect(paired.difference(Uint8Array.from([1, 1, 1]))).toBeCloseTo(6 / 17 - 10 / 16, 12);
    expect(paired.difference(Uint8Array.from([1, 0, 0]))).toBeCloseTo(8 / 16 - 8 / 17, 12);
  });

  test.each([
    [A, B.slice(1), "3 values were given for one system and 2 for the other"],
    [[], [], "the number of documents is 0, but it must be at least 1"],
    [A, [[1, 2], ...B.slice(1)], "b[0] has 2 counts and the first document has 3"],
    [[[NaN, 1, 1], ...A.slice(1)], B, "a[0][0] is NaN, but every value must be a finite number"],
  ])("refuses counts that do not fit, %#", (a, b, message) => {
    expect(() => pairedCounts({ a, b, score: f1 })).toThrow(message);
  });
});
