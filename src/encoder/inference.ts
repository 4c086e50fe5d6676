/** The forward graph for inference: no dropout, parameters in float32 or int8. */

import type { Tensor } from "../core/index.js";
import type { Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";
import type { BertConfig } from "./bertConfig.js";
import { bertForward, type Forward } from "./forward.js";
import { declareTensors, type PieceInputs } from "./inputs.js";
import { bertParameters } from "./parameters.js";
import { declareInt8Parameters, int8Parameters } from "./quantize.js";

/** Names of the precisions; `int8` holds the linear layers and the table of pieces in 8 bits. */
export const PRECISIONS = ["fp32", "int8"] as const;

/** One of {@link PRECISIONS}. */
export type Precision = (typeof PRECISIONS)[number];

/** What the graph is made for. */
export interface InferenceOptions {
  /** Rows of the classification head. */
  readonly outputs: number;
  /** float32 unless given. */
  readonly precision?: Precision | undefined;
  /** Whether batches may hold padding; true unless given. */
  readonly padded?: boolean | undefined;
}

/** Appends encoder and head; parameters become inputs as {@link parametersIn} gives them. */
export function inferenceForward(
  g: Ops,
  config: BertConfig,
  { outputs, precision = "fp32", ...pieces }: InferenceOptions & PieceInputs,
): Forward {
  const shapes = bertParameters(config, { outputs });
  const dropout: Parameters<typeof bertForward>[2]["dropout"] = (x) => x;
  if (precision === "fp32") {
    const parameters = declareTensors(g, shapes);
    const parameter = (name: string) => parameters.get(name) as Value;
    return bertForward(g, config, { ...pieces, parameter, dropout });
  }
  const { ops, ...parameters } = declareInt8Parameters(g, shapes);
  return bertForward(ops, config, { ...pieces, ...parameters, dropout });
}

/** Parameters by the names, types and shapes that {@link inferenceForward} declares. */
export function parametersIn(
  precision: Precision,
  parameters: ReadonlyMap<string, Tensor<"float32">>,
): ReadonlyMap<string, Tensor> {
  return precision === "fp32" ? parameters : int8Parameters(parameters);
}
