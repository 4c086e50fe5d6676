/** Wilcoxon's signed-rank test. */

import cdf from "@stdlib/stats-base-dists-normal-cdf";
import { requireDocuments } from "./checks.js";
import { differencesOf } from "./moments.js";
import { ranksOf } from "./ranks.js";

/** Up to so many differences that are not 0, all assignments of signs are counted. */
const EXACT = 25;

/** What Wilcoxon's test says. */
export interface WilcoxonResult {
  /** The smaller of the two sums of ranks. */
  readonly statistic: number;
  /** Two-sided, of the hypothesis that differences lie symmetrically about 0. */
  readonly p: number;
  /** (positive sum - negative sum) / all ranks, from -1 to 1; 0 if nothing differs (Kerby 2014). */
  readonly rankBiserial: number;
  readonly n: number;
  /** Pairs that differ. The others are left out, as Wilcoxon did. */
  readonly differing: number;
  readonly method: "exact" | "normal";
}

/**
 * Tests whether `a - b` lies symmetrically about 0. Exact for up to 25 pairs that differ, with ties too; beyond, normal
 * with the variance that ties leave and without a correction for continuity, which is SciPy's default.
 * @throws StatisticsError without pairs, for other lengths, or values that are not finite
 * @see Wilcoxon 1945, Individual comparisons by ranking methods
 */
export function wilcoxon(a: ArrayLike<number>, b: ArrayLike<number>): WilcoxonResult {
  const all = differencesOf(a, b);
  requireDocuments(all.length, 1);
  const differences = all.filter((difference) => difference !== 0);
  const differing = differences.length;
  const ranks = ranksOf(differences.map(Math.abs));
  const total = (differing * (differing + 1)) / 2;
  const positive = ranks.reduce(
    (sum, rank, i) => ((differences[i] as number) > 0 ? sum + rank : sum),
    0,
  );
  const statistic = Math.min(positive, total - positive);
  const exact = differing <= EXACT;
  return {
    ...{ statistic, n: all.length, differing, method: exact ? "exact" : "normal" },
    p: exact ? exactP(ranks, statistic) : normalP(ranks, statistic),
    rankBiserial: differing === 0 ? 0 : (2 * positive - total) / total,
  };
}

/** Twice the share of the assignments of signs whose positive sum is at most `statistic`. */
function exactP(ranks: Float64Array, statistic: number): number {
  // Ties make halves: everything is counted in halves of a rank.
  const most = Math.round(2 * statistic);
  const ways = new Float64Array(most + 1);
  ways[0] = 1;
  for (const rank of ranks) {
    const step = Math.round(2 * rank);
    for (let sum = most; sum >= step; sum--)
      ways[sum] = (ways[sum] as number) + (ways[sum - step] as number);
  }
  return Math.min(1, (2 * ways.reduce((sum, count) => sum + count, 0)) / 2 ** ranks.length);
}

/** The positive sum has the mean sum(r)/2 and the variance sum(r^2)/4, whatever the ties. */
function normalP(ranks: Float64Array, statistic: number): number {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4;
  return 2 * cdf((statistic - mean) / Math.sqrt(variance), 0, 1);
}
