/** How often each class occurs in the gold and in the prediction: whether empirical probabilities are kept. */

import { type ClassSequence, countClasses } from "./classSequence.js";

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
  const { gold, predicted, tokens } = countClasses(sequences, types);
  const share = (count = 0) => count / Math.max(1, tokens);
  return Object.fromEntries(
    ["O", ...types].map((name, c) => [
      name,
      { gold: share(gold[c]), predicted: share(predicted[c]) },
    ]),
  );
}
