/** What each shape rule refuses, with the whole message. */

import { describe, expect, test } from "vitest";
import { GraphBuilder, type Value } from "../onnx/index.js";
import { createOps, type Ops } from "./ops.js";
import { OP_TABLE } from "./table.js";

type Operands = Readonly<Record<"x" | "row" | "double" | "ids" | "cube", Value>>;

const CASES: readonly [string, (g: Ops, operands: Operands) => Value, string][] = [
  [
    "operands that do not broadcast",
    (g, { x, row }) => g.mul(x, row),
    "Mul: x float32 [batch, 2] and row float32 [3] do not broadcast. Reshape or cast one of them.",
  ],
  [
    "operands of two types",
    (g, { x, double }) => g.add(x, double),
    "Add: x float32 [batch, 2] and double float64 [batch, 2] do not broadcast. Reshape or cast one of them.",
  ],
  [
    "a product over two sizes",
    (g, { x }) => g.matMul(x, x),
    "MatMul: x float32 [batch, 2] and x float32 [batch, 2] do not multiply. Reshape or cast one of them.",
  ],
  [
    "a product with a vector",
    (g, { x, row }) => g.fusedMatMul(x, row),
    "FusedMatMul: x float32 [batch, 2] and row float32 [3] do not multiply. Reshape or cast one of them.",
  ],
  [
    "a Gemm of rank 3",
    (g, { cube }) => g.gemm(cube, cube, undefined, { transB: true }),
    "Gemm: cube float32 [batch, 2, 2] and cube float32 [batch, 2, 2] do not multiply. Reshape or cast one of them.",
  ],
  [
    "an operand that is absent",
    (g, { x }) => g.builder.node("Add", [x, undefined])[0] as Value,
    "Add: input 1 is missing. Give every required input.",
  ],
  [
    "a reshape to another number of elements",
    (g, { x }) => g.reshape(x, ["batch", 3]),
    "Reshape: x [batch, 2] has 2*batch elements, [batch, 3] has 3*batch. Keep the number of elements.",
  ],
  [
    "a reshape without a declared result",
    (g, { x, ids }) => g.builder.node("Reshape", [x, ids])[0] as Value,
    "Reshape: there is no declared result shape. Pass `target`.",
  ],
  [
    "an axis that grows from 2 to 6",
    (g, { x }) => g.expand(x, ["batch", 6]),
    "Expand: x [batch, 2] does not grow to [batch, 6]. Only axes of size 1 grow.",
  ],
  [
    "an axis that shrinks",
    (g, { x }) => g.expand(x, ["batch", 1]),
    "Expand: x [batch, 2] does not grow to [batch, 1]. Only axes of size 1 grow.",
  ],
  [
    "an axis named twice",
    (g, { x }) => g.transpose(x, [1, 1]),
    "Transpose: [1, 1] is no order of the axes of x [batch, 2]. Name each axis once.",
  ],
  [
    "a sum over no axis",
    (g, { x }) => g.sum(x, []),
    "ReduceSum: the axes of x [batch, 2] are none, or no constant. Name them, or leave the input out for all.",
  ],
  [
    "a sum over axes that only a run tells",
    (g, { x, ids }) => g.builder.node("ReduceSum", [x, ids])[0] as Value,
    "ReduceSum: the axes of x [batch, 2] are none, or no constant. Name them, or leave the input out for all.",
  ],
  [
    "a joint of values that are no vectors",
    (g, { x, row }) => g.concat([row, x]),
    "Concat: x is float32 [batch, 2], no vector of float32 of known length. Join vectors of one type only.",
  ],
  [
    "a joint of two types",
    (g, { row, ids }) => g.concat([row, ids]),
    "Concat: ids is int64 [2], no vector of float32 of known length. Join vectors of one type only.",
  ],
  [
    "a cut beyond the end",
    (g, { row }) => g.slice(row, { start: 1, end: 4 }),
    "Slice: elements 1 to 4 of row [3] do not exist. Cut within a vector of known length.",
  ],
];

describe("shape rules", () => {
  test.each(CASES)("refuse %s", (_, apply, message) => {
    const g = createOps(new GraphBuilder(OP_TABLE));
    const operands: Operands = {
      x: g.builder.input("x", "float32", ["batch", 2]),
      row: g.builder.input("row", "float32", [3]),
      double: g.builder.input("double", "float64", ["batch", 2]),
      ids: g.builder.input("ids", "int64", [2]),
      cube: g.builder.input("cube", "float32", ["batch", 2, 2]),
    };
    expect(() => apply(g, operands)).toThrow(
      expect.objectContaining({ name: "GraphError", message }),
    );
  });
});
