/** Mean, variance and differences of plain numbers. */

import { requireEqualLength, requireFinite } from "./checks.js";

/** Arithmetic mean; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Sum of the squared distances from the mean. */
export function squaresOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - mean) ** 2;
  return sum;
}

/** Unbiased variance, of two values or more. */
export function varianceOf(values: ArrayLike<number>): number {
  return squaresOf(values) / (values.length - 1);
}

/** `a - b`, pair by pair. @throws StatisticsError if lengths differ or a value is not finite */
export function differencesOf(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  requireEqualLength(a, b);
  requireFinite(a, "a");
  requireFinite(b, "b");
  return Float64Array.from(a, (value, i) => value - (b[i] as number));
}
