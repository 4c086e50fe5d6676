/** Logit adjustment in the loss, of which balanced softmax is a case. */

import { crossEntropyOf, perWay } from "./crossEntropy.js";
import type { LossGraph, ObjectiveContext } from "./objective.js";
import type { Chosen, OptionTable } from "./options.js";
import { checkCounts } from "./weights.js";

/** Options of {@link logitAdjusted}. */
export const LOGIT_ADJUSTED_NUMBERS = {
  /** 1 is balanced softmax, 0 cross-entropy. */
  tau: { default: 1, min: 0, max: 10 },
} as const satisfies OptionTable;

/**
 * Cross-entropy of z + tau log N_label: the model learns what is left when the prior is known, so that argmax over the
 * plain z favours rare labels. Counts in place of shares, which differ by a constant that softmax does not see. A label
 * that never occurs counts as one piece.
 * @throws ObjectiveError if the counts do not fit the labels
 * @see Menon et al. 2021, Long-tail learning via logit adjustment, equation 10
 */
export function logitAdjusted(
  context: ObjectiveContext,
  { tau }: Chosen<typeof LOGIT_ADJUSTED_NUMBERS>,
): LossGraph {
  const offsets = checkCounts(context, "none").map((count) => tau * Math.log(Math.max(1, count)));
  return (g, { logits, targets }) => {
    const logShares = g.logSoftmax(g.add(logits, perWay(g, offsets)));
    return crossEntropyOf(g, { targets, logShares });
  };
}

/**
 * Balanced softmax, N_j exp(z_j) / sum of N_k exp(z_k): logit adjustment with tau 1.
 * @throws ObjectiveError if the counts do not fit the labels
 * @see Ren et al. 2020, Balanced Meta-Softmax for Long-Tailed Visual Recognition, equation 3
 */
export function balancedSoftmax(context: ObjectiveContext): LossGraph {
  return logitAdjusted(context, { tau: 1 });
}
