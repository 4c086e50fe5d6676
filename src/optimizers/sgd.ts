/** Stochastic gradient descent with momentum and weight decay. */

import type { Value } from "../onnx/index.js";
import type { Optimizer } from "./optimizer.js";

/**
 * v = momentum * v + (g + weightDecay * p);  p = p - learningRate * v.
 * @see Sutskever, Martens, Dahl, Hinton 2013, in the form of PyTorch's SGD (no dampening, no Nesterov)
 */
export function sgd({ momentum = 0, weightDecay = 0 } = {}): Optimizer {
  return {
    name: "sgd",
    state: momentum === 0 ? [] : ["momentum"],
    scalars: ["learningRate"],
    scalarsAt: (_step, learningRate) => ({ learningRate }),
    update(g, { parameter, gradient, state: [velocity], scalars }) {
      const decayed =
        weightDecay === 0 ? gradient : g.add(gradient, g.scale(parameter, weightDecay));
      const direction = velocity ? g.add(g.scale(velocity, momentum), decayed) : decayed;
      const moved = g.sub(parameter, g.mul(direction, scalars.learningRate as Value));
      return velocity ? [moved, direction] : [moved];
    },
  };
}
