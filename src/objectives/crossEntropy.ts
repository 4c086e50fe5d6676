/** Cross-entropy against given targets, and the parts that the other losses share with it. */

import { float32 } from "../core/index.js";
import type { Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";
import type { LossGraph } from "./objective.js";

/** -sum(targets * logSoftmax(logits)): the loss of every objective that is not told another. */
export const crossEntropy: LossGraph = (g, { logits, targets }) =>
  crossEntropyOf(g, { targets, logShares: g.logSoftmax(logits) });

/** -sum(targets * logShares), `[tokens, groups, ways]` both. */
export function crossEntropyOf(
  g: Ops,
  { targets, logShares }: { readonly targets: Value; readonly logShares: Value },
): Value {
  return g.neg(g.sum(g.mul(targets, logShares), [0, 1, 2]));
}

/** One number a way, `[ways]`, as a constant of the graph. */
export function perWay(g: Ops, values: ArrayLike<number>): Value {
  return g.constant(float32([values.length], Float32Array.from(values)));
}

/** (base + least)^exponent, for a base of at least 0. */
export function power(
  g: Ops,
  base: Value,
  { exponent, least }: { readonly exponent: number; readonly least: number },
): Value {
  return g.exp(g.scale(g.log(g.add(base, g.scalar(least))), exponent));
}
