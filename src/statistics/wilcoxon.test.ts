import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilcoxon } from "./wilcoxon.js";

const SEED = 20261124;

/** Sum of the ranks of positive differences; a rank is what is smaller, plus half of what is as large, plus one half. */
function positiveSum(differences: readonly number[]): number {
  const rank = (x: number) =>
    differences.reduce((sum, y) => {
      const [size, other] = [Math.abs(x), Math.abs(y)];
      return sum + (other < size ? 1 : other === size ? 0.5 : 0);
    }, 0.5);
  return differences.reduce((sum, x) => (x > 0 ? sum + rank(x) : sum), 0);
}

/** Share of all assignments of signs whose positive sum is as far from its mean. */
function bruteP(differences: readonly number[]): number {
  const found = differences.filter((x) => x !== 0);
  const mean = (found.length * (found.length + 1)) / 4;
  const distance = Math.abs(positiveSum(found) - mean);
  let reached = 0;
  for (let signs = 0; signs < 2 ** found.length; signs++) {
    const signed = found.map((x, i) => ((signs >> i) & 1 ? -x : x));
    if (Math.abs(positiveSum(signed) - mean) >= distance) reached++;
  }
  return reached / 2 ** found.length;
}

const zeros = (n: number) => Array.from({ length: n }, () => 0);

describe("wilcoxon", () => {
  test("gives the published result for depression scores (Hollander & Wolfe 1973)", () => {
    const a = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const b = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    // R: V = 40, one-sided p-value = 0.01953
    const { statistic, p, method, rankBiserial } = wilcoxon(a, b);
    expect({ statistic, method }).toEqual({ statistic: 45 - 40, method: "exact" });
    expect(p).toBeCloseTo(10 / 256, 12);
    expect(rankBiserial).toBeCloseTo((40 - 5) / 45, 12);
  });

  test(`counts every assignment of signs, with ties and zeros, seed ${SEED}`, () => {
    const differences = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(differences, (d) => {
        expect(wilcoxon(d, zeros(d.length)).p).toBeCloseTo(bruteP(d), 12);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("is normal beyond 25 pairs that differ, with the variance that ties leave", () => {
    // 26 differences of one size, 18 above: 13.5 n each, z = (8 - 18) / sqrt(26), p from a table of the normal
    const d = Array.from({ length: 26 }, (_, i) => (i < 18 ? 1 : -1));
    const found = wilcoxon([...d, 0, 0], zeros(28));
    expect(found).toMatchObject({ n: 28, differing: 26, method: "normal" });
    expect(found.statistic).toBe(8 * 13.5);
    expect(found.p).toBeCloseTo(0.04986, 4);
  });

  test.each([[[0]], [[0, 0, 0]], [zeros(40)]])("of equal systems has p = 1: %j", (values) => {
    const equal = { statistic: 0, p: 1, rankBiserial: 0, differing: 0, method: "exact" };
    expect(wilcoxon(values, values)).toMatchObject(equal);
  });

  test("of a single pair has p = 1", () => {
    expect(wilcoxon([1], [0])).toMatchObject({ p: 1, rankBiserial: 1 });
  });

  test("refuses nothing and NaN", () => {
    expect(() => wilcoxon([], [])).toThrow(
      "the number of documents is 0, but it must be at least 1",
    );
    expect(() => wilcoxon([NaN], [1])).toThrow("a[0] is NaN");
  });
});
