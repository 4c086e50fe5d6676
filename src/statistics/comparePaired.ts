/** Two systems on the same documents, compared as this package does where nothing else is asked for. */

import type { Random } from "../core/index.js";
import type { Interval, IntervalOptions } from "./interval.js";
import { jackknifeTTest } from "./jackknife.js";
import { type PairedCounts, pairedCounts } from "./pairedCounts.js";
import { type RandomisationResult, randomisationTest } from "./randomisation.js";

/** A difference between two systems, how sure it is and by which method. */
export interface PairedComparison {
  /** Score of each system, and `a - b`. */
  readonly a: number;
  readonly b: number;
  readonly difference: number;
  /** Of the difference; null for one document, which says nothing of how documents vary. */
  readonly interval: Interval | null;
  readonly intervalMethod: "jackknife, Student's t";
  /** Two-sided, of the hypothesis that it does not matter which system a result is of. */
  readonly p: number;
  readonly pMethod: `approximate randomisation, ${RandomisationResult["method"]}`;
  /** How many documents there are. */
  readonly n: number;
  /** In how many documents the counts differ. With fewer than 5 the interval is not to be relied on. */
  readonly differing: number;
}

/**
 * Compares a score that is made of counts summed over documents. The methods are those whose coverage and rate of false
 * positives hold from 20 documents on (docs/statistics.md).
 * @param options `random`: where exchanges are drawn from; `resamples`: how many exchanges, 9,999 unless given
 * @throws StatisticsError without documents, for counts that do not fit together, or if a score is not finite
 */
export function comparePaired(
  options: PairedCounts &
    IntervalOptions & { readonly random: Random; readonly resamples?: number | undefined },
): PairedComparison {
  const { random, level, resamples } = options;
  const paired = pairedCounts(options);
  const { p, method, estimate } = randomisationTest(paired, { random, resamples });
  return {
    ...paired.scores,
    difference: estimate,
    interval: paired.size < 2 ? null : jackknifeTTest(paired, { level }).interval,
    intervalMethod: "jackknife, Student's t",
    p,
    pMethod: `approximate randomisation, ${method}`,
    n: paired.size,
    differing: paired.differing.length,
  };
}
