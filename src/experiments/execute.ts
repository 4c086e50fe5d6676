/** Does a run: trains, predicts the test part with every decoder, and makes the record. */

import { machineName } from "../core/index.js";
import { shortFingerprint } from "../corpus/index.js";
import { countDocuments } from "../evaluation/index.js";
import {
  argmaxDecoder,
  createForwardRunner,
  type Decoder,
  knnDecoder,
  predictWithDecoders,
} from "../inference/index.js";
import { createLabelSet, type LabelSet, labelsOfType } from "../labels/index.js";
import { folderFingerprint, type LoadedEncoder, loadEncoder } from "../recognizer/index.js";
import { compared, type PlanEvent, type Trained, train, typesOfBoth } from "../training/index.js";
import { ExperimentError } from "./error.js";
import type { DecodeSettings, Executor, RunDefinition } from "./job.js";
import { createPartsReader, type Parts } from "./parts.js";
import { tallyProbabilities, truthOf } from "./probabilities.js";
import { type EpochRecord, RECORD_FORMAT, type RunRecord, type TrainingSupport } from "./record.js";
import { materialOf, runId, versions } from "./runId.js";
import { scoresOf } from "./scores.js";

const reader = createPartsReader();

/**
 * Does a run.
 * @throws ExperimentError if documents, encoder or versions here are not those that the job was made for
 */
export const execute: Executor = async ({ id, run }) => {
  const began = performance.now();
  const { config } = run;
  const parts = await reader.parts(run.corpus, {
    ...{ split: run.split, fold: run.fold, seed: config.seed, dev: config.training.dev },
  });
  const labelSet = createLabelSet({ scheme: config.labels.scheme, types: parts.types });
  const encoder = await loadEncoder(run.encoder, labelSet);
  const material = materialOf(parts, await folderFingerprint(run.encoder));
  const here = runId(run, material);
  if (here !== id)
    throw new ExperimentError(
      { source: run.corpus.path },
      `the run is ${id.slice(0, 12)} where it was planned and ${here.slice(0, 12)} here`,
      "Give this worker the same version of raretag, corpus and encoder",
    );
  const learned = await learn({ run, parts, labelSet, encoder });
  const trainedAt = performance.now();
  const decoders = await score({ run, parts, labelSet, encoder, trained: learned.trained });
  const { plan, epochs, trained } = learned;
  const record: RunRecord = {
    ...{ format: RECORD_FORMAT, id, config, versions: versions(), material },
    documents: parts.test.map(shortFingerprint),
    training: supportOf(parts, { labelSet, trained }),
    outside: trained.counts[0] as number,
    plan: { steps: plan.steps, windows: plan.windows, learningRate: plan.learningRate },
    ...{ epochs, epoch: trained.epoch, decoders },
  };
  const seconds = (from: number, to: number) => Math.round((to - from) / 100) / 10;
  return {
    record,
    cost: {
      id,
      seconds: {
        training: seconds(began, trainedAt),
        scoring: seconds(trainedAt, performance.now()),
      },
      peakMemory: process.resourceUsage().maxRSS * 1024,
      machine: machineName(),
      at: new Date().toISOString(),
    },
  };
};

/** What a run works with. */
interface Setting {
  readonly run: RunDefinition;
  readonly parts: Parts;
  readonly labelSet: LabelSet;
  readonly encoder: LoadedEncoder;
}

async function learn({ run: { config }, parts, labelSet, encoder }: Setting) {
  const { train: documents, dev } = parts;
  const events = train({
    ...{ config, encoder, tokenizer: encoder.tokenizer, labelSet, train: documents },
    ...(dev ? { dev } : {}),
  });
  const epochs: EpochRecord[] = [];
  let plan: PlanEvent | undefined;
  for (;;) {
    const { done, value } = await events.next();
    if (done) return { trained: value, plan: plan as PlanEvent, epochs };
    if (value.kind === "plan") plan = value;
    if (value.kind === "epoch")
      epochs.push({ epoch: value.epoch, loss: value.loss, selection: value.selection ?? null });
  }
}

/** Scores the test part with every decoder, from one pass through the encoder. */
async function score({
  run: { config, decoders: asked },
  parts: { test },
  labelSet,
  encoder,
  trained,
}: Setting & { readonly trained: Trained }): Promise<RunRecord["decoders"]> {
  const { tokenizer } = encoder;
  const { windows, threads, labels: policies } = config;
  const head = trained.objective.head.kind;
  const types = typesOfBoth(test, { labelSet });
  const truth = await truthOf(test, { tokenizer, types, policies });
  const names = Object.keys(asked);
  const decoders = await Promise.all(
    Object.values(asked).map((settings) => decoderOf(settings, { trained, labelSet, threads })),
  );
  const tallies = names.map(() => tallyProbabilities({ truth, labelSet, types }));
  const runner = await createForwardRunner({
    config: encoder.config,
    outputs: labelSet.labels.length,
    parameters: () => trained.parameters,
    threads,
  });
  const predictions = await predictWithDecoders(test, {
    ...{ runner, decoders, tokenizer, labelSet, head, windows },
    observe: ({ decoder, ...pieces }) => tallies[decoder]?.add(pieces),
  });
  await Promise.all([runner.release(), ...decoders.map((decoder) => decoder.release())]);
  return Object.fromEntries(
    names.map((name, d) => {
      const scored = compared(test, predictions[d] ?? [], { labelSet, policies, types });
      const counts = countDocuments(scored, types);
      const { shares, calibration } = (tallies[d] as (typeof tallies)[number]).result(
        scored,
        predictions[d] ?? [],
      );
      return [name, { scores: scoresOf(counts), counts, shares, calibration }];
    }),
  );
}

function decoderOf(
  { decoder, prior: tau, knn }: DecodeSettings,
  { trained, labelSet, threads }: { trained: Trained; labelSet: LabelSet; threads: number },
): Promise<Decoder> {
  if (decoder === "knn") return knnDecoder(trained.datastore, { settings: knn, threads });
  const { counts, objective } = trained;
  return Promise.resolve(
    argmaxDecoder({
      classes: labelSet.labels.length,
      head: objective.head.kind,
      prior: { tau, counts },
    }),
  );
}

function supportOf(
  { train: documents }: Parts,
  { labelSet, trained }: { labelSet: LabelSet; trained: Trained },
): Record<string, TrainingSupport> {
  const mentions = new Map<string, number>();
  for (const document of documents)
    for (const { type } of document.mentions) mentions.set(type, (mentions.get(type) ?? 0) + 1);
  return Object.fromEntries(
    labelSet.types.map((type, t) => {
      const { start, end } = labelsOfType(labelSet, t);
      const pieces = trained.counts.slice(start, end);
      return [
        type,
        { mentions: mentions.get(type) ?? 0, pieces: pieces.reduce((sum, n) => sum + n, 0) },
      ];
    }),
  );
}
