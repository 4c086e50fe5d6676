import { describe, expect, test } from "vitest";
import { cliffsDelta, cohensDz, hedgesGz } from "./effectSizes.js";

describe("cohensDz", () => {
  test("is the mean difference by its standard deviation", () => {
    expect(cohensDz([2, 4, 6], [1, 2, 3])).toBeCloseTo(2 / 1, 12);
  });

  test("is 0 where nothing differs and infinite where all differ alike", () => {
    expect(cohensDz([1, 2], [1, 2])).toBe(0);
    expect(cohensDz([2, 3], [1, 2])).toBe(Infinity);
  });

  test("refuses a single pair", () => {
    expect(() => cohensDz([1], [2])).toThrow(
      "the number of documents is 1, but it must be at least 2",
    );
  });
});

describe("hedgesGz", () => {
  test("is smaller by 1 - 3 / (4 df - 1)", () => {
    expect(hedgesGz([2, 4, 6], [1, 2, 3])).toBeCloseTo(2 * (1 - 3 / 7), 12);
  });
});

describe("cliffsDelta", () => {
  test("counts which of two values is above", () => {
    // 3 > 1, 3 > 2, 3 = 3; 1 = 1, 1 < 2, 1 < 3
    expect(cliffsDelta([3, 1], [1, 2, 3])).toBeCloseTo((2 - 2) / 6, 12);
    expect(cliffsDelta([5, 6], [1, 2, 3])).toBe(1);
    expect(cliffsDelta([1], [2])).toBe(-1);
    expect(cliffsDelta([1, 1], [1, 1])).toBe(0);
  });

  test("refuses nothing and NaN", () => {
    expect(() => cliffsDelta([], [1])).toThrow(
      "the number of documents is 0, but it must be at least 1",
    );
    expect(() => cliffsDelta([1], [NaN])).toThrow("b[0] is NaN");
  });
});
