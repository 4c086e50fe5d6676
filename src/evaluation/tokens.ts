/** Scores of words or pieces: each token counts by itself, `O` is left out of every mean. */

import { type ClassSequence, countClasses } from "./classSequence.js";
import { type MeanScore, macroOf, type Score, type ScoresByType, scoreOf } from "./score.js";

/** Scores of tokens; the means are null when no type has gold support. */
export interface TokenReport {
  /** Mean recall over the types with gold support (balanced accuracy without `O`). */
  readonly unweightedAccuracy: number | null;
  /** Mean F1 over the types with gold support. */
  readonly macroF1: number | null;
  /** F1 of all types counted together, `O` aside. */
  readonly microF1: number | null;
  readonly micro: Score;
  readonly macro: MeanScore;
  /** Every type given, also those without support. */
  readonly perType: ScoresByType;
}

/**
 * Scores the classes of tokens.
 * @param types names of classes 1, 2, ...; a type that the model cannot predict has recall 0
 * @throws EvaluationError naming the document, if lengths differ or a class has no type
 */
export function scoreTokens(
  sequences: readonly ClassSequence[],
  types: readonly string[],
): TokenReport {
  const { gold, predicted, agreed } = countClasses(sequences, types);
  const total = { credit: 0, support: 0, predicted: 0 };
  const perType = Object.fromEntries(
    types.map((type, index) => {
      const [credit = 0, support = 0, found = 0] = [agreed, gold, predicted].map(
        (counts) => counts[index + 1],
      );
      total.credit += credit;
      total.support += support;
      total.predicted += found;
      return [type, scoreOf({ credit, support, predicted: found })];
    }),
  );
  const micro = scoreOf(total);
  const macro = macroOf(perType);
  return {
    unweightedAccuracy: macro.recall,
    macroF1: macro.f1,
    microF1: micro.support === 0 ? null : micro.f1,
    micro,
    macro,
    perType,
  };
}
