/** What the vote of neighbours needs inside a graph. */

import { GraphError, printShape, sameShape } from "../onnx/index.js";
import { defineOp, noGradient } from "./operator.js";
import { operand, sameAsFirst } from "./rules.js";

/** Natural logarithm. */
export const Log = defineOp({
  opType: "Log",
  since: 13,
  inputs: ["X"],
  outputs: ["Y"],
  infer: sameAsFirst,
  vjp: { X: ({ dOut, inputs: { X } }, g) => g.div(dOut, X) }, // dX = dY / X
});

/** Elements of `data` along `axis` at `indices`, which has the shape of the result. */
export const GatherElements = defineOp({
  opType: "GatherElements",
  since: 13,
  inputs: ["data", "indices"],
  outputs: ["output"],
  attributes: { axis: "int" },
  infer: (args) => {
    const [data, indices] = [operand(args, 0), operand(args, 1)];
    const axis = data.shape.length - 1;
    if (!sameShape(data.shape.slice(0, axis), indices.shape.slice(0, axis)))
      throw new GraphError(
        { source: args.place },
        `${indices.name} ${printShape(indices.shape)} chooses from ${data.name} ${printShape(data.shape)}`,
        "Only the last axis may differ",
      );
    return [{ dtype: data.dtype, shape: indices.shape }];
  },
  vjp: {
    data: noGradient("it reads the labels of neighbours, which are integers"),
    indices: noGradient("indices are integers"),
  },
});
