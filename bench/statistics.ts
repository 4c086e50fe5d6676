/** Medians of both sides, the number with the goal, and how far it spreads over the rounds. */

import type { Comparison, Goal } from "./benchmark.js";

/** Both sides put together. */
export interface Compared {
  /** Median over the rounds. */
  readonly ours: number;
  readonly theirs?: number;
  /** Of the medians; absent without the other side. */
  readonly figure?: number;
  /** Smallest and largest of the figures that each round alone would give. */
  readonly range?: readonly [number, number];
}

/** Middle value; of an even count the mean of the two in the middle. @throws RangeError without values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("there is no median of 0 values");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/**
 * Compares the rounds of two sides.
 * @param theirs empty if the other side could not be run, or there is none
 */
export function compare(
  comparison: Comparison,
  { ours, theirs }: { readonly ours: readonly number[]; readonly theirs: readonly number[] },
): Compared {
  const sides = {
    ours: median(ours),
    ...(theirs.length > 0 ? { theirs: median(theirs) } : {}),
  };
  if (comparison !== "ours" && theirs.length === 0) return sides;
  const figures = ours.map((value, round) => figureOf(comparison, value, theirs[round] ?? 0));
  return {
    ...sides,
    figure: figureOf(comparison, sides.ours, sides.theirs ?? 0),
    range: [Math.min(...figures), Math.max(...figures)],
  };
}

function figureOf(comparison: Comparison, ours: number, theirs: number): number {
  switch (comparison) {
    case "ours":
      return ours;
    case "ours / theirs":
      return ours / theirs;
    case "theirs / ours":
      return theirs / ours;
    case "theirs - ours":
      return theirs - ours;
  }
}

/** Whether a figure is where it shall be. */
export function isReached(figure: number, goal: Goal): boolean {
  return "atLeast" in goal ? figure >= goal.atLeast : figure <= goal.atMost;
}
