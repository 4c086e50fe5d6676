/** The model as it stands between epochs: its datastore, and its scores on annotated documents. */

import type { Config } from "../config/index.js";
import type { Document } from "../corpus/index.js";
import type { BertConfig } from "../encoder/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import { buildDatastore, createDecoder, createForwardRunner } from "../inference/index.js";
import type { Datastore } from "../knn/index.js";
import type { LabelSet } from "../labels/index.js";
import type { Head } from "../objectives/index.js";
import type { Device } from "../runtime/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { outputLayerOf, type Parameters } from "./classifierHead.js";
import { countLabels, type PreparedDocuments, transitionsOf } from "./prepareDocuments.js";
import { scoreDocuments } from "./scoreDocuments.js";

/** What does not change from epoch to epoch. */
export interface EvaluatorOptions {
  readonly config: Config;
  readonly bert: BertConfig;
  readonly head: Head;
  readonly labelSet: LabelSet;
  readonly tokenizer: Tokenizer;
  /** The training part, which fills the datastore. */
  readonly prepared: PreparedDocuments;
  readonly device?: Device | undefined;
}

/** Looks at parameters whose output layer has a row for each label. */
export interface Evaluator {
  datastore(parameters: Parameters): Promise<Datastore>;
  score(parameters: Parameters, documents: readonly Document[]): Promise<EvaluationReport>;
  release(): Promise<void>;
}

/** Loads the forward graph once; each call runs it with the parameters given. */
export async function createEvaluator(options: EvaluatorOptions): Promise<Evaluator> {
  const { config, bert, head, labelSet, tokenizer, prepared, device } = options;
  const { threads, decode, windows, labels: policies } = config;
  const outputs = labelSet.labels.length;
  const counts = countLabels(prepared.labels, labelSet);
  let current: Parameters = new Map();
  const runner = await createForwardRunner({
    config: bert,
    outputs,
    parameters: () => current,
    threads,
    device,
  });

  async function datastore(parameters: Parameters): Promise<Datastore> {
    current = parameters;
    return buildDatastore(runner, prepared, {
      tokenizer,
      threads,
      documentIds: prepared.documents.map(({ id }) => id),
      labels: prepared.labels,
      classes: labelSet.labels,
      layer: outputLayerOf(parameters),
    });
  }

  return {
    datastore,
    async score(parameters, documents) {
      current = parameters;
      const decoder = await createDecoder(decode, {
        ...{ head: head.kind, counts, threads },
        datastore: () => datastore(parameters),
        transitions: () => transitionsOf(prepared, labelSet),
      });
      const report = await scoreDocuments(documents, {
        ...{ runner, decoder, tokenizer, labelSet, windows, policies },
        head: head.kind,
      });
      await decoder.release();
      return report;
    },
    release: () => runner.release(),
  };
}
