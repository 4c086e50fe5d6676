/** Gradient cases as data: one row a situation, checked against finite differences by gradients.test.ts. */

import { tensor } from "../../src/core/index.js";
import type { Value } from "../../src/onnx/index.js";
import type { Ops } from "../../src/ops/index.js";

/** One operator in one situation. */
export interface GradientCase {
  /** Operator of the table. */
  readonly op: string;
  readonly why: string;
  /** Differentiable operands by their ONNX name. Values are uniform in [low, high], -1 to 1 by default. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly low?: number;
  readonly high?: number;
  /** float32 where the engine has no float64 kernel. */
  readonly dtype?: "float32";
  /** Integer operand: shape, and exclusive upper bound. */
  readonly indices?: { readonly shape: readonly number[]; readonly below: number };
  readonly apply: (g: Ops, operands: Operands, indices: Value) => Value;
}

/** Operands of a case by ONNX's names; a case reads those that it declares. */
type Operands = Readonly<Record<"A" | "B" | "C" | "X" | "data" | "input" | "Scale", Value>>;

const positive = { low: 0.5, high: 2 };

/** Adds a matrix of ones into the rows of `data` at `indices`. */
function scatterInto(g: Ops, data: Value, indices: Value): Value {
  const ones = tensor("float64", [5, 3], new Float64Array(15).fill(1));
  return g.builder.node("ScatterElements", [data, indices, g.constant(ones)], {
    attributes: { axis: 0, reduction: "add" },
  })[0] as Value;
}

