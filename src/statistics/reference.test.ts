/** Tests, intervals, corrections and divergences against SciPy's and statsmodels'. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { createRandom } from "../core/index.js";
import { bcaInterval, bootstrap } from "./bootstrap.js";
import { benjaminiHochberg, holm } from "./corrections.js";
import { klDivergence, totalVariation } from "./divergence.js";
import { cohensDz } from "./effectSizes.js";
import { pairedTTest } from "./tTest.js";
import { wilcoxon } from "./wilcoxon.js";

interface Reference {
  readonly paired: readonly {
    readonly a: number[];
    readonly b: number[];
    readonly t: number;
    readonly p: number;
    readonly ci95: [number, number];
    readonly wilcoxon: number;
    readonly wilcoxonP: number;
    readonly wilcoxonMethod: string;
    readonly bca95: [number, number];
    readonly cohensDz: number;
  }[];
  readonly corrections: readonly { p: number[]; holm: number[]; benjaminiHochberg: number[] }[];
  readonly divergence: readonly {
    p: number[];
    q: number[];
    klNats: number;
    totalVariation: number;
  }[];
}

const SEED = 20261123;
const RESAMPLES = 20_000;

function expectEqual(found: readonly number[], wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, i) => {
    const reference = wanted[i] as number;
    expect(Math.abs(value - reference)).toBeLessThanOrEqual(
      1e-6 * Math.max(1, Math.abs(reference)),
    );
  });
}

describe.each(fixtureRoots("statistics/cases.json"))("$name reference values", ({ path }) => {
  const { paired, corrections, divergence } = JSON.parse(readFileSync(path, "utf8")) as Reference;

  test("pairedTTest gives t, p and the interval of ttest_rel", () => {
    for (const { a, b, t, p, ci95 } of paired) {
      const found = pairedTTest(a, b);
      expectEqual([found.t, found.p, found.interval.low, found.interval.high], [t, p, ...ci95]);
    }
  });

  test("wilcoxon gives the statistic, p and the method", () => {
    for (const { a, b, wilcoxon: statistic, wilcoxonP, wilcoxonMethod } of paired) {
      const found = wilcoxon(a, b);
      expectEqual([found.statistic, found.p], [statistic, wilcoxonP]);
      expect(wilcoxonMethod.startsWith(found.method)).toBe(true);
    }
  });

  test("cohensDz is the mean by the standard deviation of the differences", () => {
    for (const { a, b, cohensDz: d } of paired) expectEqual([cohensDz(a, b)], [d]);
  });

  test(`bcaInterval differs from SciPy's by Monte-Carlo error alone, seed ${SEED}`, () => {
    paired.forEach(({ a, b, bca95 }, i) => {
      const differences = a.map((value, j) => value - (b[j] as number));
      const statistic = (documents: Int32Array) =>
        documents.reduce((sum, document) => sum + (differences[document] as number), 0) /
        documents.length;
      const random = createRandom(SEED).stream("bca", i);
      const resampled = bootstrap({ size: a.length, statistic }, { random, resamples: RESAMPLES });
      const { low, high } = bcaInterval(resampled);
      const sigma = monteCarloError(resampled.values);
      expect(Math.abs(low - bca95[0])).toBeLessThan(5 * sigma);
      expect(Math.abs(high - bca95[1])).toBeLessThan(5 * sigma);
    });
  });

  test("holm and benjaminiHochberg give statsmodels' p-values", () => {
    for (const { p, holm: byHolm, benjaminiHochberg: byBH } of corrections) {
      expectEqual(holm(p), byHolm);
      expectEqual(benjaminiHochberg(p), byBH);
    }
  });

  test("klDivergence and totalVariation", () => {
    for (const { p, q, klNats, totalVariation: variation } of divergence)
      expectEqual([klDivergence(p, q), totalVariation(p, q)], [klNats, variation]);
  });
});

/**
 * Standard deviation of the difference of two independent BCa ends. A quantile of B normal values varies by
 * sqrt(q (1 - q) / B) / density(z), and the median bias, of which the end moves by two, by sqrt(1 / 4 / B) / density(0).
 */
function monteCarloError(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
  );
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const end = Math.sqrt((0.025 * 0.975) / RESAMPLES) / density(1.96);
  const bias = (2 * Math.sqrt(1 / 4 / RESAMPLES)) / density(0);
  return deviation * Math.sqrt(2 * (end ** 2 + bias ** 2));
}
