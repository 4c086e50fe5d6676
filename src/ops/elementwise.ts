/** Operators that work on each element, with NumPy broadcasting between two operands. */

import { GraphError } from "../onnx/index.js";
import { defineOp, noGradient } from "./operator.js";
import { broadcastOperands, operand, sameAsFirst } from "./rules.js";

const binary = { inputs: ["A", "B"], outputs: ["C"], infer: broadcastOperands } as const;
const unary = { inputs: ["X"], outputs: ["Y"], infer: sameAsFirst } as const;

export const Add = defineOp({
  ...binary,
  opType: "Add",
  since: 14,
  vjp: {
    A: ({ dOut, inputs: { A } }, g) => g.sumTo(dOut, A), // dA = dC
    B: ({ dOut, inputs: { B } }, g) => g.sumTo(dOut, B), // dB = dC
  },
});

export const Sub = defineOp({
  ...binary,
  opType: "Sub",
  since: 14,
  vjp: {
    A: ({ dOut, inputs: { A } }, g) => g.sumTo(dOut, A), // dA = dC
    B: ({ dOut, inputs: { B } }, g) => g.neg(g.sumTo(dOut, B)), // dB = -dC
  },
});

export const Mul = defineOp({
  ...binary,
  opType: "Mul",
  since: 14,
  vjp: {
    A: ({ dOut, inputs: { A, B } }, g) => g.sumTo(g.mul(dOut, B), A), // dA = dC * B
    B: ({ dOut, inputs: { A, B } }, g) => g.sumTo(g.mul(dOut, A), B), // dB = dC * A
  },
});

export const Div = defineOp({
  ...binary,
  opType: "Div",
  since: 14,
  vjp: {
    A: ({ dOut, inputs: { A, B } }, g) => g.sumTo(g.div(dOut, B), A), // dA = dC / B
    // dB = -dC * C / B
    B: ({ dOut, inputs: { B }, outputs: [C] }, g) =>
      g.neg(g.sumTo(g.div(g.mul(dOut, C as NonNullable<typeof C>), B), B)),
  },
});

export const Min = defineOp({
  ...binary,
  opType: "Min",
  since: 13,
  vjp: {
    A: noGradient("Min is used for clipping factors, which are constants to the gradient"),
    B: noGradient("Min is used for clipping factors, which are constants to the gradient"),
  },
});

/** True where both operands are the same. */
export const Equal = defineOp({
  ...binary,
  opType: "Equal",
  since: 19,
  infer: (args) => broadcastOperands(args).map(({ shape }) => ({ dtype: "bool", shape })),
  vjp: {
    A: noGradient("it compares indices, which are integers"),
    B: noGradient("it compares indices, which are integers"),
  },
});

export const Neg = defineOp({
  ...unary,
  opType: "Neg",
  since: 13,
  vjp: { X: ({ dOut }, g) => g.neg(dOut) }, // dX = -dY
});

export const Sqrt = defineOp({
  ...unary,
  opType: "Sqrt",
  since: 13,
  // dX = dY / (2 Y)
  vjp: { X: ({ dOut, outputs: [Y] }, g) => g.div(dOut, g.scale(Y as NonNullable<typeof Y>, 2)) },
});

export const Exp = defineOp({
  ...unary,
  opType: "Exp",
  since: 13,
  vjp: { X: ({ dOut, outputs: [Y] }, g) => g.mul(dOut, Y as NonNullable<typeof Y>) }, // dX = dY * Y
});

export const Erf = defineOp({
  ...unary,
  opType: "Erf",
  since: 13,
  // dX = dY * 2 / sqrt(pi) * exp(-X^2)
  vjp: {
    X: ({ dOut, inputs: { X } }, g) =>
      g.scale(g.mul(dOut, g.exp(g.neg(g.mul(X, X)))), 2 / Math.sqrt(Math.PI)),
  },
});

export const Tanh = defineOp({
  ...unary,
  opType: "Tanh",
  since: 13,
  // dX = dY - dY * Y^2
  vjp: {
    X: ({ dOut, outputs: [Y] }, g) =>
      g.sub(dOut, g.mul(dOut, g.mul(Y as NonNullable<typeof Y>, Y as NonNullable<typeof Y>))),
  },
});

export const Relu = defineOp({
  ...unary,
  opType: "Relu",
  since: 14,
  // dX = dY where Y > 0; sign(Y) is 0 or 1
  vjp: { X: ({ dOut, outputs: [Y] }, g) => g.mul(dOut, g.sign(Y as NonNullable<typeof Y>)) },
});

export const Sign = defineOp({
  ...unary,
  opType: "Sign",
  since: 13,
  vjp: { X: noGradient("the sign is piecewise constant") },
});

/** Gaussian error linear unit, exact or with the tanh of Hendrycks & Gimpel 2016, section 2. */
export const Gelu = defineOp({
  ...unary,
  opType: "Gelu",
  since: 20,
  attributes: { approximate: "string" },
  vjp: {
    X: ({ dOut, inputs: { X }, attributes }, g) =>
      g.mul(
        dOut,
        attributes.approximate === "tanh" ? g.geluTanhDerivative(X) : g.geluDerivative(X),
      ),
  },
});

export const Identity = defineOp({
  ...unary,
  opType: "Identity",
  since: 16,
  vjp: { X: ({ dOut }) => dOut }, // dX = dY
});

/** Numbers to another floating-point type; `to` is ONNX's code of it. */
export const Cast = defineOp({
  ...unary,
  opType: "Cast",
  since: 13,
  attributes: { to: "int" },
  infer: (args) => {
    const { shape } = operand(args, 0);
    return [{ dtype: args.attributes.to === 11 ? "float64" : "float32", shape }];
  },
  vjp: {
    X: ({ dOut, inputs: { X } }, g) => {
      if (X.dtype === "float32" || X.dtype === "float64") return g.cast(dOut, X.dtype);
      throw new GraphError(
        {},
        `${X.name} is ${X.dtype}, which has no gradient`,
        "Do not ask for a gradient through it",
      );
    },
  },
});
