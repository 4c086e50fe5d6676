/** What an entry of the table of operators is: a schema, and a vector-Jacobian product for each named input. */

import type { Attributes, OpSchema, Value } from "../onnx/index.js";
import type { Ops } from "./ops.js";

/** What a vector-Jacobian product may use. `dOut` is the gradient at the first output. */
export interface VjpContext<Input extends string> {
  readonly dOut: Value;
  readonly inputs: Readonly<Record<Input, Value>>;
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** Gives the gradient at one input, in nodes appended through `g`. */
export type Vjp<Input extends string> = (context: VjpContext<Input>, g: Ops) => Value;

/** Says why an input has no gradient. */
export interface NoGradient {
  readonly noGradient: string;
}

/** A row of the table. */
export interface Operator<Input extends string = string> extends OpSchema {
  readonly inputs: readonly Input[];
  readonly vjp: Readonly<Record<Input, Vjp<Input> | NoGradient>>;
}

/** Marks an input through which no gradient flows. @param reason shown when somebody asks for one */
export function noGradient(reason: string): NoGradient {
  return { noGradient: reason };
}

type Optional = "domain" | "required" | "variadic" | "outputs" | "attributes";

/** Completes a row with the common defaults. Forgetting the entry of an input does not compile. */
export function defineOp<const Input extends string>(
  row: Omit<Operator<Input>, Optional> & Partial<Pick<Operator<Input>, Optional>>,
): Operator<Input> {
  return {
    domain: "",
    required: row.inputs.length,
    variadic: false,
    outputs: ["output"],
    attributes: {},
    ...row,
  };
}
