/** Writes a model folder that raretag and Hugging Face's transformers both load. */

import { join } from "node:path";
import { writeSafetensorsFile } from "../checkpoints/index.js";
import type { Tensor } from "../core/index.js";
import { writeAtomic } from "../corpus/index.js";
import type { BertConfig } from "../encoder/index.js";
import { type KnnFile, packKnnFile } from "../knn/index.js";
import type { LabelSet } from "../labels/index.js";
import { type Tokenizer, tokenizerFiles } from "../tokenizer/index.js";
import type { ModelDescription } from "./description.js";

/** Everything that a model folder holds. */
export interface SavedModel {
  readonly encoder: BertConfig;
  /** With an output layer of one row a label. */
  readonly parameters: ReadonlyMap<string, Tensor<"float32">>;
  readonly labelSet: LabelSet;
  readonly tokenizer: Tokenizer;
  readonly description: ModelDescription;
  readonly knn: KnnFile;
  /** Scores, as `evaluate --out` writes them; null without a part to score. */
  readonly metrics: object | null;
}

/** Writes the files one by one, each whole or not at all; `raretag.json` last marks the folder complete. */
export async function saveModel(folder: string, model: SavedModel): Promise<void> {
  const { encoder, labelSet, tokenizer, knn } = model;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const write = (name: string, content: string) => writeAtomic(join(folder, name), content);
  await write("config.json", json(classifierConfig(encoder, labelSet)));
  const files = tokenizerFiles(tokenizer, { modelMaxLength: encoder.maxPositions });
  for (const [name, content] of Object.entries(files)) await write(name, content);
  await writeSafetensorsFile(join(folder, "model.safetensors"), model.parameters, { format: "pt" });
  const packed = packKnnFile(knn);
  await writeSafetensorsFile(join(folder, "knn.safetensors"), packed.tensors, packed.metadata);
  await write("metrics.json", json(model.metrics));
  await write("raretag.json", json(model.description));
}

/** The encoder's config.json as that of a token classifier. */
function classifierConfig({ source }: BertConfig, { labels }: LabelSet): object {
  return {
    ...source,
    architectures: ["BertForTokenClassification"],
    model_type: "bert",
    torch_dtype: "float32", // transformers 4
    dtype: "float32", // transformers 5
    num_labels: undefined,
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  };
}
