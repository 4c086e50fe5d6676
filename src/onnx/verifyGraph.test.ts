/** Every refusal of a graph, from one good graph with one thing spoilt. */

import { describe, expect, test } from "vitest";
import { createOps, OP_TABLE } from "../ops/index.js";
import type { Graph, GraphNode, Value } from "./graph.js";
import { GraphBuilder } from "./graphBuilder.js";
import { verifyGraph } from "./verifyGraph.js";

/** exp(x) as `middle`, then softmax(middle) as `y`. */
function good(): Graph {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const middle = g.exp(g.builder.input("x", "float32", ["n", 2]));
  return g.builder.build("good", { middle, y: g.softmax(middle) });
}

function withNode(change: Partial<GraphNode>, at = 0): Graph {
  const graph = good();
  return { ...graph, nodes: graph.nodes.map((n, i) => (i === at ? { ...n, ...change } : n)) };
}

function withValue(name: string, value: Value | undefined): Graph {
  const graph = good();
  const values = new Map(graph.values);
  if (value) values.set(name, value);
  else values.delete(name);
  return { ...graph, values };
}

describe("verifyGraph", () => {
  test("accepts a good graph", () => {
    expect(() => verifyGraph(good(), OP_TABLE)).not.toThrow();
  });

  test.each<[string, () => Graph, string]>([
    [
      "an unknown operator",
      () => withNode({ opType: "Sin" }),
      "node 0 (Sin) is not in the table. Add it to ops.",
    ],
    [
      "a known operator in another domain",
      () => withNode({ domain: "com.microsoft" }),
      "node 0 (Exp) is not in the table. Add it to ops.",
    ],
    [
      "an unknown attribute",
      () => withNode({ attributes: { axis: 0 } }),
      "node 0 (Exp) has an unknown attribute axis. Remove it.",
    ],
    [
      "an attribute with a name that every object has",
      () => withNode({ attributes: { toString: 0 } }),
      "node 0 (Exp) has an unknown attribute toString. Remove it.",
    ],
    [
      "too many inputs",
      () => withNode({ inputs: ["x", "x"] }),
      "node 0 (Exp) has 2 inputs, its schema wants 1 to 1. Give the inputs of the schema.",
    ],
    [
      "too few inputs",
      () => withNode({ opType: "Gemm", inputs: ["x"] }),
      "node 0 (Gemm) has 1 inputs, its schema wants 2 to 3. Give the inputs of the schema.",
    ],
    [
      "a required input that is absent",
      () => withNode({ inputs: [""] }),
      "node 0 (Exp): input 0 is missing. Give every required input.",
    ],
    [
      "nodes in the wrong order",
      () => ({ ...good(), nodes: [...good().nodes].reverse() }),
      "node 0 (Softmax) uses middle before it exists. Reorder the nodes.",
    ],
    [
      "a value without a declaration",
      () => withValue("middle", undefined),
      "value middle has no declaration. Declare it.",
    ],
    [
      "another declared shape",
      () => withValue("middle", { name: "middle", dtype: "float32", shape: ["n", 3] }),
      "node 0 (Exp) output middle is declared float32 [n, 3] but is float32 [n, 2]. Correct the declaration.",
    ],
    [
      "another declared type",
      () => withValue("middle", { name: "middle", dtype: "int32", shape: ["n", 2] }),
      "node 0 (Exp) output middle is declared int32 [n, 2] but is float32 [n, 2]. Correct the declaration.",
    ],
    [
      "an output that the operator does not have",
      () => withNode({ outputs: ["middle", "y"] }),
      "node 0 (Exp) output y is declared float32 [n, 2] but is not produced. Correct the declaration.",
    ],
    [
      "a value that is defined twice",
      () => withNode({ outputs: ["middle"] }, 1),
      "node 1 (Softmax) defines middle a second time. Rename it.",
    ],
    [
      "an output that nothing computes",
      () => ({ ...good(), nodes: good().nodes.slice(0, 1) }),
      "output y is never computed. Remove or compute it.",
    ],
    [
      "operands that do not fit",
      () => withNode({ opType: "MatMul", inputs: ["x", "x"] }),
      "node 0 (MatMul): x float32 [n, 2] and x float32 [n, 2] do not multiply. Reshape or cast one of them.",
    ],
  ])("refuses %s", (_, spoilt, message) => {
    expect(() => verifyGraph(spoilt(), OP_TABLE)).toThrow(
      expect.objectContaining({ name: "GraphError", message }),
    );
  });
});
