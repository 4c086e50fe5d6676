/** Self-adjusting dice loss: one minus a soft F1 for each token and label. */

import { power } from "./crossEntropy.js";
import type { LossGraph } from "./objective.js";
import type { Chosen, OptionTable } from "./options.js";

/** Options of {@link dice}; the defaults are those of the authors' scripts for CoNLL-2003. */
export const DICE_NUMBERS = {
  /** Power of 1 - p, by which easy tokens count less. */
  alpha: { default: 0.01, min: 0, max: 10 },
  /** Added to numerator and denominator, so that a label which a token has not is part of the loss too. */
  smoothing: { default: 1, min: 1e-6, max: 100 },
} as const satisfies OptionTable;

/** What 1 - p has at least: its power has an infinite derivative at 0, and float32 no digits of it below. */
const LEAST = 1e-6;

/**
 * Sum over labels of 1 - (2 q y + s) / (q + y + s), q = (1 - p)^alpha p and y 1 for the token's label, else 0; weighted
 * mean over tokens. The paper gives the coefficient of one label; like the authors' code, all labels are added.
 * Beyond p = 1 / (1 + alpha) q falls again: with alpha 1 what is wrong with certainty costs nothing, and of two labels the
 * likelier one is made more so whichever is right. Hence the small default.
 * @see Li et al. 2020, Dice Loss for Data-imbalanced NLP Tasks, ACL, section 3.3
 */
export function dice({ alpha, smoothing }: Chosen<typeof DICE_NUMBERS>): LossGraph {
  return (g, { logits, targets }) => {
    const shares = g.softmax(logits);
    const left = g.sub(g.scalar(1), shares);
    const q = g.mul(power(g, left, { exponent: alpha, least: LEAST }), shares);
    const y = g.sign(targets);
    const overlap = g.add(g.scale(g.mul(q, y), 2), g.scalar(smoothing));
    const sizes = g.add(g.add(q, y), g.scalar(smoothing));
    const losses = g.sum(g.sub(g.scalar(1), g.div(overlap, sizes)), [2], { keepDims: true });
    const weights = g.sum(targets, [2], { keepDims: true });
    return g.sum(g.mul(weights, losses), [0, 1, 2]);
  };
}
