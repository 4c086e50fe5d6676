/** The bootstrap over documents: intervals of any statistic of them. */

import cdf from "@stdlib/stats-base-dists-normal-cdf";
import quantile from "@stdlib/stats-base-dists-normal-quantile";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import type { Random } from "../core/index.js";
import { requireDocuments, requireLevel, requireResamples } from "./checks.js";
import type { Interval, IntervalOptions } from "./interval.js";
import { estimateOf, finite, leaveOneOut, type Sample } from "./jackknife.js";
import { meanOf } from "./moments.js";

/** Statistics of documents that were drawn again and again with replacement. */
export interface Bootstrap {
  readonly sample: Sample;
  /** The statistic of the documents themselves. */
  readonly estimate: number;
  /** Those of the resamples, ascending. */
  readonly values: Float64Array;
}

/**
 * Draws documents with replacement and makes the statistic of each draw. Systems that are compared are resampled
 * together, since the statistic gets documents and not their scores.
 * @param options `random`: the same one gives the same draws, whatever it was used for before; `resamples`: 9,999
 *   unless given
 * @throws StatisticsError for fewer than two documents, or if the statistic is not finite
 * @see Efron 1979, Bootstrap methods: another look at the jackknife
 */
export function bootstrap(
  sample: Sample,
  {
    random,
    resamples = 9999,
  }: { readonly random: Random; readonly resamples?: number | undefined },
): Bootstrap {
  const { size, statistic } = sample;
  requireDocuments(size, 2);
  requireResamples(resamples);
  const drawn = random.stream("bootstrap");
  const documents = new Int32Array(size);
  const values = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < size; i++) documents[i] = drawn.below(size);
    values[b] = finite(statistic(documents), `resample ${b}`);
  }
  return { sample, estimate: estimateOf(sample), values: values.sort() };
}

/** The middle of the resampled values. Too narrow with few documents. @see Efron & Tibshirani 1993, chapter 13 */
export function percentileInterval(
  { values }: Bootstrap,
  { level = 0.95 }: IntervalOptions = {},
): Interval {
  requireLevel(level);
  return between(values, (1 - level) / 2, (1 + level) / 2);
}

/**
 * The percentile interval at a level so much higher that it is as wide as Student's t would have it, and the variance
 * of resamples no longer (n - 1)/n too small.
 * @see Hesterberg 2015, What teachers should know about the bootstrap, section 3.2
 */
export function expandedInterval(
  { sample: { size }, values }: Bootstrap,
  { level = 0.95 }: IntervalOptions = {},
): Interval {
  requireLevel(level);
  const tail = cdf(Math.sqrt(size / (size - 1)) * tQuantile((1 - level) / 2, size - 1), 0, 1);
  return between(values, tail, 1 - tail);
}

/**
 * Bias-corrected and accelerated: percentiles that are moved by the median bias of the resamples and by the skewness of
 * what documents add.
 * @see Efron 1987, Better bootstrap confidence intervals
 */
export function bcaInterval(
  { sample, estimate, values }: Bootstrap,
  { level = 0.95 }: IntervalOptions = {},
): Interval {
  requireLevel(level);
  const bias = quantile(shareBelow(values, estimate), 0, 1);
  // Where no resample is on one side of the estimate, nothing can be said of that side.
  if (!Number.isFinite(bias)) return between(values, 0, 1);
  const acceleration = accelerationOf(leaveOneOut(sample));
  const moved = (share: number) => {
    const z = bias + quantile(share, 0, 1);
    return cdf(bias + z / (1 - acceleration * z), 0, 1);
  };
  return between(values, moved((1 - level) / 2), moved((1 + level) / 2));
}

/** Values that equal the limit count one half. */
function shareBelow(values: Float64Array, limit: number): number {
  const below = values.reduce((sum, value) => sum + (1 + Math.sign(limit - value)) / 2, 0);
  return below / values.length;
}

/** A sixth of the skewness of the influence of documents; 0 where none has any. */
function accelerationOf(leftOut: Float64Array): number {
  const mean = meanOf(leftOut);
  const influences = leftOut.map((value) => mean - value);
  const squares = influences.reduce((sum, value) => sum + value ** 2, 0);
  const cubes = influences.reduce((sum, value) => sum + value ** 3, 0);
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function between(values: Float64Array, low: number, high: number): Interval {
  return { low: quantileOf(values, low), high: quantileOf(values, high) };
}

/** Interpolated between the neighbouring values, as NumPy does. @param values ascending */
function quantileOf(values: Float64Array, share: number): number {
  const place = share * (values.length - 1);
  const at = Math.floor(place);
  const value = values[at] as number;
  return value + (place - at) * ((values[Math.min(at + 1, values.length - 1)] as number) - value);
}
