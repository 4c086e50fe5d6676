/** Logits to class shares, by the head that they come from. */

import { InternalError } from "../core/index.js";

/** How the output layer of a model was trained; its saved form always has a row for each label. */
export type HeadKind = "softmax" | "binary";

/**
 * Probability of each class.
 * `softmax`: the usual. `binary`: sigmoid(z_c) for each type by itself, and for `O` what the strongest type leaves;
 * the shares of a row then need not sum to one.
 * @param logits [pieces, classes], class 0 is `O`
 * @returns the same shape
 */
export function classSharesOf(
  logits: Float32Array,
  { classes, head }: { classes: number; head: HeadKind },
): Float32Array {
  if (logits.length % classes !== 0)
    throw new InternalError(`${logits.length} logits are no rows of ${classes} classes`);
  const shares = new Float32Array(logits.length);
  for (let at = 0; at < logits.length; at += classes)
    writeShares[head](logits.subarray(at, at + classes), shares.subarray(at, at + classes));
  return shares;
}

const writeShares: Record<HeadKind, (logits: Float32Array, shares: Float32Array) => void> = {
  softmax(logits, shares) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < logits.length; c++)
      if ((logits[c] as number) > highest) highest = logits[c] as number;
    let total = 0;
    for (let c = 0; c < logits.length; c++) {
      const weight = Math.exp((logits[c] as number) - highest);
      shares[c] = weight;
      total += weight;
    }
    for (let c = 0; c < logits.length; c++) shares[c] = (shares[c] as number) / total;
  },
  binary(logits, shares) {
    let strongest = 0;
    for (let c = 1; c < logits.length; c++) {
      shares[c] = 1 / (1 + Math.exp(-(logits[c] as number)));
      strongest = Math.max(strongest, shares[c] as number);
    }
    shares[0] = 1 - strongest;
  },
};

/** The class with the largest value of each row; equal values go to the smallest class. */
export function argmax(values: Float32Array, classes: number): Int32Array {
  const best = new Int32Array(values.length / classes);
  for (let row = 0; row < best.length; row++) {
    const at = row * classes;
    let winner = 0;
    for (let c = 1; c < classes; c++)
      if ((values[at + c] as number) > (values[at + winner] as number)) winner = c;
    best[row] = winner;
  }
  return best;
}
