/** Majority-or-minority loss: the usual one, and that of the tokens outside of mentions. */

import { crossEntropyOf, perWay } from "./crossEntropy.js";
import type { LossGraph, ObjectiveContext } from "./objective.js";
import type { Chosen, OptionTable } from "./options.js";

/** Options of {@link majorityOrMinority}. */
export const MAJORITY_NUMBERS = {
  /** Share of the usual loss; 1 is cross-entropy. */
  lambda: { default: 0.5, min: 0, max: 1 },
} as const satisfies OptionTable;

/** Keeps the mean over `O` finite in a batch without `O`, where it is 0. */
const LEAST = 1e-30;

/**
 * lambda L + (1 - lambda) L_O: L the cross-entropy of all tokens, L_O that of the tokens whose label is `O`, a weighted
 * mean each. Both are targets times log-softmax, so that this is cross-entropy in which `O` weighs more.
 * @see Nemoto, Kitada & Iyatomi 2024, Majority or Minority, arXiv 2401.11431
 */
export function majorityOrMinority(
  { labelSet }: ObjectiveContext,
  { lambda }: Chosen<typeof MAJORITY_NUMBERS>,
): LossGraph {
  const outside = labelSet.labels.map((_, label) => (label === 0 ? 1 : 0));
  return (g, { logits, targets }) => {
    const logShares = g.logSoftmax(logits);
    const majority = g.mul(targets, perWay(g, outside));
    const weight = g.add(g.sum(majority, [0, 1, 2]), g.scalar(LEAST));
    const meanOutside = g.div(crossEntropyOf(g, { targets: majority, logShares }), weight);
    const meanOfAll = crossEntropyOf(g, { targets, logShares });
    return g.add(g.scale(meanOfAll, lambda), g.scale(meanOutside, 1 - lambda));
  };
}
