/** The training loop: an async generator of events that returns the best weights. */

import type { Config } from "../config/index.js";
import { createRandom, type Tensor } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import type { BertConfig } from "../encoder/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import {
  argmaxDecoder,
  buildDatastore,
  collate,
  createForwardRunner,
  type Decoder,
  type ForwardRunner,
  knnDecoder,
  logitsOfDocuments,
} from "../inference/index.js";
import type { Datastore } from "../knn/index.js";
import type { LabelSet } from "../labels/index.js";
import { createObjective, type Objective, type ObjectiveChoice } from "../objectives/index.js";
import { adamW, type Optimizer, scheduleFactor, sgd } from "../optimizers/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { folded, type Parameters, withHead } from "./classifierHead.js";
import { paddingOf } from "./epochBatches.js";
import { TrainingError } from "./error.js";
import type { TrainEvent } from "./events.js";
import { batchesOfEpoch, countSteps, targetsOfBatch } from "./plan.js";
import { countLabels, type PreparedDocuments, prepareDocuments } from "./prepareDocuments.js";
import { scoreDocuments } from "./scoreDocuments.js";
import { createStepper } from "./stepper.js";

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

/**
 * Trains.
 * @throws TrainingError if there is nothing to train on, or the loss is no longer finite
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, Trained> {
  const { config, encoder, tokenizer, labelSet, signal } = options;
  const { epochs, batchSize } = config.training;
  const random = createRandom(config.seed);
  const prepared = await prepareDocuments(options.train, {
    tokenizer,
    labelSet,
    windows: config.windows,
    ...config.labels,
  });
  if (prepared.windows.length === 0)
    throw new TrainingError({}, "the training part has no text", "Check the .txt files");
  const counts = countLabels(prepared.labels, labelSet);
  const objective = createObjective({ ...objectiveOf(config), labelSet, counts });
  const { head } = objective;
  const bert = withDropout(encoder.config, config.training.dropout);
  const plan = { prepared, objective, epochs, batchSize, random };
  const steps = countSteps(plan);
  const firstEpoch = batchesOfEpoch(plan, 1);
  const initial = withHead(encoder.parameters, { head, config: bert, random });
  yield {
    kind: "plan",
    documents: options.train.length,
    devDocuments: options.dev?.length ?? 0,
    windows: prepared.windows.length,
    pieces: prepared.encodings.reduce((sum, { ids }) => sum + ids.length, 0),
    epochs,
    batches: firstEpoch.length,
    steps,
    padding: paddingOf(firstEpoch),
    parameters: [...initial.values()].reduce((sum, { data }) => sum + data.length, 0),
  };

  const stepper = await createStepper({
    config: bert,
    head,
    optimizer: optimizerOf(config),
    clip: config.optimizer.clip ?? undefined,
    parameters: initial,
    seed: config.seed,
    threads: config.threads,
  });
  let current: Parameters = folded(stepper.parameters(), head);
  const runner = await createForwardRunner({
    config: bert,
    outputs: labelSet.labels.length,
    parameters: () => current,
    threads: config.threads,
  });
  const dev = options.dev && { documents: options.dev };
  let best:
    | { epoch: number; value: number; parameters: Parameters; report?: EvaluationReport }
    | undefined;

  let step = 0;
  let interrupted = false;
  const started = performance.now();
  let idle = 0; // milliseconds spent on anything but steps
  let piecesDone = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const epochStarted = performance.now();
    const losses: number[] = [];
    for (const [index, windows] of batchesOfEpoch(plan, epoch).entries()) {
      const batch = collate(windows, { encodings: prepared.encodings, tokenizer });
      for (const targets of targetsOfBatch(plan, { windows, epoch, index })) {
        if (signal?.aborted) break;
        const learningRate =
          config.optimizer.learningRate * scheduleFactor(config.schedule, step, steps);
        step++;
        const loss = await stepper.step({ batch, targets, step, learningRate });
        if (!Number.isFinite(loss))
          throw new TrainingError(
            {},
            `the loss is ${loss} at step ${step} of ${steps}`,
            `Use a learning rate below ${config.optimizer.learningRate}, or switch clipping on`,
          );
        losses.push(loss);
        piecesDone += batch.attentionMask.data.reduce((sum, used) => sum + used, 0);
        const busy = (performance.now() - started - idle) / 1000;
        const perEpoch = idle / 1000 / Math.max(1, epoch - 1);
        yield {
          kind: "step",
          epoch,
          step,
          steps,
          loss,
          learningRate,
          piecesPerSecond: piecesDone / busy,
          secondsLeft: (busy / step) * (steps - step) + perEpoch * (epochs - epoch + 1),
        };
      }
    }
    interrupted = signal?.aborted ?? false;
    current = folded(stepper.parameters(), head);
    if (interrupted) {
      best ??= { epoch: epoch - 1, value: 0, parameters: copied(current) };
      break;
    }
    const pause = performance.now();
    const report = dev ? await evaluateDev(dev.documents) : undefined;
    const value = report ? selectionOf(report, config.training.selection) : epoch;
    const isBest = best === undefined || value >= best.value;
    if (isBest)
      best = {
        epoch,
        value,
        parameters: copied(current),
        ...(report ? { report } : {}),
      };
    idle += performance.now() - pause;
    yield {
      kind: "epoch",
      epoch,
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      seconds: (performance.now() - epochStarted) / 1000,
      ...(report ? { report, selection: value } : {}),
      best: isBest,
    };
  }
  await stepper.release();
  const kept = best as NonNullable<typeof best>;
  current = kept.parameters;
  const datastore = await datastoreOf(runner);
  await runner.release();
  return {
    parameters: kept.parameters,
    objective,
    prepared,
    counts,
    datastore,
    epoch: kept.epoch,
    ...(kept.report ? { report: kept.report } : {}),
    interrupted,
  };

  async function datastoreOf(forward: ForwardRunner): Promise<Datastore> {
    const logits = await logitsOfDocuments(forward, prepared, {
      tokenizer,
      outputs: labelSet.labels.length,
    });
    return buildDatastore({
      ...prepared,
      logits,
      documentIds: prepared.documents.map(({ id }) => id),
      classes: labelSet.labels,
    });
  }

  async function evaluateDev(documents: readonly Document[]): Promise<EvaluationReport> {
    const { decoder: name, knn } = config.decode;
    const decoder: Decoder =
      name === "argmax"
        ? argmaxDecoder({ classes: labelSet.labels.length, head: head.kind })
        : await knnDecoder(await datastoreOf(runner), { settings: knn, threads: config.threads });
    const report = await scoreDocuments(documents, {
      runner,
      decoder,
      tokenizer,
      labelSet,
      head: head.kind,
      windows: config.windows,
      policies: config.labels,
    });
    await decoder.release();
    return report;
  }
}

/** The objective's options of a configuration; all token labels has only weights. */
function objectiveOf({ objective }: Config): ObjectiveChoice {
  if (objective.name === "atl")
    return { name: "atl", weights: objective.weights as "none" | "dataset" };
  const { name: _, reduction, ...options } = objective;
  const averaged = options.schedule === "fused" ? { reduction } : {};
  return { name: "btl", ...options, ...averaged };
}

function optimizerOf({ optimizer }: Config): Optimizer {
  return optimizer.name === "sgd" ? sgd(optimizer) : adamW(optimizer);
}

/** The encoder's configuration with another dropout rate everywhere; null keeps its own rates. */
function withDropout(config: BertConfig, rate: number | null): BertConfig {
  return rate === null
    ? config
    : { ...config, hiddenDropout: rate, attentionDropout: rate, classifierDropout: rate };
}

/** Reads the selection metric, a path into the report; an undefined mean counts as nothing reached. */
function selectionOf(report: EvaluationReport, path: string): number {
  const value = path
    .split(".")
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | null)?.[key], report);
  return typeof value === "number" ? value : 0;
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
