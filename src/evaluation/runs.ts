/** Scores of runs: flattened words, where a mention is a run of one type, so that neighbours of one type merge. */

import { type ClassSequence, checkSequence } from "./classSequence.js";
import { scoreExactly } from "./exactCounts.js";
import { type MeanScore, macroOf, type Score, type ScoresByType } from "./score.js";
import type { TypedSpan } from "./typedSpan.js";

/** Scores of runs with equal boundaries and type. */
export interface RunReport {
  readonly micro: Score;
  readonly macro: MeanScore;
  readonly perType: ScoresByType;
}

/**
 * Scores runs, the definition of the usual recipe's scripts: for comparison with them, not of mentions.
 * A run ends with its sequence, which is a whole document here.
 * @param types names of classes 1, 2, ...
 * @throws EvaluationError naming the document, if lengths differ or a class has no type
 */
export function scoreRuns(
  sequences: readonly ClassSequence[],
  types: readonly string[],
): RunReport {
  const { micro, perType } = scoreExactly(
    sequences.map((sequence) => {
      checkSequence(sequence, types);
      return {
        gold: runsOf(sequence.gold, types),
        predicted: runsOf(sequence.predicted, types),
      };
    }),
  );
  return { micro, macro: macroOf(perType), perType };
}

/** The longest stretches of one class other than `O`, as spans of word indices. */
export function runsOf(classes: ArrayLike<number>, types: readonly string[]): TypedSpan[] {
  const runs: TypedSpan[] = [];
  for (let start = 0, end = 0; start < classes.length; start = end) {
    const id = classes[start] as number;
    while (end < classes.length && classes[end] === id) end++;
    if (id > 0) runs.push({ start, end, type: types[id - 1] as string });
  }
  return runs;
}
