/** What every statistic asks of its input. */

import { StatisticsError } from "./error.js";

/** Refuses NaN and infinities. @param name what the values are, for the message */
export function requireFinite(values: ArrayLike<number>, name: string): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new StatisticsError(
        {},
        `${name}[${i}] is ${values[i]}, but every value must be a finite number`,
        "Leave out what has no value, or decide which value it shall count as",
      );
}

/** Refuses pairs that are not pairs. */
export function requireEqualLength(a: ArrayLike<unknown>, b: ArrayLike<unknown>): void {
  if (a.length !== b.length)
    throw new StatisticsError(
      {},
      `${a.length} values were given for one system and ${b.length} for the other`,
      "Give both systems' values for the same documents, in the same order",
    );
}

/** Refuses fewer documents than the method can work with. */
export function requireDocuments(n: number, least: number): void {
  if (!(n >= least))
    throw new StatisticsError(
      {},
      `the number of documents is ${n}, but it must be at least ${least}`,
      "Score on more documents",
    );
}

/** Refuses what is no number of resamples. */
export function requireResamples(resamples: number): void {
  if (!(Number.isSafeInteger(resamples) && resamples >= 1))
    throw new StatisticsError(
      {},
      `${resamples} resamples were asked for`,
      "Ask for a whole number; 9999 is usual",
    );
}

/** Refuses what is not strictly between 0 and 1. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1))
    throw new StatisticsError(
      {},
      `the level is ${level}, but it must lie between 0 and 1`,
      "Use 0.95 for an interval of 95 %",
    );
}

/** Refuses values outside of [0, 1]. @param name what the values are, for the message */
export function requireProbabilities(values: ArrayLike<number>, name: string): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!(value >= 0 && value <= 1))
      throw new StatisticsError(
        {},
        `${name}[${i}] is ${value}, but every value must lie in [0, 1]`,
        "Give probabilities, not percentages or logarithms",
      );
  }
}
