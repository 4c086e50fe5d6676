/** The configuration of a BERT-family encoder, as Hugging Face's config.json has it. */

import { z } from "zod";
import { EncoderError } from "./error.js";

const size = z.number().int().positive();
const rate = z.number().min(0).lt(1);
/** The graph is built layer by layer: a damaged number must not make one that never ends. */
const MOST_LAYERS = 1000;

const schema = z.looseObject({
  model_type: z.literal("bert").default("bert"),
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size.max(MOST_LAYERS),
  num_attention_heads: size,
  intermediate_size: size,
  hidden_act: z.enum(["gelu", "gelu_new", "gelu_pytorch_tanh", "relu"]).default("gelu"),
  hidden_dropout_prob: rate.default(0.1),
  attention_probs_dropout_prob: rate.default(0.1),
  classifier_dropout: rate.nullish(),
  max_position_embeddings: size,
  type_vocab_size: size.default(2),
  initializer_range: z.number().positive().default(0.02),
  layer_norm_eps: z.number().positive().default(1e-12),
  pad_token_id: z.number().int().nonnegative().nullish(),
  position_embedding_type: z.literal("absolute").nullish(),
  is_decoder: z.literal(false).nullish(),
  id2label: z.record(z.string(), z.string()).nullish(),
});

/** Sizes and rates of an encoder; names are ours, values those of config.json. */
export interface BertConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediateSize: number;
  readonly activation: "gelu" | "geluTanh" | "relu";
  readonly hiddenDropout: number;
  readonly attentionDropout: number;
  readonly classifierDropout: number;
  readonly maxPositions: number;
  readonly typeVocabSize: number;
  readonly initializerRange: number;
  readonly layerNormEpsilon: number;
  /** Labels of a token classifier in the order of its outputs; absent for a plain encoder. */
  readonly labels?: readonly string[];
  /** The file as it was read, for saving. */
  readonly source: Readonly<Record<string, unknown>>;
}

const ACTIVATION = {
  gelu: "gelu",
  gelu_new: "geluTanh",
  gelu_pytorch_tanh: "geluTanh",
  relu: "relu",
} as const;

/**
 * Reads a config.json.
 * @param source where the text is from, for errors
 * @throws EncoderError naming the first field that does not fit
 */
export function parseBertConfig(text: string, source: string): BertConfig {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, "")); // some editors save a byte order mark
  } catch (cause) {
    throw new EncoderError({ source }, "not valid JSON", "Copy the file again", { cause });
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    const key = issue?.path.join(".") ?? "";
    const value = issue?.path.reduce<unknown>(
      (node, part) => (node as Record<PropertyKey, unknown> | undefined)?.[part],
      json,
    );
    throw new EncoderError(
      { source },
      `${key === "" ? "the file" : `${key} = ${shown(value)}`} does not fit: ${issue?.message}`,
      "raretag runs encoders of the BERT family with absolute positions",
    );
  }
  const c = result.data;
  if (c.hidden_size % c.num_attention_heads !== 0)
    throw new EncoderError(
      { source },
      `hidden_size ${c.hidden_size} is not a multiple of num_attention_heads ${c.num_attention_heads}`,
      "Correct the file",
    );
  const labels = c.id2label
    ? Object.entries(c.id2label)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([, label]) => label)
    : undefined;
  return {
    vocabSize: c.vocab_size,
    hiddenSize: c.hidden_size,
    layers: c.num_hidden_layers,
    heads: c.num_attention_heads,
    intermediateSize: c.intermediate_size,
    activation: ACTIVATION[c.hidden_act],
    hiddenDropout: c.hidden_dropout_prob,
    attentionDropout: c.attention_probs_dropout_prob,
    classifierDropout: c.classifier_dropout ?? c.hidden_dropout_prob,
    maxPositions: c.max_position_embeddings,
    typeVocabSize: c.type_vocab_size,
    initializerRange: c.initializer_range,
    layerNormEpsilon: c.layer_norm_eps,
    ...(labels ? { labels } : {}),
    source: json as Record<string, unknown>,
  };
}

/** A value of the file for a message; lists and objects may nest too deeply to be written out. */
function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[...]" : "{...}";
  return JSON.stringify(value) ?? "(absent)";
}
