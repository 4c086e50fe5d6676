/** The loss as the paper of binary token labels prints it: without the logarithm. */

import type { LossGraph } from "./objective.js";

/**
 * -sum(targets * p), p the probability of the token's label, in place of its logarithm. Its gradient vanishes where p is
 * near 0, so that what is wrong with confidence is not unlearned: kept to be compared with, not to be used.
 * @see Rehman, Zhang, Yang 2024, arXiv 2409.03238
 */
export const printed: LossGraph = (g, { logits, targets }) =>
  g.neg(g.sum(g.mul(targets, g.softmax(logits)), [0, 1, 2]));
