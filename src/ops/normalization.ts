/** Softmax, its logarithm, and layer normalisation. */

import { defineOp } from "./operator.js";
import { operand, reduced, sameAsFirst } from "./rules.js";

const alongAxis = {
  since: 13,
  inputs: ["X"],
  outputs: ["Y"],
  attributes: { axis: "int" },
  infer: sameAsFirst,
} as const;

/** Y = exp(X) / sum(exp(X)) along `axis`. */
export const Softmax = defineOp({
  ...alongAxis,
  opType: "Softmax",
  vjp: {
    // dX = Y * (dY - sum(dY * Y))
    X: ({ dOut, outputs: [output], attributes }, g) => {
      const Y = output as NonNullable<typeof output>;
      const dot = g.sum(g.mul(dOut, Y), [attributes.axis as number], { keepDims: true });
      return g.mul(Y, g.sub(dOut, dot));
    },
  },
});

/** Y = X - log(sum(exp(X))) along `axis`. */
export const LogSoftmax = defineOp({
  ...alongAxis,
  opType: "LogSoftmax",
  vjp: {
    // dX = dY - exp(Y) * sum(dY)
    X: ({ dOut, outputs: [output], attributes }, g) => {
      const total = g.sum(dOut, [attributes.axis as number], { keepDims: true });
      return g.sub(dOut, g.mul(g.exp(output as NonNullable<typeof output>), total));
    },
  },
});

/** Y = (X - Mean) * InvStdDev * Scale + B over the last axis (Ba, Kiros, Hinton 2016, equation 3). */
export const LayerNormalization = defineOp({
  opType: "LayerNormalization",
  since: 17,
  inputs: ["X", "Scale", "B"],
  outputs: ["Y", "Mean", "InvStdDev"],
  attributes: { axis: "int", epsilon: "float" },
  infer: (args) => {
    const { dtype, shape } = operand(args, 0);
    const statistics = { dtype: "float32", shape: reduced(shape, [-1], 1) } as const; // ONNX: stash_type
    return [{ dtype, shape }, statistics, statistics];
  },
  vjp: {
    // with Z the normalised X and dZ = dY * Scale: dX = InvStdDev * (dZ - mean(dZ) - Z * mean(dZ * Z))
    X: ({ dOut, inputs: { X, Scale }, outputs: [, Mean, InvStdDev] }, g) => {
      const inverse = InvStdDev as NonNullable<typeof InvStdDev>;
      const Z = g.mul(g.sub(X, Mean as NonNullable<typeof Mean>), inverse);
      const dZ = g.mul(dOut, Scale);
      const mean = g.mean(dZ, [-1], { keepDims: true });
      const slope = g.mean(g.mul(dZ, Z), [-1], { keepDims: true });
      return g.mul(inverse, g.sub(g.sub(dZ, mean), g.mul(Z, slope)));
    },
    // dScale = sum(dY * Z)
    Scale: ({ dOut, inputs: { X, Scale }, outputs: [, Mean, InvStdDev] }, g) => {
      const centred = g.sub(X, Mean as NonNullable<typeof Mean>);
      return g.sumTo(
        g.mul(dOut, g.mul(centred, InvStdDev as NonNullable<typeof InvStdDev>)),
        Scale,
      );
    },
    B: ({ dOut, inputs: { B } }, g) => g.sumTo(dOut, B), // dB = sum(dY)
  },
});
