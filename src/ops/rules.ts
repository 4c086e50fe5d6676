/** Shape rules that several families of operators share. */

import {
  broadcast,
  type Dim,
  GraphError,
  type InferArguments,
  positiveAxis,
  printShape,
  type Shape,
  type Value,
  type ValueType,
} from "../onnx/index.js";

/** An operand that the schema requires. */
export function operand({ inputs, place }: InferArguments, index: number): Value {
  const value = inputs[index];
  if (!value)
    throw new GraphError(
      { source: place },
      `input ${index} is missing`,
      "Give every required input",
    );
  return value;
}

/** The first operand's type and shape. */
export function sameAsFirst(args: InferArguments): ValueType[] {
  const { dtype, shape } = operand(args, 0);
  return [{ dtype, shape }];
}

/** Two operands broadcast against each other. */
export function broadcastOperands(args: InferArguments): ValueType[] {
  const a = operand(args, 0);
  const b = operand(args, 1);
  const shape = broadcast(a.shape, b.shape);
  if (!shape || a.dtype !== b.dtype) throw mismatch("broadcast", { a, b, ...args });
  return [{ dtype: a.dtype, shape }];
}

/** The error for two operands that do not fit. */
export function mismatch(
  what: string,
  { a, b, place }: { a: Value; b: Value; place: string },
): GraphError {
  const type = (value: Value) => `${value.name} ${value.dtype} ${printShape(value.shape)}`;
  return new GraphError(
    { source: place },
    `${type(a)} and ${type(b)} do not ${what}`,
    "Reshape or cast one of them",
  );
}

/** Shape after a reduction over `axes`. */
export function reduced(shape: Shape, axes: readonly number[], keepDims: number): Shape {
  const gone = new Set(axes.map((axis) => positiveAxis(axis, shape.length)));
  return shape.flatMap((dim, axis): Dim[] => (gone.has(axis) ? (keepDims ? [1] : []) : [dim]));
}
