/** Medians, comparisons and goals, by hand-worked rounds. */

import { describe, expect, test } from "vitest";
import { compare, isReached, median } from "./statistics.js";

describe("median", () => {
  test.each([
    [[5], 5],
    [[9, 1, 4], 4],
    [[8, 2, 4, 100], 6],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test("of nothing is refused", () => {
    expect(() => median([])).toThrow("there is no median of 0 values");
  });

  test("leaves the values in their order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("compare", () => {
  const ours = [2, 1, 4];
  const theirs = [6, 5, 6];

  test("divides the medians; the range is that of the rounds", () => {
    expect(compare("theirs / ours", { ours, theirs })).toEqual({
      ...{ ours: 2, theirs: 6, figure: 3, range: [1.5, 5] },
    });
    const cost = compare("ours / theirs", { ours, theirs });
    expect(cost.figure).toBeCloseTo(1 / 3, 12);
    expect(cost.range?.[0]).toBeCloseTo(1 / 5, 12);
    expect(cost.range?.[1]).toBeCloseTo(2 / 3, 12);
  });

  test("subtracts ours from theirs, so that a loss is positive", () => {
    const { figure, range } = compare("theirs - ours", { ours: [54.5], theirs: [55] });
    expect([figure, range]).toEqual([0.5, [0.5, 0.5]]);
  });

  test("takes our own figure where there is nobody to compare with", () => {
    expect(compare("ours", { ours, theirs: [] })).toEqual({ ours: 2, figure: 2, range: [1, 4] });
  });

  test("invents no ratio where the other side is missing", () => {
    expect(compare("theirs / ours", { ours, theirs: [] })).toEqual({ ours: 2 });
  });
});

describe("isReached", () => {
  test("counts the goal itself as reached", () => {
    expect(isReached(2, { atLeast: 2 })).toBe(true);
    expect(isReached(1.99, { atLeast: 2 })).toBe(false);
    expect(isReached(0.5, { atMost: 0.5 })).toBe(true);
    expect(isReached(0.51, { atMost: 0.5 })).toBe(false);
  });
});
