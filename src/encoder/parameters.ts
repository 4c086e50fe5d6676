/** Names and shapes of the parameters of a BERT token classifier, by Hugging Face's names. */

import type { BertConfig } from "./bertConfig.js";

/** Shapes by name, in a fixed order. Linear weights are [out, in]. */
export type ParameterShapes = ReadonlyMap<string, readonly number[]>;

/** Parameters of a token classifier. @param outputs rows of the classification head */
export function bertParameters(
  config: BertConfig,
  { outputs }: { outputs: number },
): ParameterShapes {
  const { hiddenSize: hidden, intermediateSize: inner } = config;
  const linear = (name: string, out: number, into: number): [string, number[]][] => [
    [`${name}.weight`, [out, into]],
    [`${name}.bias`, [out]],
  ];
  const norm = (name: string): [string, number[]][] => [
    [`${name}.LayerNorm.weight`, [hidden]],
    [`${name}.LayerNorm.bias`, [hidden]],
  ];
  const layer = (index: number): [string, number[]][] => {
    const at = `bert.encoder.layer.${index}`;
    return [
      ...linear(`${at}.attention.self.query`, hidden, hidden),
      ...linear(`${at}.attention.self.key`, hidden, hidden),
      ...linear(`${at}.attention.self.value`, hidden, hidden),
      ...linear(`${at}.attention.output.dense`, hidden, hidden),
      ...norm(`${at}.attention.output`),
      ...linear(`${at}.intermediate.dense`, inner, hidden),
      ...linear(`${at}.output.dense`, hidden, inner),
      ...norm(`${at}.output`),
    ];
  };
  return new Map([
    ["bert.embeddings.word_embeddings.weight", [config.vocabSize, hidden]],
    ["bert.embeddings.position_embeddings.weight", [config.maxPositions, hidden]],
    ["bert.embeddings.token_type_embeddings.weight", [config.typeVocabSize, hidden]],
    ...norm("bert.embeddings"),
    ...Array.from({ length: config.layers }, (_, index) => layer(index)).flat(),
    ...linear("classifier", outputs, hidden),
  ]);
}

/** Those that are not of the embeddings nor of the lowest `layers` layers. */
export function parametersAbove(shapes: ParameterShapes, layers: number): ParameterShapes {
  const isAbove = (name: string) => {
    const [, layer] = /^bert\.encoder\.layer\.(\d+)\./.exec(name) ?? [];
    return layer === undefined ? !name.startsWith("bert.embeddings.") : Number(layer) >= layers;
  };
  return new Map([...shapes].filter(([name]) => isAbove(name)));
}
