/** From an estimate and its standard error to a p-value and an interval, by Student's t. */

import cdf from "@stdlib/stats-base-dists-t-cdf";
import quantile from "@stdlib/stats-base-dists-t-quantile";
import { requireLevel } from "./checks.js";
import type { Interval, IntervalOptions } from "./interval.js";

/** What a test by Student's t says. */
export interface StudentResult {
  /** What is estimated: a mean difference, or a difference of scores. */
  readonly estimate: number;
  readonly standardError: number;
  /** Estimate by standard error; 0 where both are 0, infinite where only the error is. */
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided, of the hypothesis that the true value is 0. */
  readonly p: number;
  readonly interval: Interval;
  /** How many values the standard error was made of. */
  readonly n: number;
}

/**
 * Two-sided test and interval.
 * @param options `n`: values, one more than there are degrees of freedom
 * @throws StatisticsError if the level is not between 0 and 1
 */
export function studentResult(
  options: IntervalOptions & Pick<StudentResult, "estimate" | "standardError" | "n">,
): StudentResult {
  const { estimate, standardError, n, level = 0.95 } = options;
  requireLevel(level);
  const degreesOfFreedom = n - 1;
  const t = estimate === 0 ? 0 : estimate / standardError;
  const reach = standardError * quantile((1 + level) / 2, degreesOfFreedom);
  return {
    ...{ estimate, standardError, t, degreesOfFreedom, n },
    p: 2 * cdf(-Math.abs(t), degreesOfFreedom),
    interval: { low: estimate - reach, high: estimate + reach },
  };
}
