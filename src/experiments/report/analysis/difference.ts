/** Two systems on the same documents: the difference of a score, how sure and how large it is. */

import type { Random } from "../../../core/index.js";
import {
  comparePaired,
  type Interval,
  jackknifeTTest,
  type PairedComparison,
  pairedCounts,
} from "../../../statistics/index.js";
import type { ScoreName } from "../../scores.js";
import { countsFor, type SystemCounts } from "./scores.js";

/** Difference of one score of two systems. */
export interface Difference {
  readonly score: ScoreName;
  /** `a` is the system, `b` what it is compared with. */
  readonly comparison: PairedComparison;
  /**
   * Difference by the standard deviation of what each document adds to it (jackknife pseudo-values): Cohen's d for
   * pairs, where the score is a mean of documents. Null where it has no value.
   */
  readonly effect: number | null;
  /** Documents in which the counts differ. */
  readonly differing: readonly string[];
}

/** A pair of systems; both with the same documents in the same order. */
export interface Pair {
  readonly system: SystemCounts;
  readonly baseline: SystemCounts;
}

/**
 * Compares a score.
 * @param options `only`: types that count; all unless given
 * @returns undefined where nothing is annotated
 */
export function differenceOf(
  score: ScoreName,
  { system, baseline }: Pair,
  options: {
    readonly random: Random;
    readonly resamples: number;
    readonly only?: ReadonlySet<string> | undefined;
  },
): Difference | undefined {
  const counts = countsFor(score, [system, baseline], options);
  if (counts === undefined) return undefined;
  const [a = [], b = []] = counts.rows;
  const pair = { a, b, score: counts.score };
  const comparison = comparePaired({ ...pair, ...options });
  const paired = pairedCounts(pair);
  const effect = paired.size < 2 ? null : jackknifeTTest(paired).t / Math.sqrt(paired.size);
  return {
    ...{ score, comparison },
    effect: effect !== null && Number.isFinite(effect) ? effect : null,
    differing: Array.from(paired.differing, (place) => system.documents[place] as string),
  };
}

/** A difference with its interval, jackknife by document; undefined where nothing is annotated. */
export function intervalOf(
  score: ScoreName,
  { system, baseline }: Pair,
  options: { readonly only?: ReadonlySet<string> | undefined },
): { readonly difference: number; readonly interval: Interval | null } | undefined {
  const counts = countsFor(score, [system, baseline], options);
  if (counts === undefined) return undefined;
  const [a = [], b = []] = counts.rows;
  const paired = pairedCounts({ a, b, score: counts.score });
  return {
    difference: paired.scores.a - paired.scores.b,
    interval: paired.size < 2 ? null : jackknifeTTest(paired).interval,
  };
}

/** Fewest exchanges that are drawn for one test. */
const RESAMPLES = 9_999;
/** Most of them. */
const MOST_RESAMPLES = 99_999;

/** How many exchanges to draw, so that a p-value can stay below .01 after Holm's correction for so many tests. */
export function resamplesFor(tests: number): number {
  return Math.min(MOST_RESAMPLES, Math.max(RESAMPLES, 100 * tests - 1));
}
