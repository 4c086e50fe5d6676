/** The encoder of the demo: 2 layers x 128, not yet trained. */
import type { Random } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import { demoVocabulary } from "../demo/index.js";
import { bertParameters, initialParameter, parseBertConfig } from "../encoder/index.js";
import type { LoadedEncoder } from "../recognizer/index.js";
import { createTokenizer } from "../tokenizer/index.js";

/** Small enough for minutes on two cores. */
const SHAPE = {
  model_type: "bert",
  hidden_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 512,
  max_position_embeddings: 256,
  type_vocab_size: 2,
  hidden_dropout_prob: 0.1,
  attention_probs_dropout_prob: 0.1,
};

/** Makes an encoder with random weights and a vocabulary of its own from the notes to train on. */
export function createDemoEncoder(notes: readonly Document[], random: Random): LoadedEncoder {
  const vocabulary = demoVocabulary(notes);
  const tokenizer = createTokenizer({
    vocabulary: `${vocabulary.join("\n")}\n`,
    config: JSON.stringify({ do_lower_case: true }),
  });
  const config = parseBertConfig(
    JSON.stringify({ ...SHAPE, vocab_size: vocabulary.length }),
    "the demo's encoder",
  );
  const shapes = [...bertParameters(config, { outputs: 1 })].filter(
    ([name]) => !name.startsWith("classifier."),
  );
  const parameters = new Map(
    shapes.map(([name, shape]) => [name, initialParameter(name, shape, { config, random })]),
  );
  return { config, tokenizer, parameters, notices: [] };
}
