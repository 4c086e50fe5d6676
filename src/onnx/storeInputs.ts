/** Turns inputs of a graph into constants, so that the engine may prepare them once. */

import type { Tensor } from "../core/index.js";
import { printShape, sameShape } from "./dims.js";
import { GraphError } from "./error.js";
import type { Graph } from "./graph.js";

/**
 * The graph with `tensors` stored under the names of its inputs.
 * @throws GraphError naming the first that is no input, or one of another type or shape
 */
export function storeInputs(graph: Graph, tensors: ReadonlyMap<string, Tensor>): Graph {
  const inputs = new Map(graph.inputs.map((input) => [input.name, input]));
  for (const [name, { dtype, shape }] of tensors) {
    const input = inputs.get(name);
    if (input?.dtype !== dtype || !sameShape(input.shape, shape))
      throw new GraphError(
        {},
        `${name} is ${dtype} ${printShape(shape)} but the graph ${graph.name} takes ${input ? `${input.dtype} ${printShape(input.shape)}` : "no such input"}`,
        "Store what the graph declares",
      );
  }
  return {
    ...graph,
    inputs: graph.inputs.filter(({ name }) => !tensors.has(name)),
    constants: new Map([...graph.constants, ...tensors]),
  };
}
