/** The output layer at the start of a run, and in the saved model. */

import { float32, type Random, type Tensor } from "../core/index.js";
import { type BertConfig, initialParameter } from "../encoder/index.js";
import { foldBinaryHead, type Head, type OutputLayer } from "../objectives/index.js";

const WEIGHT = "classifier.weight";
const BIAS = "classifier.bias";

/** Parameters by Hugging Face's name. */
export type Parameters = ReadonlyMap<string, Tensor<"float32">>;

/**
 * Completes an encoder with an output layer for a head.
 * A given one of a model with the same labels is kept, so that training can go on from it; under a binary
 * head row c minus row `O` becomes the positive row of c and its negative row zero, so that the folded layer
 * still ranks the labels as the given one did.
 */
export function withHead(
  encoder: Parameters,
  { head, config, random }: { head: Head; config: BertConfig; random: Random },
): Parameters {
  const outputs = head.groups * head.ways;
  const shapes = { [WEIGHT]: [outputs, config.hiddenSize], [BIAS]: [outputs] };
  const parameters = new Map(encoder);
  for (const [name, shape] of Object.entries(shapes)) {
    const given = encoder.get(name);
    if (!given) parameters.set(name, initialParameter(name, shape, { config, random }));
    else if (head.kind === "binary") parameters.set(name, unfolded(given, shape));
  }
  return parameters;
}

function unfolded(
  { data, shape }: Tensor<"float32">,
  wanted: readonly number[],
): Tensor<"float32"> {
  const width = shape[1] ?? 1;
  const rows = float32(wanted, new Float32Array((wanted[0] as number) * width));
  for (let c = 1; c < (shape[0] as number); c++)
    for (let i = 0; i < width; i++)
      rows.data[(2 * c - 1) * width + i] = (data[c * width + i] as number) - (data[i] as number);
  return rows;
}

/** The output layer among the parameters. */
export function outputLayerOf(parameters: Parameters): OutputLayer {
  return {
    weight: parameters.get(WEIGHT) as Tensor<"float32">,
    bias: parameters.get(BIAS) as Tensor<"float32">,
  };
}

/** Parameters with the output layer of a saved model: a row for each label. */
export function folded(parameters: Parameters, head: Head): Parameters {
  if (head.kind === "softmax") return parameters;
  const layer = foldBinaryHead(outputLayerOf(parameters));
  return new Map(parameters).set(WEIGHT, layer.weight).set(BIAS, layer.bias);
}
