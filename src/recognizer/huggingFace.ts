/** The files of a model that describe it to Hugging Face's libraries: configuration and tokenizer. */

import type { BertConfig } from "../encoder/index.js";
import type { LabelSet } from "../labels/index.js";
import { type Tokenizer, tokenizerFiles } from "../tokenizer/index.js";

/** What the files are made from. */
export interface DescribedModel {
  readonly config: BertConfig;
  readonly labelSet: LabelSet;
  readonly tokenizer: Tokenizer;
}

/** Texts of the files, by name: `config.json` and those of the tokenizer. */
export function huggingFaceFiles({
  config,
  labelSet,
  tokenizer,
}: DescribedModel): Readonly<Record<string, string>> {
  return {
    "config.json": `${JSON.stringify(classifierConfig(config, labelSet), null, 2)}\n`,
    ...tokenizerFiles(tokenizer, { modelMaxLength: config.maxPositions }),
  };
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
