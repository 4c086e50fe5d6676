/** Operators that move elements without changing them, and the integer ones that compute shapes. */

import {
  broadcast,
  type Dim,
  GraphError,
  type InferArguments,
  printShape,
  productOf,
  type Shape,
  sameShape,
  type ValueType,
} from "../onnx/index.js";
import { defineOp, noGradient } from "./operator.js";
import { operand } from "./rules.js";

function wanted({ target, place }: InferArguments): Shape {
  if (target) return target;
  throw new GraphError({ source: place }, "there is no declared result shape", "Pass `target`");
}

export const Reshape = defineOp({
  opType: "Reshape",
  since: 14,
  inputs: ["data", "shape"],
  outputs: ["reshaped"],
  infer: (args): ValueType[] => {
    const { dtype, shape, name } = operand(args, 0);
    const target = wanted(args);
    if (productOf(shape) !== productOf(target))
      throw new GraphError(
        { source: args.place },
        `${name} ${printShape(shape)} has ${productOf(shape)} elements, ${printShape(target)} has ${productOf(target)}`,
        "Keep the number of elements",
      );
    return [{ dtype, shape: target }];
  },
  vjp: {
    data: ({ dOut, inputs: { data } }, g) => g.reshape(dOut, data.shape),
    shape: noGradient("shapes are integers"),
  },
});

export const Expand = defineOp({
  opType: "Expand",
  since: 13,
  inputs: ["input", "shape"],
  outputs: ["output"],
  infer: (args): ValueType[] => {
    const { dtype, shape, name } = operand(args, 0);
    const target = wanted(args);
    const result = broadcast(shape, target);
    if (!result || !sameShape(result, target))
      throw new GraphError(
        { source: args.place },
        `${name} ${printShape(shape)} does not grow to ${printShape(target)}`,
        "Only axes of size 1 grow",
      );
    return [{ dtype, shape: target }];
  },
  vjp: {
    input: ({ dOut, inputs: { input } }, g) => g.sumTo(dOut, input),
    shape: noGradient("shapes are integers"),
  },
});

export const Transpose = defineOp({
  opType: "Transpose",
  since: 13,
  inputs: ["data"],
  outputs: ["transposed"],
  attributes: { perm: "ints" },
  infer: (args) => {
    const { dtype, shape, name } = operand(args, 0);
    const perm = args.attributes.perm as readonly number[];
    if (perm.length !== shape.length || shape.some((_, axis) => !perm.includes(axis)))
      throw new GraphError(
        { source: args.place },
        `[${perm.join(", ")}] is no order of the axes of ${name} ${printShape(shape)}`,
        "Name each axis once",
      );
    return [{ dtype, shape: perm.map((axis) => shape[axis] as Dim) }];
  },
  vjp: {
    // the inverse permutation undoes it
    data: ({ dOut, attributes }, g) => {
      const perm = attributes.perm as readonly number[];
      return g.transpose(
        dOut,
        perm.map((_, axis) => perm.indexOf(axis)),
      );
    },
  },
});

export const ShapeOf = defineOp({
  opType: "Shape",
  since: 15,
  inputs: ["data"],
  outputs: ["shape"],
  infer: (args) => [{ dtype: "int64", shape: [operand(args, 0).shape.length] }],
  vjp: { data: noGradient("a shape does not depend on the values") },
});

/** Vectors end to end: sizes to a shape, or gradients of vectors that are updated together. */
export const Concat = defineOp({
  opType: "Concat",
  since: 13,
  inputs: ["inputs"],
  variadic: true,
  required: 1,
  outputs: ["concat_result"],
  attributes: { axis: "int" },
  infer: (args) => {
    const { dtype } = operand(args, 0);
    const lengths = args.inputs.map((_, i) => {
      const { name, dtype: other, shape } = operand(args, i);
      const [length] = shape;
      if (shape.length === 1 && typeof length === "number" && other === dtype) return length;
      throw new GraphError(
        { source: args.place },
        `${name} is ${other} ${printShape(shape)}, no vector of ${dtype} of known length`,
        "Join vectors of one type only",
      );
    });
    return [{ dtype, shape: [lengths.reduce((sum, length) => sum + length, 0)] }];
  },
  vjp: { inputs: noGradient("it joins shapes and gradients, on which no loss depends") },
});

/** Elements `starts` to `ends` of a vector, both constant. */
export const Slice = defineOp({
  opType: "Slice",
  since: 13,
  inputs: ["data", "starts", "ends"],
  infer: (args) => {
    const { dtype, shape, name } = operand(args, 0);
    const [start, end] = [1, 2].map((i) => Number(args.constant(i)?.data[0] ?? Number.NaN)) as [
      number,
      number,
    ];
    const length = shape[0];
    if (
      shape.length !== 1 ||
      typeof length !== "number" ||
      !(0 <= start && start <= end && end <= length)
    )
      throw new GraphError(
        { source: args.place },
        `elements ${start} to ${end} of ${name} ${printShape(shape)} do not exist`,
        "Cut within a vector of known length",
      );
    return [{ dtype, shape: [end - start] }];
  },
  vjp: {
    data: noGradient("parameters are cut out first of all: ask for the gradient of the part"),
    starts: noGradient("places are integers"),
    ends: noGradient("places are integers"),
  },
});

export const ConstantOfShape = defineOp({
  opType: "ConstantOfShape",
  since: 21,
  inputs: ["input"],
  outputs: ["output"],
  attributes: { value: "tensor" },
  infer: (args) => {
    const { value } = args.attributes;
    const dtype = typeof value === "object" && "dtype" in value ? value.dtype : "float32";
    return [{ dtype, shape: wanted(args) }];
  },
  vjp: { input: noGradient("shapes are integers") },
});

/** 0, 1, ..., limit - 1 when `start` is 0 and `delta` is 1, the only form used. */
export const Range = defineOp({
  opType: "Range",
  since: 11,
  inputs: ["start", "limit", "delta"],
  outputs: ["output"],
  infer: (args) => [{ dtype: operand(args, 0).dtype, shape: wanted(args) }],
  vjp: {
    start: noGradient("positions are integers"),
    limit: noGradient("positions are integers"),
    delta: noGradient("positions are integers"),
  },
});
