/** Whether the result of a graph may be written over one of its inputs while it runs. */

import type { Graph } from "./graph.js";

/** Operators that read element i of their operands before they write element i of their result. */
const ELEMENT_BY_ELEMENT = new Set(["Add", "Sub", "Mul", "Div"]);

/**
 * The outputs, among those given with the input that they would replace, for which this is safe in every order in which
 * the graph can run: the output is made element by element, and each node that reads the input is the one that makes the
 * output, or must have run before it.
 * @param replaces name of the input for each name of an output, of one shape
 */
export function safeToOverwrite(
  graph: Graph,
  replaces: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const makerOf = new Map(graph.nodes.flatMap((node, i) => node.outputs.map((name) => [name, i])));
  const readersOf = new Map<string, number[]>();
  graph.nodes.forEach((node, i) => {
    for (const name of new Set(node.inputs))
      readersOf.set(name, [...(readersOf.get(name) ?? []), i]);
  });

  /** Numbers of the nodes that must run before a node, itself among them. */
  function before(last: number): Set<number> {
    const seen = new Set([last]);
    for (const index of seen)
      for (const name of graph.nodes[index]?.inputs ?? []) {
        const maker = makerOf.get(name);
        if (maker !== undefined) seen.add(maker);
      }
    return seen;
  }

  return new Set(
    [...replaces].flatMap(([output, input]) => {
      const maker = makerOf.get(output);
      if (maker === undefined || !ELEMENT_BY_ELEMENT.has(graph.nodes[maker]?.opType ?? ""))
        return [];
      const earlier = before(maker);
      return (readersOf.get(input) ?? []).every((reader) => earlier.has(reader)) ? [output] : [];
    }),
  );
}
