/** Replacing nodes: what stays, what changes, and what is refused. */

import { describe, expect, test } from "vitest";
import { float32 } from "../core/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { GraphError } from "./error.js";
import { GraphBuilder } from "./graphBuilder.js";
import { rewriteGraph } from "./rewriteGraph.js";
import { verifyGraph } from "./verifyGraph.js";

/** y = -(x + c), two = x + c. */
function negated() {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const x = g.builder.input("x", "float32", ["n", 2]);
  const sum = g.add(x, g.constant(float32([2], [1, 2])));
  return g.builder.build("negated", { y: g.neg(sum), two: sum });
}

describe("rewriteGraph", () => {
  test("puts an expression in the place of each node that is replaced", () => {
    const graph = rewriteGraph(negated(), OP_TABLE, ({ opType }, [operand], builder) => {
      const g = createOps(builder);
      return opType === "Neg" && operand ? [g.sub(g.scalar(0), operand)] : undefined;
    });
    verifyGraph(graph, OP_TABLE);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(["Add", "Sub"]);
    expect(graph.inputs).toEqual([{ name: "x", dtype: "float32", shape: ["n", 2] }]);
    expect(graph.outputs).toEqual([
      { name: "y", dtype: "float32", shape: ["n", 2] },
      { name: "two", dtype: "float32", shape: ["n", 2] },
    ]);
    expect(graph.nodes[1]?.inputs[1]).toBe("two");
    expect([...graph.constants.values()].map(({ data }) => [...data])).toEqual([[1, 2], [0]]);
  });

  test("refuses a replacement of another shape", () => {
    const rewrite = () =>
      rewriteGraph(negated(), OP_TABLE, ({ opType }, [operand], builder) =>
        opType === "Neg" && operand ? [createOps(builder).sum(operand, [0])] : undefined,
      );
    expect(rewrite).toThrow(GraphError);
    expect(rewrite).toThrow(
      /^Neg gives float32 \[n, 2\] and its replacement float32 \[2\]\. Keep type and shape\.$/,
    );
  });
});
