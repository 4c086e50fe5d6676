/** Matrix products. */

import {
  broadcast,
  type Dim,
  type InferArguments,
  type Shape,
  type ValueType,
} from "../onnx/index.js";
import { defineOp } from "./operator.js";
import { mismatch, operand } from "./rules.js";

function matrixProduct(args: InferArguments): ValueType[] {
  const a = operand(args, 0);
  const b = operand(args, 1);
  const { transA, transB } = flags(args);
  const flip = (shape: Shape, flipped: boolean): [Dim | undefined, Dim | undefined] =>
    flipped ? [shape.at(-1), shape.at(-2)] : [shape.at(-2), shape.at(-1)];
  const [rows, inner] = flip(a.shape, transA);
  const [inner2, columns] = flip(b.shape, transB);
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (
    rows === undefined ||
    columns === undefined ||
    inner !== inner2 ||
    !batch ||
    a.dtype !== b.dtype
  )
    throw mismatch("multiply", { a, b, ...args });
  return [{ dtype: a.dtype, shape: [...batch, rows, columns] }];
}

const flags = ({ attributes }: Pick<InferArguments, "attributes">) => ({
  transA: attributes.transA === 1,
  transB: attributes.transB === 1,
});

/** Y = alpha A' B' + beta C, all of rank 2; C broadcasts. */
export const Gemm = defineOp({
  opType: "Gemm",
  since: 13,
  inputs: ["A", "B", "C"],
  required: 2,
  outputs: ["Y"],
  attributes: { transA: "int", transB: "int", alpha: "float", beta: "float" },
  infer: (args) => {
    const [a, b] = [operand(args, 0), operand(args, 1)];
    if (a.shape.length !== 2 || b.shape.length !== 2) throw mismatch("multiply", { a, b, ...args });
    return matrixProduct(args);
  },
  vjp: {
    // dA = alpha dY B'^T, transposed where A was
    A: ({ dOut, inputs: { B }, attributes }, g) => {
      const { transA, transB } = flags({ attributes });
      const alpha = (attributes.alpha as number | undefined) ?? 1;
      return transA
        ? g.gemm(B, dOut, undefined, { alpha, transA: transB, transB: true })
        : g.gemm(dOut, B, undefined, { alpha, transA: false, transB: !transB });
    },
    // dB = alpha A'^T dY, transposed where B was
    B: ({ dOut, inputs: { A }, attributes }, g) => {
      const { transA, transB } = flags({ attributes });
      const alpha = (attributes.alpha as number | undefined) ?? 1;
      return transB
        ? g.gemm(dOut, A, undefined, { alpha, transA: true, transB: transA })
        : g.gemm(A, dOut, undefined, { alpha, transA: !transA, transB: false });
    },
    // dC = beta dY
    C: ({ dOut, inputs: { C }, attributes }, g) =>
      g.scale(g.sumTo(dOut, C), (attributes.beta as number | undefined) ?? 1),
  },
});

/** Y = A B over the last two axes; the others broadcast. */
export const MatMul = defineOp({
  opType: "MatMul",
  since: 13,
  inputs: ["A", "B"],
  outputs: ["Y"],
  infer: matrixProduct,
  vjp: {
    // dA = dY B^T
    A: ({ dOut, inputs: { A, B } }, g) => g.sumTo(g.matMul(dOut, g.swapLastAxes(B)), A),
    // dB = A^T dY
    B: ({ dOut, inputs: { A, B } }, g) => g.sumTo(g.matMul(g.swapLastAxes(A), dOut), B),
  },
});

/** Y = alpha A' B' over the last two axes, without copying a transposed operand (com.microsoft). */
export const FusedMatMul = defineOp({
  opType: "FusedMatMul",
  domain: "com.microsoft",
  since: 1,
  inputs: ["A", "B"],
  outputs: ["Y"],
  attributes: { transA: "int", transB: "int", alpha: "float" },
  infer: matrixProduct,
  vjp: {
    // dA = alpha dY B'^T, transposed where A was
    A: ({ dOut, inputs: { A, B }, attributes }, g) => {
      const { transA, transB } = flags({ attributes });
      const alpha = (attributes.alpha as number | undefined) ?? 1;
      return g.sumTo(
        transA
          ? g.fusedMatMul(B, dOut, { alpha, transA: transB, transB: true })
          : g.fusedMatMul(dOut, B, { alpha, transA: false, transB: !transB }),
        A,
      );
    },
    // dB = alpha A'^T dY, transposed where B was
    B: ({ dOut, inputs: { A, B }, attributes }, g) => {
      const { transA, transB } = flags({ attributes });
      const alpha = (attributes.alpha as number | undefined) ?? 1;
      return g.sumTo(
        transB
          ? g.fusedMatMul(dOut, A, { alpha, transA: true, transB: transA })
          : g.fusedMatMul(A, dOut, { alpha, transA: !transA, transB: false }),
        B,
      );
    },
  },
});
