/** An interval for an unknown value. */

/** Both ends belong to it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What intervals are asked for. */
export interface IntervalOptions {
  /** How often they shall hold the true value: .95 unless given. */
  readonly level?: number | undefined;
}
