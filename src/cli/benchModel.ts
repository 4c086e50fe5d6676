/** Encoders with random weights in the usual sizes, to time steps without a pretrained model. */
import { createRandom, type Tensor } from "../core/index.js";
import {
  type BertConfig,
  bertParameters,
  initialParameter,
  parseBertConfig,
} from "../encoder/index.js";

/** Shapes by name: BERT-tiny, MiniLM-L6, BERT-base. */
export const SIZES = {
  tiny: { layers: 2, hidden: 128, inner: 512, heads: 2 },
  minilm: { layers: 6, hidden: 384, inner: 1536, heads: 12 },
  base: { layers: 12, hidden: 768, inner: 3072, heads: 12 },
} as const;

/** Name of a size. */
export type SizeName = keyof typeof SIZES;

/** All names of sizes. */
export const SIZE_NAMES = Object.keys(SIZES) as readonly SizeName[];

/** Pieces of BERT's vocabulary. */
const VOCABULARY = 30_522;

/** Configuration of an encoder with one dropout everywhere. */
export function benchConfig(size: SizeName, { dropout }: { dropout: number }): BertConfig {
  const { layers, hidden, inner, heads } = SIZES[size];
  const config = {
    vocab_size: VOCABULARY,
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: inner,
    max_position_embeddings: 512,
    hidden_dropout_prob: dropout,
    attention_probs_dropout_prob: dropout,
  };
  return parseBertConfig(JSON.stringify(config), size);
}

/** Random parameters of a token classifier. */
export function benchParameters(
  config: BertConfig,
  { outputs, seed }: { outputs: number; seed: number },
): Map<string, Tensor<"float32">> {
  const random = createRandom(seed);
  return new Map(
    [...bertParameters(config, { outputs })].map(([name, shape]) => [
      name,
      initialParameter(name, shape, { config, random }),
    ]),
  );
}
