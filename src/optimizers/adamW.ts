/** Adam with decoupled weight decay. */

import type { Value } from "../onnx/index.js";
import type { Optimizer } from "./optimizer.js";

/**
 * m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
 * p = (1 - lr * weightDecay) p - lr * mHat / (sqrt(vHat) + epsilon).
 * To pass over memory less often, the state is M = m / (1 - beta1) and V = v / (1 - beta2), and all constant
 * factors go into two scalars: with c = sqrt((1 - beta2^t) / (1 - beta2)),
 * lr mHat / (sqrt(vHat) + epsilon) = lr c (1 - beta1) / (1 - beta1^t) * M / (sqrt(V) + epsilon c).
 * @see Loshchilov & Hutter 2019, algorithm 2
 */
export function adamW({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
} = {}): Optimizer {
  return {
    name: "adamw",
    state: ["firstMoment", "secondMoment"],
    scalars: ["stepSize", "scaledEpsilon", "keep"],
    scalarsAt(step, learningRate) {
      const correction = Math.sqrt((1 - beta2 ** step) / (1 - beta2));
      return {
        stepSize: (learningRate * correction * (1 - beta1)) / (1 - beta1 ** step),
        scaledEpsilon: epsilon * correction,
        keep: 1 - learningRate * weightDecay,
      };
    },
    update(g, { parameter, gradient, state, scalars }) {
      const [m, v] = state as readonly [Value, Value];
      const { stepSize, scaledEpsilon, keep } = scalars as Record<string, Value>;
      const first = g.add(g.scale(m, beta1), gradient);
      const second = g.add(g.scale(v, beta2), g.mul(gradient, gradient));
      const denominator = g.add(g.sqrt(second), scaledEpsilon as Value);
      const change = g.mul(g.div(first, denominator), stepSize as Value);
      const kept = weightDecay === 0 ? parameter : g.mul(parameter, keep as Value);
      return [g.sub(kept, change), first, second];
    },
  };
}
