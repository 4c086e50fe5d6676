/** Rebuilds a graph with some of its nodes replaced by other expressions. */

import { printShape, sameShape } from "./dims.js";
import { GraphError } from "./error.js";
import type { Graph, GraphNode, Value } from "./graph.js";
import { GraphBuilder } from "./graphBuilder.js";
import type { OpTable } from "./schema.js";

/**
 * What stands in for a node: a value for each of its outputs, appended through `builder`; undefined keeps the node.
 * @param inputs operands of the node in the new graph; undefined for an absent optional one
 */
export type Replacement = (
  node: GraphNode,
  inputs: readonly (Value | undefined)[],
  builder: GraphBuilder,
) => readonly Value[] | undefined;

/**
 * Replaces nodes. Inputs, outputs and their names stay; values in between get new names.
 * @param table operators of the graph and of the replacements
 * @throws GraphError naming the operator, if a replacement has another type or shape
 */
export function rewriteGraph(graph: Graph, table: OpTable, replace: Replacement): Graph {
  const builder = new GraphBuilder(table);
  const values = new Map<string, Value>();
  const rewritten = (name: string) => values.get(name) as Value;
  for (const { name, dtype, shape } of graph.inputs)
    values.set(name, builder.input(name, dtype, shape));
  for (const [name, tensor] of graph.constants) values.set(name, builder.constant(tensor));
  for (const node of graph.nodes) {
    const { opType, domain, attributes } = node;
    const inputs = node.inputs.map((name) => (name === "" ? undefined : rewritten(name)));
    const target = graph.values.get(node.outputs[0] as string)?.shape;
    const outputs =
      replace(node, inputs, builder) ??
      builder.node(opType, inputs, { domain, attributes, ...(target ? { target } : {}) });
    node.outputs.forEach((name, i) => {
      const [before, after] = [graph.values.get(name) as Value, outputs[i]];
      if (after?.dtype !== before.dtype || !sameShape(after.shape, before.shape))
        throw new GraphError(
          {},
          `${opType} gives ${before.dtype} ${printShape(before.shape)} and its replacement ${after ? `${after.dtype} ${printShape(after.shape)}` : "nothing"}`,
          "Keep type and shape",
        );
      values.set(name, after);
    });
  }
  return builder.build(
    graph.name,
    Object.fromEntries(graph.outputs.map(({ name }) => [name, rewritten(name)])),
  );
}
