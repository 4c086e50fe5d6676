/** The text of a small graph, written by hand. */

import { expect, test } from "vitest";
import { float32 } from "../core/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { GraphBuilder } from "./graphBuilder.js";
import { printGraph } from "./printGraph.js";

test("printGraph prints inputs, a line a node with types and attributes, and outputs", () => {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const x = g.builder.input("x", "float32", ["batch", 2]);
  const w = g.constant(float32([3, 2], [1, 2, 3, 4, 5, 6]));
  const bias = g.builder.input("bias", "float32", [3]);
  const rows = g.builder.node(
    "LayerNormalization",
    [g.gemm(x, w, bias, { transB: true }), bias, bias],
    {
      attributes: { axis: -1, epsilon: 0.5 },
    },
  )[0] as typeof x;
  const turned = g.transpose(rows, [1, 0]);
  expect(printGraph(g.builder.build("small", { y: g.gelu(turned, "tanh") }))).toBe(
    [
      "graph small",
      "input x: float32 [batch, 2]",
      "input bias: float32 [3]",
      "Gemm_0: float32 [batch, 3] = Gemm(x, constant_0, bias) {transB=1}",
      "LayerNormalization_1: float32 [batch, 3], LayerNormalization_1_1: float32 [batch, 1], LayerNormalization_1_2: float32 [batch, 1] = LayerNormalization(Gemm_0, bias, bias) {axis=-1, epsilon=0.5}",
      "Transpose_2: float32 [3, batch] = Transpose(LayerNormalization_1) {perm=[1,0]}",
      'y: float32 [3, batch] = Gelu(Transpose_2) {approximate="tanh"}',
      "output y",
    ].join("\n"),
  );
});

test("printGraph shows type and shape of a tensor attribute, not its content", () => {
  const graph = {
    name: "g",
    inputs: [],
    outputs: [],
    constants: new Map(),
    values: new Map(),
    nodes: [
      {
        opType: "ConstantOfShape",
        domain: "",
        inputs: ["s"],
        outputs: ["o"],
        attributes: { value: float32([1], [3]) },
      },
    ],
  };
  expect(printGraph(graph)).toBe("graph g\no: ? = ConstantOfShape(s) {value=float32[1]}");
});
