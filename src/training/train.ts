/** The training loop: an async generator of events that returns the best weights. */

import type { Config } from "../config/index.js";
import { createRandom, type Tensor } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import type { BertConfig } from "../encoder/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import { collate, windowLength } from "../inference/index.js";
import type { Datastore } from "../knn/index.js";
import type { LabelSet } from "../labels/index.js";
import { createObjective, type Objective } from "../objectives/index.js";
import { scheduleFactor } from "../optimizers/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { folded, type Parameters, withHead } from "./classifierHead.js";
import { paddingOf } from "./epochBatches.js";
import { TrainingError } from "./error.js";
import { createEvaluator } from "./evaluator.js";
import type { PlanEvent, TrainEvent } from "./events.js";
import { batchesOfEpoch, countSteps, type PlanOptions, targetsOfBatch } from "./plan.js";
import { countLabels, type PreparedDocuments, prepareDocuments } from "./prepareDocuments.js";
import {
  objectiveOf,
  optimizerOf,
  peakLearningRate,
  selectionOf,
  withDropout,
} from "./settings.js";
import { createStepper } from "./stepper.js";
import { startStopwatch } from "./stopwatch.js";

/** What a run needs; `config` decides the rest. */
export interface TrainOptions {
  readonly config: Config;
  readonly encoder: { readonly config: BertConfig; readonly parameters: Parameters };
  readonly tokenizer: Tokenizer;
  readonly labelSet: LabelSet;
  readonly train: readonly Document[];
  /** Chooses the best epoch, the latest of equal ones; without it the last one is kept. */
  readonly dev?: readonly Document[];
  /** Ends the run after the step in progress, with what was reached. */
  readonly signal?: AbortSignal;
}

/** What a run leaves. */
export interface Trained {
  /** Output layer folded to a row for each label. */
  readonly parameters: Parameters;
  readonly objective: Objective;
  readonly prepared: PreparedDocuments;
  /** Pieces of the training part by label. */
  readonly counts: Float64Array;
  /** Training tokens for the nearest-neighbour decoder. */
  readonly datastore: Datastore;
  /** Epoch whose weights these are; 0 if interrupted in the first. */
  readonly epoch: number;
  readonly report?: EvaluationReport;
  readonly interrupted: boolean;
}

/** Weights worth keeping. */
interface Kept {
  readonly epoch: number;
  readonly value: number;
  readonly parameters: Parameters;
  readonly report?: EvaluationReport | undefined;
}

/**
 * Trains.
 * @throws TrainingError if there is nothing to train on, or the loss is no longer finite
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, Trained> {
  const { config, encoder, tokenizer, labelSet, signal, dev } = options;
  const random = createRandom(config.seed);
  const prepared = await prepareTrainPart(options);
  const counts = countLabels(prepared.labels, labelSet);
  const objective = createObjective({ ...objectiveOf(config), labelSet, counts });
  const { head } = objective;
  const bert = withDropout(encoder.config, config);
  const { epochs, batchSize } = config.training;
  const plan: PlanOptions = { prepared, objective, epochs, batchSize, random };
  const initial = withHead(encoder.parameters, { head, config: bert, random });
  const peak = peakLearningRate(config, bert);
  const planned = describePlan(plan, { initial, peak, devDocuments: dev?.length ?? 0 });
  const { steps } = planned;
  yield planned;

  const stepper = await createStepper({
    config: bert,
    head,
    optimizer: optimizerOf(config),
    clip: config.optimizer.clip ?? undefined,
    parameters: initial,
    seed: config.seed,
    threads: config.threads,
  });
  const evaluator = await createEvaluator({ config, bert, head, labelSet, tokenizer, prepared });
  const watch = startStopwatch();
  let best: Kept | undefined;
  let step = 0;
  for (let epoch = 1; epoch <= epochs && !signal?.aborted; epoch++) {
    const started = performance.now();
    const losses: number[] = [];
    for (const [index, windows] of batchesOfEpoch(plan, epoch).entries()) {
      const batch = collate(windows, { encodings: prepared.encodings, tokenizer });
      const pieces = windows.reduce((sum, window) => sum + windowLength(window), 0);
      for (const targets of targetsOfBatch(plan, { windows, epoch, index })) {
        if (signal?.aborted) break;
        const learningRate = peak * scheduleFactor(config.schedule, step, steps);
        step++;
        const loss = await stepper.step({ batch, targets, step, learningRate });
        checkFinite(loss, { step, steps, peak });
        losses.push(loss);
        watch.stepped(pieces);
        const reading = watch.reading({ steps, epochs: dev ? epochs : 0 });
        yield { kind: "step", epoch, step, steps, loss, learningRate, ...reading };
      }
    }
    const parameters = folded(stepper.parameters(), head);
    if (signal?.aborted) {
      best ??= { epoch: epoch - 1, value: 0, parameters: copied(parameters) };
      break;
    }
    const report = dev && (await watch.pausedFor(() => evaluator.score(parameters, dev)));
    const value = report ? selectionOf(report, config) : epoch;
    const isBest = best === undefined || value >= best.value;
    if (isBest) best = { epoch, value, parameters: copied(parameters), report };
    yield {
      kind: "epoch",
      epoch,
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      seconds: (performance.now() - started) / 1000,
      ...(report ? { report, selection: value } : {}),
      best: isBest,
    };
  }
  await stepper.release();
  const { parameters, epoch, report } = best ?? { parameters: folded(initial, head), epoch: 0 };
  const datastore = await evaluator.datastore(parameters);
  await evaluator.release();
  return {
    ...{ parameters, objective, prepared, counts, datastore, epoch },
    ...(report ? { report } : {}),
    interrupted: signal?.aborted ?? false,
  };
}

async function prepareTrainPart(options: TrainOptions): Promise<PreparedDocuments> {
  const { config, tokenizer, labelSet } = options;
  const { windows, labels } = config;
  const { head } = config.objective;
  const prepared = await prepareDocuments(options.train, {
    tokenizer,
    labelSet,
    windows,
    head,
    ...labels,
  });
  if (prepared.windows.length === 0)
    throw new TrainingError({}, "the training part has no text", "Check the .txt files");
  return prepared;
}

function describePlan(
  plan: PlanOptions,
  { initial, peak, devDocuments }: { initial: Parameters; peak: number; devDocuments: number },
): PlanEvent {
  const { prepared, epochs } = plan;
  const firstEpoch = batchesOfEpoch(plan, 1);
  return {
    kind: "plan",
    documents: prepared.documents.length,
    devDocuments,
    windows: prepared.windows.length,
    pieces: prepared.encodings.reduce((sum, { ids }) => sum + ids.length, 0),
    epochs,
    batches: firstEpoch.length,
    steps: countSteps(plan),
    padding: paddingOf(firstEpoch),
    parameters: [...initial.values()].reduce((sum, { data }) => sum + data.length, 0),
    learningRate: peak,
  };
}

function checkFinite(
  loss: number,
  { step, steps, peak }: Record<"step" | "steps" | "peak", number>,
) {
  if (Number.isFinite(loss)) return;
  throw new TrainingError(
    {},
    `the loss is ${loss} at step ${step} of ${steps}`,
    `Use a learning rate below ${peak}, or switch clipping on`,
  );
}

/** Parameters that later steps do not overwrite. */
function copied(parameters: Parameters): Parameters {
  return new Map(
    [...parameters].map(([name, { shape, data }]): [string, Tensor<"float32">] => [
      name,
      { dtype: "float32", shape, data: data.slice() },
    ]),
  );
}
