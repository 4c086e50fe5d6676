import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { type Exchange, randomisationTest } from "./randomisation.js";

const SEED = 20261126;
const random = createRandom(SEED);

const sumOf = (differences: readonly number[]): Exchange => ({
  size: differences.length,
  difference: (exchanged) =>
    differences.reduce((sum, value, i) => sum + (exchanged[i] === 1 ? -value : value), 0),
});

/** Share of all assignments of signs with a sum as large; whole numbers, so that nothing is rounded. */
function bruteP(differences: readonly number[]): number {
  let sums = [0];
  for (const value of differences) sums = sums.flatMap((sum) => [sum + value, sum - value]);
  const estimate = Math.abs(differences.reduce((sum, value) => sum + value, 0));
  return sums.filter((sum) => Math.abs(sum) >= estimate).length / sums.length;
}

describe("randomisationTest", () => {
  test(`counts all assignments of few documents, seed ${SEED}`, () => {
    const differences = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(differences, (values) => {
        const found = randomisationTest(sumOf(values), { random });
        expect(found.p).toBe(bruteP(values));
        expect(found).toMatchObject({ method: "exact", assignments: 2 ** (values.length - 1) });
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test(`sees that sums are as large although they are rounded, seed ${SEED}`, () => {
    const tenths = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(tenths, (values) => {
        const rounded = values.map((value) => value / 10);
        expect(randomisationTest(sumOf(rounded), { random }).p).toBe(bruteP(values));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test("draws assignments where there are too many, and comes close", () => {
    const values = [5, 3, -2, 4, 1, 6, -1, 2, 3, -4, 2, 1];
    const exact = bruteP(values);
    const options = { random: random.stream("drawn"), resamples: 1999 };
    const found = randomisationTest(sumOf(values), options);
    expect(found).toMatchObject({ method: "sampled", assignments: 2000, n: 12 });
    expect(Math.abs(found.p - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 2000));
    expect(randomisationTest(sumOf(values), options)).toEqual(found);
  });

  test("needs to look only at documents that differ", () => {
    const values = Array.from({ length: 200 }, (_, i) => (i % 40 === 7 ? i : 0));
    const differing = Int32Array.from([7, 47, 87, 127, 167]);
    const found = randomisationTest({ ...sumOf(values), differing }, { random });
    expect(found).toMatchObject({ method: "exact", assignments: 16, p: 2 / 32, n: 200 });
  });

  test("of equal systems has p = 1, and of a single document too", () => {
    const differing = new Int32Array(0);
    expect(randomisationTest({ ...sumOf([0, 0]), differing }, { random }).p).toBe(1);
    const many = Array.from({ length: 30 }, () => 0);
    expect(randomisationTest(sumOf(many), { random, resamples: 99 }).p).toBe(1);
    expect(randomisationTest(sumOf([3]), { random }).p).toBe(1);
  });

  test("never gives p = 0, however large the difference", () => {
    const values = Array.from({ length: 100 }, () => 1);
    expect(randomisationTest(sumOf(values), { random, resamples: 99 }).p).toBe(1 / 100);
  });

  test("refuses nothing and differences without a value", () => {
    expect(() => randomisationTest(sumOf([]), { random })).toThrow("the number of documents is 0");
    expect(() => randomisationTest(sumOf([NaN]), { random })).toThrow(
      "the statistic of the documents is NaN",
    );
    expect(() => randomisationTest(sumOf([1]), { random, resamples: 0 })).toThrow(
      "0 resamples were asked for. Ask for a whole number; 9999 is usual.",
    );
  });
});
