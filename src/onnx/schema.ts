/** What a graph must know of an operator: its named inputs, its attributes, and its shape rule. */

import type { DType, Tensor } from "../core/index.js";
import type { Shape } from "./dims.js";
import type { Attributes, Value } from "./graph.js";

/** How an attribute is stored in the file. */
export type AttributeKind = "int" | "float" | "ints" | "string" | "tensor";

/** Type and shape of an output before it has a name. */
export interface ValueType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** What a shape rule may look at. */
export interface InferArguments {
  /** What is inferred, in front of errors: the operator, and which node of a graph. */
  readonly place: string;
  /** Operands in the order of the schema; undefined where an optional one is absent. */
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  /** Value of an operand that is a constant. */
  readonly constant: (index: number) => Tensor | undefined;
  /** Shape that the caller asked for, of operators whose result depends on data (Reshape, Expand). */
  readonly target?: Shape | undefined;
}

/** An operator as the builder, the checker and the file writer see it. */
export interface OpSchema {
  readonly opType: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** Opset version that introduced this form. */
  readonly since: number;
  /** ONNX's names; a variadic operator repeats its last one. */
  readonly inputs: readonly string[];
  /** How many leading inputs must be given. */
  readonly required: number;
  readonly variadic: boolean;
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  /** Types of the outputs. @throws GraphError with the offending shapes */
  readonly infer: (args: InferArguments) => readonly ValueType[];
}

/** Operators by `domain:opType`. */
export type OpTable = ReadonlyMap<string, OpSchema>;

/** Key of an operator in a table. */
export function opKey(domain: string, opType: string): string {
  return `${domain}:${opType}`;
}

/** Where a named size can be read at run time. */
export interface DimSource {
  readonly input: Value;
  readonly axis: number;
}
