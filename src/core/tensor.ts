/** Tensors as a shape and a flat typed array in row-major order. */

import { InternalError } from "./error.js";

/** Element types that the graphs of raretag use, by ONNX name. */
export type DType = "float32" | "float64" | "int32" | "int64" | "bool" | "uint8" | "int8";

/** Typed array of each element type; `bool` is one byte, 0 or 1. */
export interface TensorData {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: Uint8Array;
  uint8: Uint8Array;
  int8: Int8Array;
}

/** A dense tensor. `data.length` equals the product of `shape`. */
export interface Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: TensorData[D];
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Pairs data with its shape. @throws InternalError if their sizes differ */
export function tensor<D extends DType>(
  dtype: D,
  shape: readonly number[],
  data: TensorData[D],
): Tensor<D> {
  if (data.length !== sizeOf(shape))
    throw new InternalError(
      `tensor of shape [${shape.join(", ")}] given ${data.length} instead of ${sizeOf(shape)} elements`,
    );
  return { dtype, shape, data };
}

/** A float32 tensor, from any list of numbers. */
export function float32(shape: readonly number[], data: ArrayLike<number>): Tensor<"float32"> {
  return tensor("float32", shape, data instanceof Float32Array ? data : Float32Array.from(data));
}

/** An int64 tensor, from any list of whole numbers. */
export function int64(shape: readonly number[], data: ArrayLike<number>): Tensor<"int64"> {
  const out = new BigInt64Array(data.length);
  for (let i = 0; i < data.length; i++) out[i] = BigInt(data[i] as number);
  return tensor("int64", shape, out);
}
