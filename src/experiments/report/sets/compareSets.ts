/** Two sets of predictions on one gold, analysed as the systems of an experiment are. */

import { createRandom } from "../../../core/index.js";
import { holm } from "../../../statistics/index.js";
import { SCORE_NAMES, type ScoreName } from "../../scores.js";
import type { Family } from "../analysis/comparisons.js";
import { differenceOf, resamplesFor } from "../analysis/difference.js";
import { type SystemResult, scoresOf } from "../analysis/results.js";
import type { SystemCounts } from "../analysis/scores.js";
import { recallByType, type TypeRecall } from "../analysis/typeRecall.js";
import { type AnnotatedSet, scoreSets } from "./scoreSets.js";

/** What there is to say of two sets of predictions. */
export interface SetComparison {
  readonly gold: string;
  readonly documents: number;
  readonly scores: readonly ScoreName[];
  /** Of both sets. */
  readonly results: readonly SystemResult[];
  /** The second against the first. */
  readonly family: Family;
  /** Support: gold mentions. Differences: the second minus the first. */
  readonly types: readonly TypeRecall[];
}

/**
 * Compares the second set with the first.
 * @param options `scores`: those to show and to test; all unless given
 * @throws ExperimentError as {@link scoreSets}
 */
export function compareSets(
  sets: { readonly gold: AnnotatedSet; readonly a: AnnotatedSet; readonly b: AnnotatedSet },
  { scores = SCORE_NAMES }: { readonly scores?: readonly ScoreName[] | undefined } = {},
): SetComparison {
  const { gold, a, b } = sets;
  const counted = scoreSets(gold, [a, b]) as [SystemCounts, SystemCounts];
  const [baseline, system] = counted;
  const { mentions } = baseline.counts;
  return {
    ...{ gold: gold.name, documents: gold.documents.length, scores },
    results: [resultOf(a.name, baseline), resultOf(b.name, system)],
    family: testAll(counted, { names: [a.name, b.name], scores }),
    types: recallByType(counted, (type) =>
      Object.hasOwn(mentions, type)
        ? (mentions[type]?.gold.reduce((sum, n) => sum + n, 0) ?? 0)
        : 0,
    ),
  };
}

function testAll(
  [baseline, system]: readonly [SystemCounts, SystemCounts],
  options: { readonly names: readonly [string, string]; readonly scores: readonly ScoreName[] },
): Family {
  const { names, scores } = options;
  const resamples = resamplesFor(scores.length);
  const tests = scores.flatMap((score) => {
    const random = createRandom(0).stream("compare", score);
    return differenceOf(score, { system, baseline }, { random, resamples }) ?? [];
  });
  const adjusted = holm(tests.map(({ comparison }) => comparison.p));
  return {
    resamples,
    comparisons: tests.map((test, i) => ({
      ...test,
      ...{ system: names[1], baseline: names[0], adjusted: adjusted[i] as number },
      ...{ repetitions: 1, seeds: { n: 1, deviation: null }, resampled: null },
    })),
  };
}

function resultOf(name: string, counts: SystemCounts): SystemResult {
  return {
    name,
    repetitions: { planned: 1, done: 1, missing: [] },
    documents: counts.documents.length,
    scores: scoresOf(counts, [counts]),
  };
}
