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

/** Tokens by class, [types + 1] each. */
export interface ClassCounts {
  readonly gold: Float64Array;
  readonly predicted: Float64Array;
  /** Tokens that have the class on both sides. */
  readonly agreed: Float64Array;
  /** All tokens, `O` included. */
  readonly tokens: number;
}

/**
 * Counts the classes of both sides over all documents.
 * @throws EvaluationError naming the document, if lengths differ or a class has no type
 */
export function countClasses(
  sequences: readonly ClassSequence[],
  types: readonly string[],
): ClassCounts {
  const column = () => new Float64Array(types.length + 1);
  const counts = { gold: column(), predicted: column(), agreed: column() };
  let tokens = 0;
  for (const sequence of sequences) {
    checkSequence(sequence, types);
    for (let i = 0; i < sequence.gold.length; i++) {
      const gold = sequence.gold[i] as number;
      const predicted = sequence.predicted[i] as number;
      increment(counts.gold, gold);
      increment(counts.predicted, predicted);
      if (gold === predicted) increment(counts.agreed, gold);
    }
    tokens += sequence.gold.length;
  }
  return { ...counts, tokens };
}

function increment(counts: Float64Array, index: number): void {
  counts[index] = (counts[index] as number) + 1;
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
