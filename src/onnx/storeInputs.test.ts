/** Inputs that become constants: the graph computes the same, and asks for less. */
import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { float32, type Tensor, tensor } from "../core/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { GraphBuilder } from "./graphBuilder.js";
import { storeInputs } from "./storeInputs.js";
import { verifyGraph } from "./verifyGraph.js";

const g = createOps(new GraphBuilder(OP_TABLE));
const x = g.builder.input("x", "float32", ["n", 2]);
const w = g.builder.input("w", "float32", [2, 2]);
const graph = g.builder.build("product", { y: g.add(g.matMul(x, w), g.scalar(1)) });

describe("storeInputs", () => {
  test("stores tensors under their names, beside the constants that were there", async () => {
    const stored = storeInputs(graph, new Map([["w", float32([2, 2], [1, 2, 3, 4])]]));
    verifyGraph(stored, OP_TABLE);
    expect(stored.inputs.map(({ name }) => name)).toEqual(["x"]);
    const [results] = await runGraph(stored, { x: float32([1, 2], [10, 1]) });
    expect([...(results?.y?.data ?? [])]).toEqual([14, 25]);
    expect(graph.inputs).toHaveLength(2);
  });

  test.each<[string, Tensor, string]>([
    ["v", float32([1], [1]), "v is float32 [1] but the graph product takes no such input"],
    [
      "w",
      float32([4], [1, 2, 3, 4]),
      "w is float32 [4] but the graph product takes float32 [2, 2]",
    ],
    [
      "w",
      tensor("int8", [2, 2], new Int8Array(4)),
      "w is int8 [2, 2] but the graph product takes float32 [2, 2]",
    ],
  ])("refuses what is not declared: %s", (name, value, problem) => {
    expect(() => storeInputs(graph, new Map([[name, value]]))).toThrow(
      expect.objectContaining({
        name: "GraphError",
        message: `${problem}. Store what the graph declares.`,
      }),
    );
  });
});
