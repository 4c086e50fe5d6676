/** The inputs that every graph of an encoder has: a batch of pieces, and the parameters by name. */

import { productOf, type Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";

/** The pieces of a batch. */
export interface PieceInputs {
  readonly inputIds: Value;
  readonly tokenTypeIds: Value;
  readonly attentionMask: Value;
}

/** Declares `inputIds` and `tokenTypeIds` int32, `attentionMask` float32, each [batch, seqLen]. */
export function declarePieces(g: Ops): PieceInputs {
  const pieces = ["batch", "seqLen"];
  return {
    inputIds: g.builder.input("inputIds", "int32", pieces),
    tokenTypeIds: g.builder.input("tokenTypeIds", "int32", pieces),
    attentionMask: g.builder.input("attentionMask", "float32", pieces),
  };
}

/** Declares `hidden` float32 [batch*seqLen, hidden], and `attentionMask` as {@link declarePieces}. */
export function declareHidden(
  g: Ops,
  hiddenSize: number,
): { readonly hidden: Value; readonly attentionMask: Value } {
  return {
    attentionMask: g.builder.input("attentionMask", "float32", ["batch", "seqLen"]),
    hidden: g.builder.input("hidden", "float32", [productOf(["batch", "seqLen"]), hiddenSize]),
  };
}

/** Declares every tensor as a float32 input of its name. */
export function declareTensors(
  g: Ops,
  shapes: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, Value> {
  return new Map(
    [...shapes].map(([name, shape]) => [name, g.builder.input(name, "float32", shape)]),
  );
}
