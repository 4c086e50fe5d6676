/** Does a run: trains, predicts the test part with every decoder, and makes the record. */

import { machineName } from "../core/index.js";
import { countTypes, shortFingerprint } from "../corpus/index.js";
import { countDocuments } from "../evaluation/index.js";
import { createLabelSet, type LabelSet, labelsOfType } from "../labels/index.js";
import { folderFingerprint, loadEncoder } from "../recognizer/index.js";
import { checkWindowLength } from "../tokenizer/index.js";
import { type Trained, typesOfBoth } from "../training/index.js";
import { ExperimentError } from "./error.js";
import type { DecodeSettings, Executor, RunDefinition } from "./job.js";
import { createPartsReader, type Parts } from "./parts.js";
import { type ProbabilityTally, tallyProbabilities, truthOf } from "./probabilities.js";
import { RECORD_FORMAT, type RunRecord, type TrainingSupport } from "./record.js";
import { materialOf, runId, versions } from "./runId.js";
import { scoresOf } from "./scores.js";
import { learn, predictTest, type Setting } from "./trainAndPredict.js";

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
  checkWindowLength({ length: config.windows.length, maxPositions: encoder.config.maxPositions });
  const material = materialOf(parts, await folderFingerprint(run.encoder));
  const here = runId(run, material);
  if (here !== id)
    throw new ExperimentError(
      { source: run.corpus.path },
      `the run is ${id.slice(0, 12)} where it was planned and ${here.slice(0, 12)} here`,
      "Give this worker the same version of raretag, corpus and encoder",
    );
  const setting = { config, parts, labelSet, encoder };
  const { plan, epochs, trained } = await learn(setting);
  const trainedAt = performance.now();
  const decoders = await score(setting, { trained, decoders: run.decoders });
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

/** Scores the test part with every decoder. */
async function score(
  setting: Setting,
  {
    trained,
    decoders: asked,
  }: { readonly trained: Trained; readonly decoders: RunDefinition["decoders"] },
): Promise<RunRecord["decoders"]> {
  const {
    parts: { test },
    config: { labels: policies },
    labelSet,
    encoder,
  } = setting;
  const types = typesOfBoth(test, { labelSet });
  const truth = await truthOf(test, { tokenizer: encoder.tokenizer, types, policies });
  const names = Object.keys(asked).sort(); // their order in the grid is no part of what a run is
  const tallies = names.map(() => tallyProbabilities({ truth, labelSet, types }));
  const decoded = await predictTest(setting, {
    trained,
    decoders: names.map((name) => asked[name] as DecodeSettings),
    observe: ({ decoder, ...pieces }) => tallies[decoder]?.add(pieces),
  });
  return Object.fromEntries(
    decoded.map(({ scored, predictions }, d) => {
      const counts = countDocuments(scored, types);
      const { shares, calibration } = (tallies[d] as ProbabilityTally).result(scored, predictions);
      return [names[d] as string, { scores: scoresOf(counts), counts, shares, calibration }];
    }),
  );
}

function supportOf(
  { train: documents }: Parts,
  { labelSet, trained }: { labelSet: LabelSet; trained: Trained },
): Record<string, TrainingSupport> {
  const mentions = countTypes(documents);
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
