/** Writes what a training run leaves into a model folder. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../core/index.js";
import { fingerprint } from "../corpus/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import {
  createRecognizer,
  loadModel,
  MODEL_FORMAT,
  type ModelDescription,
  saveModel,
} from "../recognizer/index.js";
import type { Signature } from "../signatures/index.js";
import { scoreDocuments, type Trained } from "../training/index.js";
import { signaturesOfModel, signaturesOfParts } from "./signatures.js";
import type { TrainJob } from "./trainJob.js";

/** Saves the model with the scores of the dev part, and the list of mentions that flat labels changed. */
export async function saveTrained(folder: string, job: TrainJob, trained: Trained): Promise<void> {
  const { config, encoder, labelSet } = job;
  const lines = trained.prepared.affected.map((entry) => `${JSON.stringify(entry)}\n`);
  await rm(join(folder, "raretag.json"), { force: true }); // of an interrupted run that went on
  await writeAtomically(join(folder, "affected.jsonl"), lines.join(""));
  await saveModel(folder, {
    encoder: encoder.config,
    parameters: trained.parameters,
    labelSet,
    tokenizer: encoder.tokenizer,
    knn: { datastore: trained.datastore, settings: config.decode.knn },
    description: describeModel(job, trained),
    metrics: { dev: trained.report ?? null, test: null, signatures: [] },
  });
}

function describeModel({ config, data, labelSet }: TrainJob, trained: Trained): ModelDescription {
  const { objective, counts } = trained;
  return {
    format: MODEL_FORMAT,
    labels: { scheme: labelSet.scheme, types: labelSet.types },
    head: objective.head.kind,
    windows: config.windows,
    policies: { overlaps: config.labels.overlaps, discontinuous: config.labels.discontinuous },
    decoder: config.decode.decoder,
    prior: config.decode.prior,
    ...(labelSet.scheme === "io"
      ? { viterbi: { ...config.decode.viterbi, ...trained.transitions } }
      : {}),
    objective: { name: objective.name, options: { ...objective.options } },
    config,
    training: {
      documents: data.train.length,
      pieces: counts.reduce((sum, count) => sum + count, 0),
      counts: Object.fromEntries(labelSet.labels.map((label, id) => [label, counts[id] ?? 0])),
      fingerprint: fingerprint(data.train),
      epoch: trained.epoch,
      interrupted: trained.interrupted,
    },
  };
}

/** What a saved model is worth. */
export interface ScoredModel {
  /** Of the test part, else of the dev part, if there is one. */
  readonly report: EvaluationReport | undefined;
  /** What went wrong that is known from the model, see docs/failures.md; none of a run that was interrupted. */
  readonly signatures: readonly Signature[];
}

/**
 * Scores the test part with the model as saved, looks for the signatures of failures, and adds both to its `metrics.json`.
 */
export async function scoreSaved(
  folder: string,
  job: TrainJob,
  trained: Trained,
): Promise<ScoredModel> {
  const { data, config, device } = job;
  const { report: dev } = trained;
  if (trained.interrupted && !data.test) return { report: dev, signatures: [] };
  const model = await loadModel(folder);
  const recognizer = await createRecognizer(model, { threads: config.threads, device });
  const test =
    data.test &&
    (await scoreDocuments(data.test, {
      ...recognizer.options,
      policies: model.description.policies,
    }));
  const signatures = trained.interrupted
    ? []
    : await signaturesOfModel(folder, { job, trained, recognizer });
  await recognizer.release();
  const metrics = {
    ...{ dev: dev ?? null, test: test ?? null },
    signatures: [...signaturesOfParts(data), ...signatures],
  };
  await writeAtomically(join(folder, "metrics.json"), `${JSON.stringify(metrics, null, 2)}\n`);
  return { report: test ?? dev, signatures };
}
