/** The judge of memory, on samples whose answer is known. */

import { describe, expect, test } from "vitest";
import { flatnessOf } from "./flatness.js";

const samples = (count: number, at: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => at(i));

describe("flatnessOf", () => {
  test("does not see what happens in warm-up", () => {
    const warming = samples(40, (i) => (i < 10 ? 10 * i : 100));
    expect(flatnessOf(warming)).toEqual({ before: 100, after: 100, growth: 0, slope: 0 });
  });

  test("finds the slope and the growth of a straight line", () => {
    // after 25: 126 to 135, median 130.5; the last ten: 191 to 200, median 195.5
    const { before, after, growth, slope } = flatnessOf(samples(100, (i) => 101 + i));
    expect([before, after]).toEqual([130.5, 195.5]);
    expect(growth).toBeCloseTo(65 / 130.5, 12);
    expect(slope).toBeCloseTo(1, 12);
  });

  test("single high samples do not count", () => {
    const spiked = samples(100, (i) => (i === 30 || i === 97 ? 1000 : 100));
    expect(flatnessOf(spiked)).toMatchObject({ before: 100, after: 100, growth: 0 });
  });

  test("refuses too few samples", () => {
    expect(() => flatnessOf(samples(19, () => 1))).toThrow(
      "19 samples were given but 20 are needed",
    );
  });
});
