/** What stands in the place of a piece that the model shall know nothing of. */

import { float32, type Tensor } from "../core/index.js";
import type { LoadedModel } from "../recognizer/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { ExplainError } from "./error.js";

/**
 * Where the path of integrated gradients begins. `mask`: the vector of [MASK], which the encoder was pre-trained to read
 * as "a word stands here, it is not known which". `pad`: that of [PAD], which no encoder has learned to attend to.
 * `zero`: the origin, at which there is no piece.
 */
export const BASELINES = ["mask", "pad", "zero"] as const;

/** One of {@link BASELINES}. */
export type Baseline = (typeof BASELINES)[number];

/** The piece that blanks a word out: [MASK], or [PAD] where the vocabulary has no [MASK]. */
export function blankOf(tokenizer: Tokenizer): {
  readonly id: number;
  readonly name: "mask" | "pad";
} {
  const id = maskIdOf(tokenizer);
  return id === undefined ? { id: tokenizer.padId, name: "pad" } : { id, name: "mask" };
}

/**
 * The vector that every piece starts from.
 * @returns float32 [hidden]
 * @throws ExplainError for `mask`, if the vocabulary has no such piece
 */
export function baselineVector(
  { config, parameters, tokenizer }: Pick<LoadedModel, "config" | "parameters" | "tokenizer">,
  baseline: Baseline,
): Tensor<"float32"> {
  const shape = [config.hiddenSize];
  if (baseline === "zero") return float32(shape, new Float32Array(config.hiddenSize));
  const id = baseline === "pad" ? tokenizer.padId : maskIdOf(tokenizer);
  if (id === undefined)
    throw new ExplainError(
      {},
      `the baseline is mask but the vocabulary of ${tokenizer.vocabSize} pieces has no [MASK]`,
      "Take the baseline pad or zero",
    );
  const table = parameters.get("bert.embeddings.word_embeddings.weight") as Tensor<"float32">;
  const from = id * config.hiddenSize;
  return float32(shape, table.data.slice(from, from + config.hiddenSize));
}

function maskIdOf({ definition, special }: Tokenizer): number | undefined {
  return definition.added_tokens.find(({ content }) => content === special.mask)?.id;
}
