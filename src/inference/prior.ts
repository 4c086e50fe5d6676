/** Logit adjustment after the fact: what a trained model owes to the shares of its labels is taken off. */

/** How the logits of a model are adjusted. */
export interface PriorAdjustment {
  /** 0 leaves the logits as they are, 1 takes off the whole log share; below 0 it is added. */
  readonly tau: number;
  /** Pieces of the training part by label, `O` included, `[labels]`; a label that never occurs counts as one piece. */
  readonly counts: ArrayLike<number>;
}

/**
 * tau log(N_c / N_O) for each label, `[labels]`: what is taken off. For argmax and softmax the same as tau log(share of
 * c), and it leaves the row of `O`, which is 0 in a folded binary head, as it is.
 * @see Menon et al. 2021, Long-tail learning via logit adjustment, equation 9
 */
export function priorOffsets({ tau, counts }: PriorAdjustment): number[] {
  const logs = Array.from(counts, (count) => Math.log(Math.max(1, count)));
  return logs.map((log) => tau * (log - (logs[0] as number)));
}

/**
 * Logits without their prior, see {@link priorOffsets}.
 * @param logits `[pieces, labels]`
 * @returns a copy
 */
export function withoutPrior(logits: Float32Array, prior: PriorAdjustment): Float32Array {
  const offsets = priorOffsets(prior);
  return logits.map((logit, i) => logit - (offsets[i % offsets.length] as number));
}
