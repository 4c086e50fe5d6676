import { describe, expect, test } from "vitest";
import { klDivergence, totalVariation } from "./divergence.js";

describe("klDivergence", () => {
  test("is the sum of p ln(p / q), in nats", () => {
    expect(klDivergence([0.5, 0.5], [0.9, 0.1])).toBeCloseTo(0.5 * Math.log(25 / 9), 12);
    expect(klDivergence([1, 0], [0.5, 0.5])).toBeCloseTo(Math.LN2, 12);
  });

  test("is infinite where q denies what p has, and only there", () => {
    expect(klDivergence([0.5, 0.5], [1, 0])).toBe(Infinity);
    expect(klDivergence([1, 0, 0], [1, 0, 0])).toBe(0);
  });
});

describe("totalVariation", () => {
  test("is half of what is moved, from 0 to 1", () => {
    expect(totalVariation([0.5, 0.3, 0.2], [0.2, 0.3, 0.5])).toBeCloseTo(0.3, 12);
    expect(totalVariation([1, 0], [0, 1])).toBe(1);
  });
});

describe.each([klDivergence, totalVariation])("%o", (divergence) => {
  test("takes counts for shares", () => {
    expect(divergence([1, 3], [10, 10])).toBeCloseTo(divergence([0.25, 0.75], [0.5, 0.5]), 12);
    expect(divergence([4, 4], [2, 2])).toBe(0);
  });

  test.each([
    [[1, -1], [1, 1], "p[1] is -1, but shares and counts are finite and not negative"],
    [[1, 1], [NaN, 1], "q[0] is NaN, but shares and counts are finite and not negative"],
    [[0, 0], [1, 1], "the 2 values of p sum to 0, so they are no distribution"],
    [[], [], "the 0 values of p sum to 0, so they are no distribution"],
    [[1], [1, 1], "p has 1 classes and q has 2"],
  ])("refuses %j and %j", (p, q, message) => {
    expect(() => divergence(p, q)).toThrow(message);
  });
});
