/** Learning rates: worked by hand, and against the peer's formula. */

import { describe, expect, test } from "vitest";
import { type Schedule, scheduleFactor } from "./schedules.js";

const factors = (schedule: Schedule, steps: number) =>
  Array.from({ length: steps }, (_, step) => scheduleFactor(schedule, step, steps));

const close = (values: readonly number[]) => values.map((v) => expect.closeTo(v, 12));

describe("scheduleFactor", () => {
  test("constant is one, after a warm-up in equal steps", () => {
    expect(factors({ name: "constant", warmup: 0 }, 3)).toEqual([1, 1, 1]);
    expect(factors({ name: "constant", warmup: 0.5 }, 8)).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1]);
  });

  test("linear falls to zero just after the last step", () => {
    expect(factors({ name: "linear", warmup: 0 }, 4)).toEqual([1, 0.75, 0.5, 0.25]);
    expect(factors({ name: "linear", warmup: 0.5 }, 4)).toEqual([0.5, 1, 1, 0.5]);
    expect(scheduleFactor({ name: "linear", warmup: 0.1 }, 30, 30)).toBe(0);
  });

  test("cosine is half way down at half of the way", () => {
    // (1 + cos(pi t)) / 2 at t = 0, 1/4, 1/2, 3/4
    const expected = [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2];
    expect(factors({ name: "cosine", warmup: 0 }, 4)).toEqual(close(expected));
    expect(factors({ name: "cosine", warmup: 0.5 }, 8).slice(4)).toEqual(close(expected));
  });

  test("linear with a tenth of warm-up is the peer's formula, wherever that is at most one", () => {
    for (const steps of [1, 7, 10, 40, 43, 240, 2401])
      factors({ name: "linear", warmup: 0.1 }, steps).forEach((factor, i) => {
        const peer = Math.min((i + 1) / (0.1 * steps), (steps - i) / (0.9 * steps));
        expect(factor, `step ${i} of ${steps}`).toBeCloseTo(Math.min(1, peer), 12);
      });
  });

  test("is finite and between zero and one at the edges", () => {
    for (const name of ["constant", "linear", "cosine"] as const)
      for (const warmup of [0, 0.3, 0.99, 1])
        for (const steps of [1, 2, 5])
          for (const factor of factors({ name, warmup }, steps)) {
            expect(factor).toBeGreaterThan(0);
            expect(factor).toBeLessThanOrEqual(1);
          }
  });
});
