/** Scores of mentions in the four modes of MUC-5 and SemEval-2013: strict, exact, partial, type. */

import { groupBy } from "../core/index.js";
import { type MentionMode, matchMentions, type Outcome } from "./matching.js";
import { type MeanScore, macroOf, type Score, type ScoresByType, scoreOf } from "./score.js";
import type { MentionPair, TypedSpan } from "./typedSpan.js";

/** Scores with the counts of MUC-5: each gold mention is one of correct, incorrect, partial, missed. */
export interface MentionScore extends Score {
  readonly correct: number;
  readonly incorrect: number;
  readonly partial: number;
  readonly missed: number;
  readonly spurious: number;
}

/** Scores of one mode. */
export interface MentionReport {
  /** All types matched together: a prediction may be matched with a gold mention of another type. */
  readonly micro: MentionScore;
  /** Mean over the types with gold support. */
  readonly macro: MeanScore;
  /** Each type of gold or prediction matched by itself, as if there were no other. */
  readonly perType: ScoresByType<MentionScore>;
}

/**
 * Scores mentions in one mode, all of them: nested and overlapping ones too, a discontinuous one as its hull.
 * Equal to nervaluate 1.2.1 where neither the gold nor the prediction overlaps itself, see {@link matchMentions}.
 * @see Chinchor & Sundheim 1993 (MUC-5); Segura-Bedmar et al. 2013 (SemEval-2013 task 9)
 */
export function scoreMentions(documents: readonly MentionPair[], mode: MentionMode): MentionReport {
  const all = emptyTally();
  const tallies = new Map<string, Tally>();
  for (const { gold, predicted } of documents) {
    addMatches(all, gold, predicted, mode);
    const goldOf = groupBy(gold, ({ type }) => type);
    const predictedOf = groupBy(predicted, ({ type }) => type);
    for (const type of new Set([...goldOf.keys(), ...predictedOf.keys()])) {
      const tally = tallies.get(type) ?? emptyTally();
      tallies.set(type, tally);
      addMatches(tally, goldOf.get(type) ?? [], predictedOf.get(type) ?? [], mode);
    }
  }
  const perType = Object.fromEntries(
    [...tallies.keys()].sort().map((type) => [type, scoreTally(tallies.get(type) as Tally)]),
  );
  return { micro: scoreTally(all), macro: macroOf(perType), perType };
}

interface Tally {
  support: number;
  predicted: number;
  readonly outcomes: Record<Outcome, number>;
}

function emptyTally(): Tally {
  return { support: 0, predicted: 0, outcomes: { correct: 0, incorrect: 0, partial: 0 } };
}

function addMatches(
  tally: Tally,
  gold: readonly TypedSpan[],
  predicted: readonly TypedSpan[],
  mode: MentionMode,
): void {
  tally.support += gold.length;
  tally.predicted += predicted.length;
  for (const outcome of matchMentions(gold, predicted, mode)) tally.outcomes[outcome]++;
}

function scoreTally({ support, predicted, outcomes }: Tally): MentionScore {
  const { correct, incorrect, partial } = outcomes;
  const matched = correct + incorrect + partial;
  return {
    ...scoreOf({ credit: correct + partial / 2, support, predicted }),
    ...outcomes,
    missed: support - matched,
    spurious: predicted - matched,
  };
}
