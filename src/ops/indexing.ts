/** Reading rows by index, adding into rows by index, and the largest elements. */

import { type Dim, positiveAxis } from "../onnx/index.js";
import { defineOp, noGradient } from "./operator.js";
import { operand, sameAsFirst } from "./rules.js";

/** Rows of `data` along axis 0, by integer index; the result has the index's axes in front. */
export const Gather = defineOp({
  opType: "Gather",
  since: 13,
  inputs: ["data", "indices"],
  outputs: ["output"],
  attributes: { axis: "int" },
  infer: (args) => {
    const data = operand(args, 0);
    return [{ dtype: data.dtype, shape: [...operand(args, 1).shape, ...data.shape.slice(1)] }];
  },
  vjp: {
    // each row receives the sum of the gradients of its readers
    data: ({ dOut, inputs: { data, indices } }, g) => g.scatterAddRows(data.shape, indices, dOut),
    indices: noGradient("indices are integers"),
  },
});

/**
 * Adds `updates` into `data` along `axis` at `indices`, which has the shape of `updates`.
 * ONNX Runtime runs it on one thread in order, so repeated indices give the same sum each time;
 * ScatterND with `add` runs in parallel and does not promise that.
 */
export const ScatterElements = defineOp({
  opType: "ScatterElements",
  since: 18,
  inputs: ["data", "indices", "updates"],
  outputs: ["output"],
  attributes: { axis: "int", reduction: "string" },
  infer: sameAsFirst,
  vjp: {
    data: ({ dOut }) => dOut, // with `add`, dData = dOut
    indices: noGradient("indices are integers"),
    updates: noGradient("it occurs in gradients only; second derivatives are not needed"),
  },
});

/** The `K` largest or smallest elements along `axis`, and where they were. */
export const TopK = defineOp({
  opType: "TopK",
  since: 11,
  inputs: ["X", "K"],
  outputs: ["Values", "Indices"],
  attributes: { axis: "int", largest: "int", sorted: "int" },
  infer: (args) => {
    const { dtype, shape } = operand(args, 0);
    const k = args.constant(1)?.data[0];
    const axis = positiveAxis(Number(args.attributes.axis ?? -1), shape.length);
    const out = shape.map(
      (dim, i): Dim => (i === axis ? (k === undefined ? "k" : Number(k)) : dim),
    );
    return [
      { dtype, shape: out },
      { dtype: "int64", shape: out },
    ];
  },
  vjp: {
    X: noGradient("it chooses neighbours, which is piecewise constant"),
    K: noGradient("a count is an integer"),
  },
});
