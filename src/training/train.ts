/** The training loop: an async generator of events that returns the best weights. */

import type { Config } from "../config/index.js";
import { createRandom, type Random, type Tensor } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import type { BertConfig } from "../encoder/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import { collate, type Transitions, windowLength } from "../inference/index.js";
import type { Datastore } from "../knn/index.js";
import type { LabelSet } from "../labels/index.js";
import { createObjective, type Head, type Objective } from "../objectives/index.js";
import { scheduleFactor } from "../optimizers/index.js";
import type { Device } from "../runtime/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { variantsOf } from "./augment/augment.js";
import { folded, type Parameters, withHead } from "./classifierHead.js";
import { paddingOf } from "./epochBatches.js";
import { TrainingError } from "./error.js";
import { createEvaluator } from "./evaluator.js";
import type { PlanEvent, TrainEvent } from "./events.js";
import { computeFrozenStates, type FrozenStates } from "./frozenStates.js";
import { repeatFactors } from "./oversample.js";
import { batchesOfEpoch, countSteps, type PlanOptions, restOfEpoch } from "./plan.js";
import {
  countLabels,
  type PreparedDocuments,
  prepareDocuments,
  transitionsOf,
} from "./prepareDocuments.js";
import { type Occasion, type RunState, START } from "./runState.js";
import {
  objectiveOf,
  optimizerOf,
  peakLearningRate,
  selectionOf,
  withDropout,
} from "./settings.js";
import { createStepper, type Stepper } from "./stepper.js";
import { startStopwatch } from "./stopwatch.js";

/** What a run needs; `config` decides the rest. */
export interface TrainOptions {
  readonly config: Config;
  readonly encoder: { readonly config: BertConfig; readonly parameters: Parameters };
  readonly tokenizer: Tokenizer;
  readonly labelSet: LabelSet;
  readonly train: readonly Document[];
  /** Where graphs run; the processor unless given. */
  readonly device?: Device | undefined;
  /** Chooses the best epoch, the latest of equal ones; without it the last one is kept. */
  readonly dev?: readonly Document[];
  /** Ends the run after the step in progress, with what was reached. */
  readonly signal?: AbortSignal;
  /** Reads where to go on; absent to begin. The events before it are not sent again, save the plan. */
  readonly resume?: (() => Promise<RunState>) | undefined;
  /**
   * Offered the state between steps, when all events so far have been taken. Its tensors hold until the
   * promise is fulfilled.
   */
  readonly savepoint?: ((occasion: Occasion, state: RunState) => Promise<void>) | undefined;
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
  /** Neighbouring words for the decoder viterbi, by label. */
  readonly transitions: Transitions;
  /** Epoch whose weights these are; 0 if interrupted in the first. */
  readonly epoch: number;
  readonly report?: EvaluationReport;
  /** Whether it ended before the last epoch was complete. */
  readonly interrupted: boolean;
}

