/** Sums and means over axes. */

import { GraphError, type InferArguments, printShape, type ValueType } from "../onnx/index.js";
import { defineOp, noGradient } from "./operator.js";
import { operand, reduced } from "./rules.js";

function reduce(args: InferArguments): ValueType[] {
  const { dtype, shape, name } = operand(args, 0);
  const axes = args.constant(1);
  // the engine takes an empty list for all axes
  if (args.inputs[1] && !axes?.data.length && shape.length > 0)
    throw new GraphError(
      { source: args.place },
      `the axes of ${name} ${printShape(shape)} are none, or no constant`,
      "Name them, or leave the input out for all",
    );
  const all = shape.map((_, axis) => axis);
  const list = axes ? Array.from(axes.data, Number) : all;
  return [{ dtype, shape: reduced(shape, list, Number(args.attributes.keepdims ?? 1)) }];
}

const reduction = {
  inputs: ["data", "axes"],
  required: 1,
  outputs: ["reduced"],
  attributes: { keepdims: "int" },
  infer: reduce,
} as const;

const axes = noGradient("axes are integers");

export const ReduceSum = defineOp({
  ...reduction,
  opType: "ReduceSum",
  since: 13,
  // each element receives the gradient of the sum that it is part of
  vjp: { data: ({ dOut, inputs }, g) => g.spread(dOut, inputs.data, inputs.axes), axes },
});

export const ReduceMean = defineOp({
  ...reduction,
  opType: "ReduceMean",
  since: 18,
  // as the sum's, divided by the number of elements in a mean
  vjp: {
    data: ({ dOut, inputs, outputs: [Y] }, g) =>
      g.spread(
        g.divideByCount(dOut, inputs.data, Y as NonNullable<typeof Y>),
        inputs.data,
        inputs.axes,
      ),
    axes,
  },
});

export const ReduceSumSquare = defineOp({
  ...reduction,
  opType: "ReduceSumSquare",
  since: 18,
  // dX = 2 X dY
  vjp: {
    data: ({ dOut, inputs }, g) =>
      g.mul(g.scale(inputs.data, 2), g.spread(dOut, inputs.data, inputs.axes)),
    axes,
  },
});
