/** p-values of several tests, corrected for being several. */

import padjust from "@stdlib/stats-padjust";
import { requireProbabilities } from "./checks.js";

/**
 * Corrected p-values that keep the chance of any false positive, in the order given.
 * @throws StatisticsError if a p-value is outside of [0, 1]
 * @see Holm 1979, A simple sequentially rejective multiple test procedure
 */
export function holm(p: readonly number[]): number[] {
  return adjusted(p, "holm");
}

/**
 * Corrected p-values that keep the expected share of false ones among the positives, in the order given.
 * @throws StatisticsError if a p-value is outside of [0, 1]
 * @see Benjamini & Hochberg 1995, Controlling the false discovery rate
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  return adjusted(p, "bh");
}

function adjusted(p: readonly number[], method: "holm" | "bh"): number[] {
  requireProbabilities(p, "p");
  return p.length === 0 ? [] : padjust([...p], method);
}
