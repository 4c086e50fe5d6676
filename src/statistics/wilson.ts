/** Intervals of a share, such as the recall of one type. */

import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { requireLevel } from "./checks.js";
import { StatisticsError } from "./error.js";
import type { Interval, IntervalOptions } from "./interval.js";

/** What was counted: so many hits of so many trials. */
export interface Hits {
  readonly hits: number;
  readonly trials: number;
}

/** A share with its interval. */
export interface Proportion extends Interval {
  /** `hits / trials`; null of nothing. */
  readonly share: number | null;
  /** How many trials there were. */
  readonly n: number;
}

/** Trials that were made several times, and count as one. */
export interface RepeatedTrials extends IntervalOptions {
  readonly repeats?: number | undefined;
}

/**
 * Interval of a share whose trials are independent. Of nothing it is everything, [0, 1].
 * @throws StatisticsError for counts that are negative, not whole, or more hits than trials
 * @see Wilson 1927, Probable inference, the law of succession, and statistical inference
 */
export function wilson(counts: Hits, { level = 0.95 }: IntervalOptions = {}): Proportion {
  requireLevel(level);
  requireHits(counts);
  const { hits, trials } = counts;
  return around({ hits, trials, effective: trials, z: normalQuantile((1 + level) / 2, 0, 1) });
}

/**
 * Wilson's interval of a share whose trials come in documents, where one is easier than the other: mentions of a
 * document are hit or missed together, so that they say less than as many independent ones. It is made for the number
 * of independent trials that would vary as much, at most all, with Student's t for the number of documents.
 * @param documents counts of each document, also of those without trials
 * @param options `repeats`: how often each trial was made, such as with several seeds of training, 1 unless given (a mean
 *   where that varies); repeated trials count as one at most
 * @throws StatisticsError as {@link wilson}
 * @see Korn & Graubard 1998, Confidence intervals for proportions with small expected number of positive counts
 */
export function wilsonByDocument(
  documents: readonly Hits[],
  { level = 0.95, repeats = 1 }: RepeatedTrials = {},
): Proportion {
  requireLevel(level);
  documents.forEach(requireHits);
  const n = documents.length;
  const hits = documents.reduce((sum, document) => sum + document.hits, 0);
  const trials = documents.reduce((sum, document) => sum + document.trials, 0);
  const independent = trials / repeats;
  if (n < 2)
    return around({
      ...{ hits, trials, effective: independent, z: normalQuantile((1 + level) / 2, 0, 1) },
    });
  const share = hits / trials;
  // Variance of the ratio, linearised, beside that of as many independent trials; 0 / 0 without hits or misses.
  const squares = documents.reduce((sum, one) => sum + (one.hits - share * one.trials) ** 2, 0);
  const designEffect = ((n / (n - 1)) * squares) / (trials * share * (1 - share));
  const effective = designEffect > repeats ? trials / designEffect : independent;
  return around({ hits, trials, effective, z: tQuantile((1 + level) / 2, n - 1) });
}

/** Refuses counts that cannot be. */
export function requireHits({ hits, trials }: Hits): void {
  const whole = Number.isSafeInteger(hits) && Number.isSafeInteger(trials);
  if (!whole || hits < 0 || hits > trials)
    throw new StatisticsError(
      {},
      `${hits} hits of ${trials} trials are no counts`,
      "Give whole numbers, with no more hits than trials",
    );
}

/** The shares s with |hits/trials - s| <= z sqrt(s (1 - s) / effective). */
function around(options: Hits & { readonly effective: number; readonly z: number }): Proportion {
  const { hits, trials, effective: n, z } = options;
  if (trials === 0) return { share: null, n: 0, low: 0, high: 1 };
  const share = hits / trials;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const reach =
    (z * Math.sqrt((share * (1 - share)) / n + ((z / n) * z) / (4 * n))) / (1 + (z * z) / n);
  return {
    ...{ share, n: trials },
    low: hits === 0 ? 0 : middle - reach,
    high: hits === trials ? 1 : middle + reach,
  };
}
