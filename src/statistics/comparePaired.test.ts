import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { comparePaired } from "./comparePaired.js";
import { pairedTTest } from "./tTest.js";

const random = createRandom(20261127);
const mean = (sums: ArrayLike<number>) => (sums[0] as number) / (sums[1] as number);
const documents = (values: readonly number[]) => values.map((value) => [value, 1]);

describe("comparePaired", () => {
  test("of means is the t interval, with the exact p-value of few documents", () => {
    const [a, b] = [
      [5, 7, 6, 9],
      [4, 5, 7, 5],
    ];
    const found = comparePaired({ a: documents(a), b: documents(b), score: mean, random });
    const { low, high } = pairedTTest(a, b).interval;
    expect(found.interval?.low).toBeCloseTo(low, 10);
    expect(found.interval?.high).toBeCloseTo(high, 10);
    // differences 1, 2, -1, 4 sum to 6; of the 8 sign pairs only all positive (8) and this one reach it, and 4+2+1-1 too
    expect(found).toMatchObject({
      ...{ a: 6.75, b: 5.25, difference: 1.5, p: 3 / 8, n: 4, differing: 4 },
      ...{ intervalMethod: "jackknife, Student's t", pMethod: "approximate randomisation, exact" },
    });
  });

  test("of one system with itself has p = 1 and an interval of no width", () => {
    const same = documents([1, 2, 3]);
    const found = comparePaired({ a: same, b: same, score: mean, random });
    expect(found).toMatchObject({ p: 1, interval: { low: 0, high: 0 }, differing: 0 });
  });

  test("of one document has no interval", () => {
    const found = comparePaired({ a: documents([1]), b: documents([2]), score: mean, random });
    expect(found).toMatchObject({ n: 1, p: 1, interval: null, difference: -1 });
  });
});
