/** Checks a graph against its own declarations and the table of operators. */

import { printShape, sameShape } from "./dims.js";
import { GraphError } from "./error.js";
import type { Graph, Value } from "./graph.js";
import { type OpTable, opKey } from "./schema.js";

/**
 * Makes sure that every operand exists before it is used, that names are unique, that operators are known
 * with known attributes, and that each declared type is the one that the operator's rule gives.
 * @throws GraphError naming the node
 */
export function verifyGraph(graph: Graph, table: OpTable): void {
  const defined = new Set([...graph.inputs.map((value) => value.name), ...graph.constants.keys()]);
  const declared = (name: string): Value => {
    const value = graph.values.get(name);
    if (!value) throw new GraphError({}, `value ${name} has no declaration`, "Declare it");
    return value;
  };
  graph.nodes.forEach((node, index) => {
    const place = `node ${index} (${node.opType})`;
    const schema = table.get(opKey(node.domain, node.opType));
    if (!schema) throw new GraphError({}, `${place} is not in the table`, "Add it to ops");
    for (const name of Object.keys(node.attributes))
      if (!Object.hasOwn(schema.attributes, name))
        throw new GraphError({}, `${place} has an unknown attribute ${name}`, "Remove it");
    if (
      node.inputs.length < schema.required ||
      (!schema.variadic && node.inputs.length > schema.inputs.length)
    )
      throw new GraphError(
        {},
        `${place} has ${node.inputs.length} inputs, its schema wants ${schema.required} to ${schema.inputs.length}`,
        "Give the inputs of the schema",
      );
    for (const name of node.inputs)
      if (name !== "" && !defined.has(name))
        throw new GraphError({}, `${place} uses ${name} before it exists`, "Reorder the nodes");
    const types = schema.infer({
      place,
      inputs: node.inputs.map((name) => (name === "" ? undefined : declared(name))),
      attributes: node.attributes,
      target: graph.values.get(node.outputs[0] ?? "")?.shape,
      constant: (i) => graph.constants.get(node.inputs[i] ?? ""),
    });
    node.outputs.forEach((name, i) => {
      const value = declared(name);
      const type = types[i];
      if (!type || type.dtype !== value.dtype || !sameShape(type.shape, value.shape))
        throw new GraphError(
          {},
          `${place} output ${name} is declared ${value.dtype} ${printShape(value.shape)} but is ${type ? `${type.dtype} ${printShape(type.shape)}` : "not produced"}`,
          "Correct the declaration",
        );
      if (defined.has(name))
        throw new GraphError({}, `${place} defines ${name} a second time`, "Rename it");
      defined.add(name);
    });
  });
  for (const output of graph.outputs)
    if (!defined.has(output.name))
      throw new GraphError({}, `output ${output.name} is never computed`, "Remove or compute it");
}
