/** Weights that are too strong: rare types are found everywhere. */

import type { Config } from "../config/index.js";
import type { CountsByType } from "../evaluation/index.js";
import { groupTypes } from "./groups.js";
import type { Signature } from "./signature.js";
import { added, type Sums, sumsOf } from "./sums.js";
import { figure } from "./wording.js";

/**
 * Predicted words of rare types for each that has one. Measured on MACCROBAT: .66 to 1.22 in every training of
 * docs/results.md; 10 with `inverse` weights squared (docs/failures.md).
 */
const TOO_MANY = 2;
/** With fewer annotated words chance alone can double them. */
const ENOUGH = 20;

/** What a model makes of rare types in a part. */
export interface RareFinds {
  /** Words by type. */
  readonly words: CountsByType;
  readonly part: string;
  /** Pieces of each type in the training part. */
  readonly pieces: Readonly<Record<string, number>>;
  readonly objective: Config["objective"];
}

/** Tells rare types that are predicted for twice as many words as have one, all of them together. */
export function overweighted({ words, part, pieces, objective }: RareFinds): Signature[] {
  const { rare, frequent } = groupTypes(pieces);
  const of = (types: readonly string[]): Sums =>
    added(types.flatMap((type) => (words[type] ? [sumsOf(words[type])] : [])));
  const { gold, predicted, correct } = of(rare);
  if (gold < ENOUGH || predicted <= TOO_MANY * gold) return [];
  const common = of(frequent);
  return [
    {
      code: "overweighted",
      severity: "warning",
      message: `rare types are predicted for ${predicted} words of the ${part} part, where ${gold} have one (precision ${figure(correct / predicted)}), and frequent types for ${common.predicted} of ${common.gold}`,
      advice:
        objective.weights === "none"
          ? "Train longer, or lower decode.prior and training.oversample where they are set"
          : `Lower objective.strength (it is ${objective.strength}), or set objective.weights=dataset`,
      numbers: {
        ...{ predicted, annotated: gold, correct },
        ...{ frequentPredicted: common.predicted, frequentAnnotated: common.gold },
      },
    },
  ];
}
