/** A graph as readable text, one node a line. */

import { printShape } from "./dims.js";
import type { Attributes, Graph } from "./graph.js";

function printAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(
      ([name, value]) =>
        `${name}=${typeof value === "object" && "data" in value ? `${value.dtype}${printShape(value.shape)}` : JSON.stringify(value)}`,
    )
    .join(", ");
}

/** Prints inputs, then `output: type = Operator(inputs) {attributes}` for each node, then outputs. */
export function printGraph(graph: Graph): string {
  const type = (name: string) => {
    const value = graph.values.get(name);
    return value ? `${value.dtype} ${printShape(value.shape)}` : "?";
  };
  return [
    `graph ${graph.name}`,
    ...graph.inputs.map(({ name }) => `input ${name}: ${type(name)}`),
    ...graph.nodes.map(({ opType, inputs, outputs, attributes }) => {
      const extra = printAttributes(attributes);
      return `${outputs.map((name) => `${name}: ${type(name)}`).join(", ")} = ${opType}(${inputs.join(", ")})${extra ? ` {${extra}}` : ""}`;
    }),
    ...graph.outputs.map(({ name }) => `output ${name}`),
  ].join("\n");
}