/**
 * Trains.
 * @throws TrainingError if there is nothing to train on, or the loss is no longer finite
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, Trained> {
  const { config, encoder, tokenizer, labelSet, signal, dev, device, savepoint } = options;
  const random = createRandom(config.seed);
  const prepared = await prepareTrainPart(options, options.train);
  const shown = await withVariants(options, { prepared, random });
  const counts = countLabels(prepared.labels, labelSet);
  const objective = createObjective({ ...objectiveOf(config), labelSet, counts });
  const { head } = objective;
  const bert = withDropout(encoder.config, config);
  const { epochs, batchSize } = config.training;
  const repeats = repeatsOf(options, { shown, head });
  const plan: PlanOptions = { prepared: shown, objective, epochs, batchSize, repeats, random };
  const initial = withHead(encoder.parameters, { head, config: bert, random });
  const peak = peakLearningRate(config, bert);
  const planned = describePlan(plan, { initial, peak, devDocuments: dev?.length ?? 0 });
  const { steps } = planned;
  yield planned;

  const stepper = await createStepper({
    config: bert,
    head,
    loss: objective.loss,
    optimizer: optimizerOf(config),
    clip: config.optimizer.clip ?? undefined,
    parameters: initial,
    seed: config.seed,
    threads: config.threads,
    device,
    pieces: piecesIn(shown, tokenizer),
    frozen: await frozenStates(options, shown),
  });
  const evaluator = await createEvaluator({
    ...{ config, bert, head, labelSet, tokenizer, prepared, device },
  });
  const watch = startStopwatch();
  let { progress, best } = await startOf(stepper, options);
  const offer = async (occasion: Occasion) =>
    savepoint?.(occasion, { progress, best, tensors: stepper.state() });
  while (progress.epoch <= epochs && !signal?.aborted) {
    const { epoch } = progress;
    const started = performance.now();
    for (const { index, windows, steps: copies } of restOfEpoch(plan, progress)) {
      const batch = collate(windows, { encodings: shown.encodings, tokenizer });
      const pieces = windows.reduce((sum, window) => sum + windowLength(window), 0);
      for (const [copy, targets] of copies) {
        if (signal?.aborted) break;
        const learningRate = peak * scheduleFactor(config.schedule, progress.step, steps);
        const step = progress.step + 1;
        const loss = await stepper.step({ batch, targets, step, learningRate });
        checkFinite(loss, { step, steps, peak });
        progress = {
          ...{ epoch, batch: index, copies: copy + 1, step },
          losses: { sum: progress.losses.sum + loss, count: progress.losses.count + 1 },
        };
        watch.stepped(pieces);
        const evaluations = dev ? epochs - epoch + 1 : 0;
        const reading = watch.reading({ steps: steps - step, evaluations });
        yield { kind: "step", epoch, step, steps, loss, learningRate, ...reading };
        await offer("step");
      }
      if (signal?.aborted) break;
    }
    if (signal?.aborted) break;
    const parameters = folded(stepper.parameters(), head);
    const report = dev && (await watch.pausedFor(() => evaluator.score(parameters, dev)));
    const value = report ? selectionOf(report, config) : epoch;
    const isBest = best === undefined || value >= best.value;
    if (isBest) best = { epoch, value, parameters: copied(parameters), report };
    const { sum, count } = progress.losses;
    progress = { ...START, epoch: epoch + 1, step: progress.step };
    yield {
      kind: "epoch",
      epoch,
      loss: sum / count,
      seconds: (performance.now() - started) / 1000,
      ...(report ? { report, selection: value } : {}),
      best: isBest,
    };
    await offer("epoch");
  }
  const interrupted = progress.epoch <= epochs;
  if (interrupted) await offer("interruption");
  const { parameters, epoch, report } = best ?? {
    parameters: folded(stepper.parameters(), head),
    epoch: 0,
  };
  await stepper.release();
  const datastore = await evaluator.datastore(parameters);
  await evaluator.release();
  return {
    ...{ parameters, objective, prepared, counts, datastore, epoch, interrupted },
    transitions: transitionsOf(prepared, labelSet),
    ...(report ? { report } : {}),
  };
}

/** Puts the stepper where the run goes on. The state is let go here, so that it is not held beside the stepper's. */
async function startOf(
  stepper: Stepper,
  { resume }: TrainOptions,
): Promise<Omit<RunState, "tensors">> {
  if (!resume) return { progress: START };
  const { tensors, ...start } = await resume();
  stepper.restore(tensors);
  return start;
}

async function prepareTrainPart(
  { config, tokenizer, labelSet }: TrainOptions,
  documents: readonly Document[],
): Promise<PreparedDocuments> {
  const { windows, labels } = config;
  const { head } = config.objective;
  const prepared = await prepareDocuments(documents, {
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

/**
 * What the steps go over: the training part and its augmented variants. Class weights, priors and the datastore are of the
 * training part alone.
 */
async function withVariants(
  options: TrainOptions,
  { prepared, random }: { prepared: PreparedDocuments; random: Random },
): Promise<PreparedDocuments> {
  const { augment } = options.config.training;
  const variants = variantsOf(prepared, { ...augment, random });
  return variants.length === 0
    ? prepared
    : prepareTrainPart(options, [...prepared.documents, ...variants]);
}

/** How often an epoch shows each window, with `training.oversample`. */
function repeatsOf(
  { config, labelSet }: TrainOptions,
  { shown, head }: { shown: PreparedDocuments; head: Head },
): Float64Array | undefined {
  const threshold = config.training.oversample;
  return threshold === null
    ? undefined
    : repeatFactors(shown, { labelSet, head: head.kind, threshold });
}

/** Ids that the batches of the training part hold. */
function piecesIn({ encodings }: PreparedDocuments, tokenizer: Tokenizer): Set<number> {
  const { clsId, sepId, padId } = tokenizer;
  const pieces = new Set([clsId, sepId, padId]);
  for (const { ids } of encodings) for (const id of ids) pieces.add(id);
  return pieces;
}

/** What `training.freeze` keeps as it is; nothing if null. */
async function frozenStates(
  { config, encoder, tokenizer, device }: TrainOptions,
  { encodings, windows }: PreparedDocuments,
): Promise<FrozenStates | undefined> {
  const layers = config.training.freeze;
  if (layers === null) return undefined;
  if (layers > encoder.config.layers)
    throw new TrainingError(
      { source: "training.freeze" },
      `${layers} layers are to stay as they are but the encoder has ${encoder.config.layers}`,
      `Freeze at most ${encoder.config.layers}`,
    );
  const { threads } = config;
  return computeFrozenStates({
    ...encoder,
    layers,
    encodings,
    windows,
    tokenizer,
    threads,
    device,
  });
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
    windows: firstEpoch.flat().length,
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
