/** Products of 8-bit integers, for inference. */

import { GraphError, type InferArguments, type ValueType } from "../onnx/index.js";
import { defineOp, noGradient } from "./operator.js";
import { mismatch, operand } from "./rules.js";

const rounded = noGradient(
  "rounding to integers is piecewise constant; int8 graphs are for inference",
);

/** X in float32 as y_scale (y - y_zero_point) with y of 0 to 255; the scale covers the values of this very tensor. */
export const DynamicQuantizeLinear = defineOp({
  opType: "DynamicQuantizeLinear",
  since: 11,
  inputs: ["x"],
  outputs: ["y", "y_scale", "y_zero_point"],
  infer: (args): ValueType[] => {
    const { dtype, shape, name } = operand(args, 0);
    if (dtype !== "float32")
      throw new GraphError({ source: args.place }, `${name} is ${dtype}`, "Cast it to float32");
    return [
      { dtype: "uint8", shape },
      { dtype, shape: [] },
      { dtype: "uint8", shape: [] },
    ];
  },
  vjp: { x: rounded },
});

/** Y = (A - a_zero_point) (B - b_zero_point) in int32, of rank 2. */
export const MatMulInteger = defineOp({
  opType: "MatMulInteger",
  since: 10,
  inputs: ["A", "B", "a_zero_point", "b_zero_point"],
  required: 2,
  outputs: ["Y"],
  infer: (args): ValueType[] => {
    const [a, b] = [operand(args, 0), operand(args, 1)];
    const [rows, inner] = a.shape;
    const [height, columns] = b.shape;
    if (!isByte(args, 0) || !isByte(args, 1) || rows === undefined || columns === undefined)
      throw mismatch("multiply as bytes", { a, b, ...args });
    if (a.shape.length !== 2 || b.shape.length !== 2 || inner !== height)
      throw mismatch("multiply", { a, b, ...args });
    return [{ dtype: "int32", shape: [rows, columns] }];
  },
  vjp: { A: rounded, B: rounded, a_zero_point: rounded, b_zero_point: rounded },
});

function isByte(args: InferArguments, index: number): boolean {
  return ["int8", "uint8"].includes(operand(args, index).dtype);
}
