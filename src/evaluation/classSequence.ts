/** Gold and predicted classes of the words, or of the pieces, of one document. */

import { EvaluationError } from "./error.js";

/**
 * Classes of one document in reading order. Class 0 is `O`; class k is the k-th type of the list of types given
 * beside it, which may go on, after the types of the model, with types that only the gold has.
 */
export interface ClassSequence {
  readonly document: string;
  readonly gold: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}

/** Number of each class pair, `[gold * classes + predicted]`, with `classes` = types + 1. */
export interface ClassPairs {
  readonly classes: number;
  readonly pairs: Float64Array;
}

/**
 * Counts gold against predicted classes over all documents.
 * @throws EvaluationError naming the document, if lengths differ or a class has no type
 */
export function countPairs(
  sequences: readonly ClassSequence[],
  types: readonly string[],
): ClassPairs {
  const classes = types.length + 1;
  const pairs = new Float64Array(classes * classes);
  for (const sequence of sequences) {
    checkSequence(sequence, types);
    const { gold, predicted } = sequence;
    for (let i = 0; i < gold.length; i++) {
      const pair = (gold[i] as number) * classes + (predicted[i] as number);
      pairs[pair] = (pairs[pair] as number) + 1;
    }
  }
  return { classes, pairs };
}

/**
 * Checks that gold and prediction are of the same words and of known classes.
 * @throws EvaluationError naming the document
 */
export function checkSequence(sequence: ClassSequence, types: readonly string[]): void {
  const { document, gold, predicted } = sequence;
  if (gold.length !== predicted.length)
    throw new EvaluationError(
      { source: document },
      `${gold.length} gold classes against ${predicted.length} predicted ones`,
      "Score predictions against the very text they were made for",
    );
  for (const [side, classes] of [
    ["gold", gold],
    ["predicted", predicted],
  ] as const)
    for (let i = 0; i < classes.length; i++) {
      const id = classes[i] as number;
      if (!Number.isInteger(id) || id < 0 || id > types.length)
        throw new EvaluationError(
          { source: document },
          `${side} class ${id} at place ${i} is not among 0 to ${types.length}`,
          "Give the types of the gold that the model does not know after the model's own",
        );
    }
}
