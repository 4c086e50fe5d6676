/** Entity scores of tag sequences as seqeval reports them. */

import { EvaluationError } from "./error.js";
import { scoreExactly } from "./exactCounts.js";
import { mean, type Score, type ScoresByType } from "./score.js";
import { entitiesOf, type TagReading } from "./tags.js";

/** Average of each score over types; null of no type. */
export interface AverageScore {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly support: number;
}

/** seqeval's report: its averages are over the types of the gold and of the prediction. */
export interface TagReport {
  readonly perType: ScoresByType;
  readonly micro: Score;
  readonly macro: AverageScore;
  /** Weighted by support; 0 without any. */
  readonly weighted: AverageScore;
}

/**
 * Scores predicted against gold tags.
 * @param reading `conlleval` for seqeval's default mode, a scheme for its strict mode
 * @throws EvaluationError naming the sequence, if lengths differ or a tag is not of the scheme
 * @see Nakayama 2018, seqeval 1.2.2, `classification_report`
 */
export function scoreTags(
  sequences: readonly { readonly gold: readonly string[]; readonly predicted: readonly string[] }[],
  reading: TagReading,
): TagReport {
  const entities = sequences.map(({ gold, predicted }, index) => {
    const name = `sequence ${index}`;
    if (gold.length !== predicted.length)
      throw new EvaluationError(
        { source: name },
        `${gold.length} gold tags against ${predicted.length} predicted ones`,
        "Score predictions against the very text they were made for",
      );
    return {
      gold: entitiesOf(gold, reading, name),
      predicted: entitiesOf(predicted, reading, name),
    };
  });
  const { micro, perType } = scoreExactly(entities);
  const scores = Object.values(perType);
  const average = (of: (score: Score) => number) => mean(scores.map(of));
  const weigh = (of: (score: Score) => number) =>
    micro.support === 0
      ? 0
      : scores.reduce((sum, score) => sum + of(score) * score.support, 0) / micro.support;
  const { support } = micro;
  return {
    perType,
    micro,
    macro: { ...eachScore(average), support },
    weighted: { ...eachScore(weigh), support },
  };
}

function eachScore<T>(of: (pick: (score: Score) => number) => T) {
  return {
    precision: of(({ precision }) => precision),
    recall: of(({ recall }) => recall),
    f1: of(({ f1 }) => f1),
  };
}
