/** The rule, on cases that can be worked by hand: five documents of one trial each, whose score is a mean. */

import { describe, expect, test } from "vitest";
import { createRandom } from "../../core/index.js";
import { chooseSystem } from "./chooseSystem.js";

/** Share of hits. */
const score = (sums: Float64Array) => (sums[0] as number) / (sums[1] as number);

const system = (...hits: number[]) => ({ counts: hits.map((hit) => [hit, 1]) });

const choose = (...systems: { counts: number[][] }[]) =>
  chooseSystem(systems, { score, random: createRandom(1) });

/**
 * Mean .8. The standard error of a mean is the root of (sum of squared deviations) / (n (n - 1)):
 * (4 * .04 + .64) / 20 = .04, so .2, and what is not below .6 is within it.
 */
const BEST = system(1, 1, 1, 1, 0);

describe("chooseSystem", () => {
  test("takes the simplest that is within one standard error of the best", () => {
    const decision = choose(system(1, 1, 0, 0, 0), system(1, 1, 1, 0.25, 0), BEST);
    expect(decision).toMatchObject({ chosen: 1, best: 2 });
  });

  test("takes the best where everything simpler is further away", () => {
    const decision = choose(system(1, 1, 0, 0, 0), system(1, 1, 0.75, 0, 0), BEST);
    expect(decision).toMatchObject({ chosen: 2, best: 2 });
  });

  test("does not look at what is less simple than the best", () => {
    expect(choose(BEST, system(1, 1, 1, 0.9, 0))).toMatchObject({ chosen: 0, best: 0 });
  });

  test("takes the error of the best, not that of the simpler one", () => {
    // Mean .8 without any variation: nothing below is within its error.
    const sure = system(0.8, 0.8, 0.8, 0.8, 0.8);
    expect(choose(system(1, 1, 1, 0.9, 0), sure)).toMatchObject({ chosen: 1, best: 1 });
  });

  test("calls the first of equal ones the best", () => {
    expect(choose(system(0, 1, 0, 1, 0), BEST, system(0, 1, 1, 1, 1))).toMatchObject({ best: 1 });
  });

  test("takes the first where nothing was hit", () => {
    const none = system(0, 0, 0, 0, 0);
    expect(choose(none, none)).toMatchObject({ chosen: 0, best: 0 });
  });

  test("rates each by its own error, and by the paired difference to the chosen one", () => {
    const [first, second] = choose(system(1, 1, 0, 0, 0), BEST).rated;
    expect(second).toMatchObject({ n: 5, difference: null });
    expect(second?.score).toBeCloseTo(0.8, 12);
    expect(second?.standardError).toBeCloseTo(0.2, 12);
    expect(second?.interval.high).toBeCloseTo(0.8 + 2.7764451 * 0.2, 6); // t of 4 degrees of freedom
    expect(first?.difference).toMatchObject({ n: 5, differing: 2, p: 0.5 }); // 2 of 4 exchanges are as far apart
    expect(first?.difference?.difference).toBeCloseTo(-0.4, 12);
  });

  test("refuses a single document, which says nothing of how documents vary", () => {
    expect(() => choose(system(1))).toThrow(
      "the number of documents is 1, but it must be at least 2",
    );
  });
});
