/** Reads encoders and models from their folders. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readCheckpoint, readSafetensorsFile, selectTensors } from "../checkpoints/index.js";
import type { Tensor } from "../core/index.js";
import { type BertConfig, bertParameters, parseBertConfig } from "../encoder/index.js";
import { type KnnFile, unpackKnnFile } from "../knn/index.js";
import { createLabelSet, type LabelSet } from "../labels/index.js";
import { checkWindowLength, loadTokenizer, type Tokenizer } from "../tokenizer/index.js";
import { type ModelDescription, parseDescription } from "./description.js";
import { ModelError } from "./error.js";

/** An encoder to start from, with an output layer where the folder holds one for the same labels. */
export interface LoadedEncoder {
  readonly config: BertConfig;
  readonly parameters: ReadonlyMap<string, Tensor<"float32">>;
  readonly tokenizer: Tokenizer;
  /** What the user should know. */
  readonly notices: readonly string[];
}

/** A trained model. */
export interface LoadedModel extends LoadedEncoder {
  readonly folder: string;
  readonly labelSet: LabelSet;
  readonly description: ModelDescription;
}

/**
 * Loads an encoder: config.json, weights, tokenizer.
 * @param labels labels that training will have; an output layer for exactly these is taken over
 */
export async function loadEncoder(
  folder: string,
  { labels }: { labels: readonly string[] },
): Promise<LoadedEncoder> {
  const config = await loadConfig(folder);
  const tokenizer = await loadTokenizer(folder);
  if (tokenizer.vocabSize > config.vocabSize)
    throw new ModelError(
      { source: folder },
      `the tokenizer has ${tokenizer.vocabSize} pieces but config.json says vocab_size ${config.vocabSize}`,
      "Take tokenizer and weights of the same encoder",
    );
  const { source, tensors } = await readCheckpoint(folder);
  const selected = selectTensors({
    source,
    tensors,
    expected: bertParameters(config, { outputs: labels.length }),
  });
  const parameters = new Map(selected.tensors);
  const notices = [...tokenizer.notices, ...selected.notices];
  const same = config.labels?.join("\n") === labels.join("\n");
  if (parameters.has("classifier.weight") && !same) {
    parameters.delete("classifier.weight");
    parameters.delete("classifier.bias");
    notices.push("the output layer of the encoder is for other labels: a fresh one is trained");
  }
  return { config, tokenizer, parameters, notices };
}

/** Loads a model folder. @throws ModelError if it is none, or was written by a newer raretag */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const source = join(folder, "raretag.json");
  if (!existsSync(source))
    throw new ModelError(
      { source: folder },
      existsSync(folder)
        ? "is no model of raretag: there is no raretag.json"
        : "there is no such folder",
      "Give a folder that `raretag train` has written",
    );
  const description = parseDescription(await readFile(source, "utf8"), source);
  const labelSet = createLabelSet(description.labels);
  const encoder = await loadEncoder(folder, labelSet);
  const { maxPositions } = encoder.config;
  checkWindowLength({ length: description.windows.length, maxPositions });
  if (!encoder.parameters.has("classifier.weight"))
    throw new ModelError(
      { source: folder },
      `the weights have no output layer for the ${labelSet.labels.length} labels of raretag.json`,
      "Copy the model folder again",
    );
  return { ...encoder, folder, labelSet, description };
}

/** Loads the datastore of a model. */
export async function loadKnn({ folder, labelSet }: LoadedModel): Promise<KnnFile> {
  const source = join(folder, "knn.safetensors");
  const file = unpackKnnFile(await readSafetensorsFile(source), source);
  if (file.datastore.classes.join("\n") !== labelSet.labels.join("\n"))
    throw new ModelError(
      { source },
      `its ${file.datastore.classes.length} classes are not the ${labelSet.labels.length} labels of raretag.json`,
      "Copy the model folder again",
    );
  return file;
}

async function loadConfig(folder: string): Promise<BertConfig> {
  const source = join(folder, "config.json");
  if (!existsSync(source))
    throw new ModelError(
      { source: folder },
      existsSync(folder) ? "there is no config.json" : "there is no such folder",
      "Give a folder with config.json, weights and tokenizer files",
    );
  return parseBertConfig(await readFile(source, "utf8"), source);
}
