/** LDAM: a margin for each label, wider for rare ones. */

import { crossEntropyOf, perWay } from "./crossEntropy.js";
import type { LossGraph, ObjectiveContext } from "./objective.js";
import type { Chosen, OptionTable } from "./options.js";
import { checkCounts } from "./weights.js";

/** Options of {@link ldam}. */
export const LDAM_NUMBERS = {
  /** Margin of the rarest label. */
  margin: { default: 0.5, min: 0, max: 100 },
  /** Factor of the logits in the loss. */
  scale: { default: 1, min: 0.01, max: 100 },
} as const satisfies OptionTable;

/**
 * Cross-entropy of s (z - D_y on the token's own label y), D_j = C / N_j^(1/4) with C such that the largest is `margin`.
 * The paper's last layer is a cosine (weights and features of length one), for which its code has s = 30; ours is the
 * ordinary linear layer, whose logits have a scale of their own, hence s = 1. A label that never occurs counts as one piece.
 * For the paper's deferred re-weighting give class weights that hold from a share of the epochs on.
 * @throws ObjectiveError if the counts do not fit the labels
 * @see Cao et al. 2019, Learning Imbalanced Datasets with Label-Distribution-Aware Margin Loss, equations 12 and 13
 */
export function ldam(
  context: ObjectiveContext,
  { margin, scale }: Chosen<typeof LDAM_NUMBERS>,
): LossGraph {
  const raw = checkCounts(context, "none").map((count) => Math.max(1, count) ** -0.25);
  const margins = raw.map((value) => (margin * value) / Math.max(...raw));
  return (g, { logits, targets }) => {
    const moved = g.sub(logits, g.mul(g.sign(targets), perWay(g, margins)));
    return crossEntropyOf(g, { targets, logShares: g.logSoftmax(g.scale(moved, scale)) });
  };
}
