/** Interval of the difference between two systems' shares on the same trials, such as their recalls of one type. */

import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { requireDocuments, requireLevel } from "./checks.js";
import type { Interval } from "./interval.js";
import { type RepeatedTrials, requireHits } from "./wilson.js";

/** What both systems hit of the same trials in one document. */
export interface PairedHits {
  readonly a: number;
  readonly b: number;
  readonly trials: number;
}

/** A difference of shares with its interval. */
export interface ShareDifference {
  /** Share of `a` minus share of `b`; null without trials. */
  readonly difference: number | null;
  readonly interval: Interval;
  /** How many trials there were. */
  readonly n: number;
  readonly documents: number;
}

/**
 * Holds for rare types too, where the systems differ in a few mentions or in none and a bootstrap gives an interval of
 * no width: two trials are added, of which one is hit by `a` alone and one by `b` alone (Bonett & Price 2012, here with
 * the variance between documents and Student's t). It errs on the wide side when trials are few; without any it is
 * [-1, 1].
 * @param documents counts of each document, also of those without trials
 * @param options `repeats`: how often each trial was made, as in {@link wilsonByDocument}
 * @throws StatisticsError for fewer than two documents, counts that are negative or not whole, or more hits than trials
 * @see Bonett & Price 2012, Adjusted Wald confidence interval for a difference of binomial proportions based on paired
 *   data
 */
export function shareDifference(
  documents: readonly PairedHits[],
  { level = 0.95, repeats = 1 }: RepeatedTrials = {},
): ShareDifference {
  requireLevel(level);
  requireDocuments(documents.length, 2);
  for (const { a, b, trials } of documents) {
    requireHits({ hits: a, trials });
    requireHits({ hits: b, trials });
  }
  const n = documents.reduce((sum, { trials }) => sum + trials, 0);
  const gained = documents.reduce((sum, { a, b }) => sum + a - b, 0);
  const middle = gained / (n + 2 * repeats);
  // The variance of a ratio, linearised: each document adds (a - b) - middle * trials, the added trials 1 and -1.
  const between = documents.reduce(
    (sum, { a, b, trials }) => sum + (a - b - middle * trials) ** 2,
    0,
  );
  const squares =
    (documents.length / (documents.length - 1)) * between +
    repeats ** 2 * ((1 - middle) ** 2 + (1 + middle) ** 2);
  const reach =
    (tQuantile((1 + level) / 2, documents.length - 1) * Math.sqrt(squares)) / (n + 2 * repeats);
  return {
    difference: n === 0 ? null : gained / n,
    interval:
      n === 0
        ? { low: -1, high: 1 }
        : { low: Math.max(-1, middle - reach), high: Math.min(1, middle + reach) },
    ...{ n, documents: documents.length },
  };
}
