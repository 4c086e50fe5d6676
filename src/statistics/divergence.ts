/** How far one distribution over classes is from another. */

import { StatisticsError } from "./error.js";

/**
 * Kullback-Leibler divergence sum p ln(p / q) in nats: what it costs to take `q` for `p`. Infinite where `q` denies
 * what `p` has. Counts are turned into shares.
 * @throws StatisticsError if lengths differ, a value is negative or not finite, or a sum is 0
 * @see Kullback & Leibler 1951
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  requireEqualClasses(p, q);
  const [ps, qs] = [sharesOf(p, "p"), sharesOf(q, "q")];
  return ps.reduce((sum, x, i) => (x === 0 ? sum : sum + x * Math.log(x / (qs[i] as number))), 0);
}

/**
 * Half the sum of |p - q|: the largest difference in the probability of any set of classes, from 0 to 1. Counts are
 * turned into shares.
 * @throws StatisticsError as {@link klDivergence}
 */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  requireEqualClasses(p, q);
  const [ps, qs] = [sharesOf(p, "p"), sharesOf(q, "q")];
  return ps.reduce((sum, x, i) => sum + Math.abs(x - (qs[i] as number)), 0) / 2;
}

function requireEqualClasses(p: ArrayLike<number>, q: ArrayLike<number>): void {
  if (p.length !== q.length)
    throw new StatisticsError(
      {},
      `p has ${p.length} classes and q has ${q.length}`,
      "Give both over the same classes, in the same order",
    );
}

function sharesOf(values: ArrayLike<number>, name: string): Float64Array {
  const shares = Float64Array.from(values);
  const bad = shares.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (bad >= 0)
    throw new StatisticsError(
      {},
      `${name}[${bad}] is ${shares[bad]}, but shares and counts are finite and not negative`,
      "Give one share or count for each class",
    );
  const sum = shares.reduce((total, value) => total + value, 0);
  if (sum === 0)
    throw new StatisticsError(
      {},
      `the ${shares.length} values of ${name} sum to 0, so they are no distribution`,
      "Leave out what was never counted",
    );
  return shares.map((value) => value / sum);
}
