/** The inputs that every graph of an encoder has: a batch of pieces, and the parameters by name. */

import type { Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";
import type { ForwardInputs } from "./forward.js";
import type { ParameterShapes } from "./parameters.js";

/** Declared inputs; with a dropout they are what `bertForward` takes. */
export interface EncoderInputs extends Omit<ForwardInputs, "dropout"> {
  /** In the order of the shapes. */
  readonly parameters: ReadonlyMap<string, Value>;
}

/**
 * Declares `inputIds` and `tokenTypeIds` int32, `attentionMask` float32, each [batch, seqLen], and every parameter
 * as a float32 input of its name.
 */
export function declareInputs(g: Ops, shapes: ParameterShapes): EncoderInputs {
  const pieces = ["batch", "seqLen"];
  const inputIds = g.builder.input("inputIds", "int32", pieces);
  const tokenTypeIds = g.builder.input("tokenTypeIds", "int32", pieces);
  const attentionMask = g.builder.input("attentionMask", "float32", pieces);
  const parameters = new Map(
    [...shapes].map(([name, shape]) => [name, g.builder.input(name, "float32", shape)]),
  );
  const parameter = (name: string) => parameters.get(name) as Value;
  return { inputIds, tokenTypeIds, attentionMask, parameters, parameter };
}