export const CASES: readonly GradientCase[] = [
  {
    op: "Add",
    why: "same shapes",
    shapes: { A: [2, 3], B: [2, 3] },
    apply: (g, { A, B }) => g.add(A, B),
  },
  {
    op: "Add",
    why: "a row and a column broadcast",
    shapes: { A: [3], B: [2, 1] },
    apply: (g, { A, B }) => g.add(A, B),
  },
  {
    op: "Add",
    why: "a row broadcasts over a matrix, whose sum is a matrix product",
    shapes: { A: [4, 3], B: [3] },
    apply: (g, { A, B }) => g.add(A, B),
  },
  {
    op: "Sub",
    why: "a scalar broadcasts",
    shapes: { A: [2, 3], B: [] },
    apply: (g, { A, B }) => g.sub(A, B),
  },
  {
    op: "Mul",
    why: "an inner axis of size 1",
    shapes: { A: [2, 1, 3], B: [2, 4, 3] },
    apply: (g, { A, B }) => g.mul(A, B),
  },
  {
    op: "Mul",
    why: "both operands are the same value",
    shapes: { A: [2, 3] },
    apply: (g, { A }) => g.mul(A, A),
  },
  {
    op: "Div",
    why: "a divisor broadcasts",
    shapes: { A: [2, 3], B: [3] },
    apply: (g, { A, B }) => g.div(A, B),
    ...positive,
  },
  {
    op: "Log",
    why: "positive numbers",
    shapes: { X: [2, 3] },
    apply: (g, { X }) => g.builder.node("Log", [X])[0] as Value,
    ...positive,
  },
  { op: "Neg", why: "any shape", shapes: { X: [4] }, apply: (g, { X }) => g.neg(X) },
  {
    op: "Sqrt",
    why: "positive numbers",
    shapes: { X: [2, 3] },
    apply: (g, { X }) => g.sqrt(X),
    ...positive,
  },
  { op: "Exp", why: "any shape", shapes: { X: [2, 3] }, apply: (g, { X }) => g.exp(X) },
  {
    op: "Erf",
    why: "both tails",
    shapes: { X: [12] },
    apply: (g, { X }) => g.erf(X),
    low: -2.5,
    high: 2.5,
    dtype: "float32",
  },
  {
    op: "Tanh",
    why: "both tails",
    shapes: { X: [12] },
    apply: (g, { X }) => g.tanh(X),
    low: -2,
    high: 2,
  },
  { op: "Relu", why: "both sides of zero", shapes: { X: [4, 5] }, apply: (g, { X }) => g.relu(X) },
  {
    op: "Gelu",
    why: "exact",
    shapes: { X: [4, 6] },
    apply: (g, { X }) => g.gelu(X),
    low: -3,
    high: 3,
    dtype: "float32",
  },
  {
    op: "Gelu",
    why: "tanh form",
    shapes: { X: [4, 6] },
    apply: (g, { X }) => g.gelu(X, "tanh"),
    low: -3,
    high: 3,
    dtype: "float32",
  },
  {
    op: "Identity",
    why: "any shape",
    shapes: { X: [2, 2] },
    apply: (g, { X }) => g.builder.node("Identity", [X])[0] as Value,
  },
  {
    op: "Cast",
    why: "to the other precision and back",
    shapes: { X: [5] },
    apply: (g, { X }) => g.cast(g.cast(X, "float64"), "float32"),
    dtype: "float32",
  },
  {
    op: "Gemm",
    why: "no flags",
    shapes: { A: [2, 3], B: [3, 4], C: [4] },
    apply: (g, { A, B, C }) => g.gemm(A, B, C),
  },
  {
    op: "Gemm",
    why: "a linear layer: B transposed, C a row",
    shapes: { A: [5, 3], B: [4, 3], C: [4] },
    apply: (g, { A, B, C }) => g.gemm(A, B, C, { transB: true }),
  },
  {
    op: "Gemm",
    why: "A transposed, scaled, C of full size",
    shapes: { A: [3, 2], B: [3, 4], C: [2, 4] },
    apply: (g, { A, B, C }) => g.gemm(A, B, C, { transA: true, alpha: 0.5, beta: -2 }),
  },
  {
    op: "Gemm",
    why: "both transposed, C a scalar, no C",
    shapes: { A: [3, 2], B: [4, 3] },
    apply: (g, { A, B }) => g.gemm(A, B, undefined, { transA: true, transB: true, alpha: 1.5 }),
  },
  {
    op: "MatMul",
    why: "batched A, shared weight B",
    shapes: { A: [2, 3, 4], B: [4, 5] },
    apply: (g, { A, B }) => g.matMul(A, B),
  },
  {
    op: "MatMul",
    why: "both batched, one broadcast",
    shapes: { A: [2, 1, 3, 4], B: [3, 4, 2] },
    apply: (g, { A, B }) => g.matMul(A, B),
  },
  {
    op: "FusedMatMul",
    why: "queries against keys: B transposed, scaled",
    shapes: { A: [2, 3, 4], B: [2, 5, 4] },
    apply: (g, { A, B }) => g.fusedMatMul(A, B, { transB: true, alpha: 0.5 }),
    dtype: "float32",
  },
  {
    op: "FusedMatMul",
    why: "A transposed",
    shapes: { A: [2, 4, 3], B: [2, 4, 5] },
    apply: (g, { A, B }) => g.fusedMatMul(A, B, { transA: true }),
    dtype: "float32",
  },
  {
    op: "FusedMatMul",
    why: "both transposed",
    shapes: { A: [2, 4, 3], B: [2, 5, 4] },
    apply: (g, { A, B }) => g.fusedMatMul(A, B, { transA: true, transB: true, alpha: 2 }),
    dtype: "float32",
  },
  {
    op: "FusedMatMul",
    why: "no flags",
    shapes: { A: [2, 3, 4], B: [2, 4, 5] },
    apply: (g, { A, B }) => g.fusedMatMul(A, B),
    dtype: "float32",
  },
  { op: "Softmax", why: "last axis", shapes: { X: [2, 3, 4] }, apply: (g, { X }) => g.softmax(X) },
  {
    op: "Softmax",
    why: "a middle axis",
    shapes: { X: [2, 3, 4] },
    apply: (g, { X }) => g.softmax(X, 1),
  },
  {
    op: "LogSoftmax",
    why: "last axis",
    shapes: { X: [3, 5] },
    apply: (g, { X }) => g.logSoftmax(X),
  },
  {
    op: "LogSoftmax",
    why: "a middle axis",
    shapes: { X: [2, 3, 2] },
    apply: (g, { X }) => g.logSoftmax(X, 1),
  },
  {
    op: "LayerNormalization",
    why: "scale and bias of the last axis",
    dtype: "float32",
    shapes: { X: [2, 3, 6], Scale: [6], B: [6] },
    apply: (g, { X, Scale, B }) => g.layerNormalization(X, Scale, B, 1e-3),
  },
  {
    op: "ReduceSum",
    why: "a middle axis, dropped",
    shapes: { data: [2, 3, 4] },
    apply: (g, { data }) => g.sum(data, [1]),
  },
  {
    op: "ReduceSum",
    why: "two axes, kept",
    shapes: { data: [2, 3, 4] },
    apply: (g, { data }) => g.sum(data, [0, -1], { keepDims: true }),
  },
  {
    op: "ReduceMean",
    why: "the last axis, kept",
    shapes: { data: [2, 3, 4] },
    apply: (g, { data }) => g.mean(data, [-1], { keepDims: true }),
  },
  {
    op: "ReduceMean",
    why: "all axes",
    shapes: { data: [2, 3] },
    apply: (g, { data }) => g.mean(data, [0, 1]),
  },
  {
    op: "ReduceSumSquare",
    why: "all axes",
    shapes: { data: [2, 3] },
    apply: (g, { data }) => g.sumSquare(data, [0, 1]),
  },
  {
    op: "ReduceSumSquare",
    why: "the first axis",
    shapes: { data: [2, 3] },
    apply: (g, { data }) => g.sumSquare(data, [0]),
  },
  {
    op: "Reshape",
    why: "joins axes",
    shapes: { data: [2, 3, 4] },
    apply: (g, { data }) => g.reshape(data, [6, 4]),
  },
  {
    op: "Expand",
    why: "new and grown axes",
    shapes: { input: [3, 1] },
    apply: (g, { input }) => g.expand(input, [2, 3, 4]),
  },
  {
    op: "Transpose",
    why: "a rotation of axes, which is not its own inverse",
    shapes: { data: [2, 3, 4] },
    apply: (g, { data }) => g.transpose(data, [1, 2, 0]),
  },
  {
    op: "Gather",
    why: "rows read more than once, others never",
    shapes: { data: [12, 3] },
    apply: (g, { data }, indices) => g.gather(data, indices),
    indices: { shape: [2, 5], below: 4 },
  },
  {
    op: "Gather",
    why: "a handful of rows, whose gradient is a matrix product",
    shapes: { data: [6, 3] },
    apply: (g, { data }, indices) => g.gather(data, indices),
    indices: { shape: [2, 5], below: 4 },
  },
  {
    op: "ScatterElements",
    why: "the base into which rows are added",
    shapes: { data: [4, 3] },
    apply: (g, { data }, indices) => scatterInto(g, data, indices),
    indices: { shape: [5, 3], below: 4 },
  },
];
