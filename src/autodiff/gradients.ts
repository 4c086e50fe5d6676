/** Reverse-mode differentiation: one walk over a graph, from the loss back to what is asked for. */

import {
  GraphError,
  type GraphNode,
  opKey,
  printShape,
  sameShape,
  type Value,
} from "../onnx/index.js";
import { OP_TABLE, type Ops } from "../ops/index.js";

/**
 * Appends the gradient of `of` with respect to each of `wrt`.
 * Nodes from which `of` cannot be reached, or which none of `wrt` reaches, are not visited.
 * @param of a scalar, unless `seed` is given
 * @param seed gradient at `of`, of its shape; 1 by default
 * @returns gradients in the order of `wrt`, each of the shape of its value
 * @throws GraphError if a path leads through an input that has no gradient (with the reason), or if
 *   `of` does not depend on a value at all: there is no silent zero
 * @see Griewank & Walther 2008, Evaluating Derivatives, chapter 3
 */
export function gradients(
  g: Ops,
  { of, wrt, seed }: { of: Value; wrt: readonly Value[]; seed?: Value },
): readonly Value[] {
  if (!seed && of.shape.length > 0)
    throw new GraphError({}, `${of.name} ${printShape(of.shape)} is not a scalar`, "Pass a seed");
  if (seed && (seed.dtype !== of.dtype || !sameShape(seed.shape, of.shape)))
    throw new GraphError(
      {},
      `the seed is ${seed.dtype} ${printShape(seed.shape)} but ${of.name} is ${of.dtype} ${printShape(of.shape)}`,
      "Pass a seed of the same type and shape",
    );
  const nodes = [...g.builder.nodes];
  const varying = new Set(wrt.map((value) => value.name));
  for (const node of nodes)
    if (node.inputs.some((name) => varying.has(name)))
      for (const name of node.outputs) varying.add(name);

  const found = new Map<string, Value>([[of.name, seed ?? g.scalar(1, of.dtype)]]);
  for (const node of nodes.reverse()) {
    const dOut = found.get(node.outputs[0] as string);
    const side = node.outputs.slice(1).find((name) => found.has(name));
    if (side)
      throw new GraphError(
        {},
        `a gradient flows into ${side}, a side output of ${node.opType}`,
        "Use its first output only",
      );
    if (!dOut) continue;
    node.inputs.forEach((name, index) => {
      if (name === "" || !varying.has(name)) return;
      const gradient = vjpOf(g, node, index, dOut);
      const value = g.builder.values.get(name) as Value;
      if (!sameShape(gradient.shape, value.shape))
        throw new GraphError(
          {},
          `${node.opType} gives its input ${index} a gradient of shape ${printShape(gradient.shape)} instead of ${printShape(value.shape)}`,
          "Correct its vector-Jacobian product",
        );
      const before = found.get(name);
      found.set(name, before ? g.add(before, gradient) : gradient);
    });
  }
  return wrt.map((value) => {
    const gradient = found.get(value.name);
    if (!gradient)
      throw new GraphError(
        {},
        `${of.name} does not depend on ${value.name}`,
        "Leave it out of wrt",
      );
    return gradient;
  });
}

function vjpOf(g: Ops, node: GraphNode, index: number, dOut: Value): Value {
  const operator = OP_TABLE.get(opKey(node.domain, node.opType));
  if (!operator) throw new GraphError({}, `${node.opType} is not in the table`, "Add it to ops");
  const names = operator.inputs;
  const name = names[Math.min(index, names.length - 1)] as string;
  const rule = operator.vjp[name];
  if (rule === undefined || "noGradient" in rule)
    throw new GraphError(
      {},
      `input ${name} of ${node.opType} has no gradient: ${rule?.noGradient ?? "no rule"}`,
      "Do not ask for a gradient through it",
    );
  const value = (valueName: string | undefined) =>
    valueName ? (g.builder.values.get(valueName) as Value) : undefined;
  const inputs = Object.fromEntries(names.map((input, i) => [input, value(node.inputs[i])]));
  return rule(
    {
      dOut,
      inputs: inputs as Record<string, Value>,
      outputs: node.outputs.map((output) => value(output) as Value),
      attributes: node.attributes,
    },
    g,
  );
}
