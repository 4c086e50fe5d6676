/** Focal loss: tokens that are learned already count less. */

import { crossEntropyOf, power } from "./crossEntropy.js";
import type { LossGraph } from "./objective.js";
import type { Chosen, OptionTable } from "./options.js";

/** Options of {@link focal}. */
export const FOCAL_NUMBERS = {
  /** 0 is cross-entropy. */
  gamma: { default: 2, min: 0, max: 10 },
} as const satisfies OptionTable;

/** Keeps the derivative of (1 - p)^gamma finite where p is 1 to rounding; log p is 0 there. */
const LEAST = 1e-30;

/**
 * -sum(targets * (1 - p)^gamma * log p), p being the probability of the token's label. The targets hold the class weight
 * (alpha in the paper) and the division by the sum of weights. 1 - p is added up from the other ways, since the
 * difference has no digits left where p is near 1.
 * @see Lin et al. 2017, Focal Loss for Dense Object Detection, equation 5
 */
export function focal({ gamma }: Chosen<typeof FOCAL_NUMBERS>): LossGraph {
  return (g, { logits, targets }) => {
    const logShares = g.logSoftmax(logits);
    const others = g.sub(g.scalar(1), g.sign(targets));
    const rest = g.sum(g.mul(others, g.exp(logShares)), [2], { keepDims: true });
    const factor = power(g, rest, { exponent: gamma, least: LEAST });
    return crossEntropyOf(g, { targets, logShares: g.mul(factor, logShares) });
  };
}
