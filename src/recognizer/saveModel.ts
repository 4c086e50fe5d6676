/** Writes a model folder that raretag and Hugging Face's transformers both load. */

import { join } from "node:path";
import { writeSafetensorsFile } from "../checkpoints/index.js";
import { type Tensor, writeAtomically } from "../core/index.js";
import type { BertConfig } from "../encoder/index.js";
import { type KnnFile, packKnnFile } from "../knn/index.js";
import type { LabelSet } from "../labels/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import type { ModelDescription } from "./description.js";
import { huggingFaceFiles } from "./huggingFace.js";

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
  const { encoder: config, labelSet, tokenizer, knn } = model;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const write = (name: string, content: string) => writeAtomically(join(folder, name), content);
  const files = huggingFaceFiles({ config, labelSet, tokenizer });
  for (const [name, content] of Object.entries(files)) await write(name, content);
  await writeSafetensorsFile(join(folder, "model.safetensors"), model.parameters, { format: "pt" });
  const packed = packKnnFile(knn);
  await writeSafetensorsFile(join(folder, "knn.safetensors"), packed.tensors, packed.metadata);
  await write("metrics.json", json(model.metrics));
  await write("raretag.json", json(model.description));
}
