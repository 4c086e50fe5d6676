/** Element types as files store them, by their safetensors name, and their way into our tensors. */

import { type DType, type Tensor, tensor } from "../core/index.js";
import { bfloat16ToFloat32, float16ToFloat32 } from "./float16.js";

interface StoredType {
  /** bytes of one element */
  readonly size: number;
  /** the element type that it is read as; lossless */
  readonly dtype: DType;
}

/** Every element type that is read, in the order that safetensors sorts them. */
export const STORED_TYPES = {
  BOOL: { size: 1, dtype: "bool" },
  U8: { size: 1, dtype: "uint8" },
  I8: { size: 1, dtype: "int8" },
  I16: { size: 2, dtype: "int32" },
  F16: { size: 2, dtype: "float32" },
  BF16: { size: 2, dtype: "float32" },
  I32: { size: 4, dtype: "int32" },
  F32: { size: 4, dtype: "float32" },
  F64: { size: 8, dtype: "float64" },
  I64: { size: 8, dtype: "int64" },
} as const satisfies Record<string, StoredType>;

/** Name of an element type in a file. */
export type StoredTypeName = keyof typeof STORED_TYPES;

/** Whether an untrusted name is one of {@link STORED_TYPES}. */
export function isStoredTypeName(name: unknown): name is StoredTypeName {
  return typeof name === "string" && Object.hasOwn(STORED_TYPES, name);
}

/** The type that each of our element types is written as. */
export const WRITTEN_AS = {
  bool: "BOOL",
  uint8: "U8",
  int8: "I8",
  int32: "I32",
  float32: "F32",
  float64: "F64",
  int64: "I64",
} as const satisfies Record<DType, StoredTypeName>;

/** Bytes that a tensor takes in memory once read. */
export function decodedBytes(type: StoredTypeName, elements: number): number {
  const { size, dtype } = STORED_TYPES[type];
  return elements * (dtype === "float32" || dtype === "int32" ? 4 : size);
}

/**
 * Little-endian bytes as a tensor: a view on `bytes` where nothing has to be converted, else a copy.
 * @param shape its product times the size of `type` is `bytes.length`
 */
export function decodeTensor(
  type: StoredTypeName,
  shape: readonly number[],
  bytes: Uint8Array,
): Tensor {
  const { size } = STORED_TYPES[type];
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  const length = bytes.length / size;
  switch (type) {
    case "BOOL":
      return tensor("bool", shape, new Uint8Array(buffer, byteOffset, length));
    case "U8":
      return tensor("uint8", shape, new Uint8Array(buffer, byteOffset, length));
    case "I8":
      return tensor("int8", shape, new Int8Array(buffer, byteOffset, length));
    case "I16":
      return tensor("int32", shape, Int32Array.from(new Int16Array(buffer, byteOffset, length)));
    case "F16":
      return tensor(
        "float32",
        shape,
        float16ToFloat32(new Uint16Array(buffer, byteOffset, length)),
      );
    case "BF16":
      return tensor(
        "float32",
        shape,
        bfloat16ToFloat32(new Uint16Array(buffer, byteOffset, length)),
      );
    case "I32":
      return tensor("int32", shape, new Int32Array(buffer, byteOffset, length));
    case "F32":
      return tensor("float32", shape, new Float32Array(buffer, byteOffset, length));
    case "F64":
      return tensor("float64", shape, new Float64Array(buffer, byteOffset, length));
    case "I64":
      return tensor("int64", shape, new BigInt64Array(buffer, byteOffset, length));
  }
}
