/** How often each class occurs in the gold and in the prediction: whether empirical probabilities are kept. */

import { type ClassSequence, countPairs } from "./classSequence.js";

/** Share of the tokens that have a class, in the gold and as predicted. */
export interface ClassShare {
  readonly gold: number;
  readonly predicted: number;
}

/**
 * Shares of every class, `O` first; each side sums to 1, or is all 0 without tokens.
 * @throws EvaluationError naming the document, if lengths differ or a class has no type
 */
export function classShares(
  sequences: readonly ClassSequence[],
  types: readonly string[],
): Readonly<Record<string, ClassShare>> {
  const { classes, pairs } = countPairs(sequences, types);
  const tokens = Math.max(
    1,
    pairs.reduce((sum, count) => sum + count, 0),
  );
  return Object.fromEntries(
    ["O", ...types].map((name, c) => {
      let gold = 0;
      let predicted = 0;
      for (let other = 0; other < classes; other++) {
        gold += pairs[c * classes + other] as number;
        predicted += pairs[other * classes + c] as number;
      }
      return [name, { gold: gold / tokens, predicted: predicted / tokens }];
    }),
  );
}
