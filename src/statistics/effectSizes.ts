/** How large a difference is, beside whether it is there. */

import { requireDocuments, requireFinite } from "./checks.js";
import { differencesOf, meanOf, varianceOf } from "./moments.js";

/**
 * Mean of `a - b` by the standard deviation of `a - b` (Cohen's d for pairs, d_z). 0 where nothing differs, infinite
 * where every pair differs by the same.
 * @throws StatisticsError for fewer than two pairs, other lengths, or values that are not finite
 * @see Cohen 1988, Statistical power analysis, section 2.3.5
 */
export function cohensDz(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const differences = differencesOf(a, b);
  requireDocuments(differences.length, 2);
  const mean = meanOf(differences);
  return mean === 0 ? 0 : mean / Math.sqrt(varianceOf(differences));
}

/**
 * d_z times 1 - 3 / (4 (n - 1) - 1), which takes most of its bias with few pairs away.
 * @throws StatisticsError as {@link cohensDz}
 * @see Hedges 1981, Distribution theory for Glass's estimator of effect size
 */
export function hedgesGz(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return cohensDz(a, b) * (1 - 3 / (4 * (a.length - 1) - 1));
}

/**
 * Chance that a value of `a` is above one of `b`, minus the chance that it is below, over all pairs of values.
 * @throws StatisticsError if either is empty or a value is not finite
 * @see Cliff 1993, Dominance statistics
 */
export function cliffsDelta(a: ArrayLike<number>, b: ArrayLike<number>): number {
  requireDocuments(Math.min(a.length, b.length), 1);
  requireFinite(a, "a");
  requireFinite(b, "b");
  let above = 0;
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) above += Math.sign((a[i] as number) - (b[j] as number));
  return above / (a.length * b.length);
}
