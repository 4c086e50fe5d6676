/** The steps of a run before it starts: batches of every epoch, optimizer steps of every batch. */

import type { Random } from "../core/index.js";
import { windowLength } from "../inference/index.js";
import type { BatchLabels, Objective } from "../objectives/index.js";
import type { Window } from "../tokenizer/index.js";
import { batchLabels } from "./batchLabels.js";
import { epochBatches } from "./epochBatches.js";
import { repeated } from "./oversample.js";
import type { PreparedDocuments } from "./prepareDocuments.js";

/** What decides the steps of a run. */
export interface PlanOptions {
  readonly prepared: PreparedDocuments;
  readonly objective: Objective;
  readonly epochs: number;
  readonly batchSize: number;
  /** How often an epoch shows each window on average, see {@link repeatFactors}; once each unless given. */
  readonly repeats?: Float64Array | undefined;
  readonly random: Random;
}

/** Batches of an epoch (1 for the first), a function of seed and epoch alone. */
export function batchesOfEpoch(
  {
    prepared: { windows },
    batchSize,
    repeats,
    random,
  }: Pick<PlanOptions, "prepared" | "batchSize" | "repeats" | "random">,
  epoch: number,
): Window[][] {
  const stream = random.stream("epoch", epoch);
  const shown = repeats ? repeated(windows, repeats, stream.stream("repeats")) : windows;
  return epochBatches(shown, { batchSize, random: stream });
}

/** Targets of the optimizer steps of a batch, a function of seed, epoch and place. */
export function targetsOfBatch(
  plan: Pick<PlanOptions, "prepared" | "objective" | "epochs" | "random">,
  { windows, epoch, index }: { windows: readonly Window[]; epoch: number; index: number },
): Iterable<Float32Array> {
  const gold = goldOf(windows, { ...plan, epoch });
  return plan.objective.steps(gold, plan.random.stream("copies", epoch, index));
}

/** A place between two steps of a run. */
export interface Place {
  /** 1 for the first. */
  readonly epoch: number;
  /** Number of the batch in the epoch, from 0. */
  readonly batch: number;
  /** Steps of this batch that are done. */
  readonly copies: number;
}

/** A batch with the steps that are left of it. */
export interface PlannedBatch {
  readonly index: number;
  readonly windows: readonly Window[];
  /** Number of the step within the batch, from 0, and its targets. */
  readonly steps: Iterable<readonly [copy: number, targets: Float32Array]>;
}

/** What is left of an epoch from a place on. */
export function* restOfEpoch(
  plan: PlanOptions,
  { epoch, batch, copies }: Place,
): Generator<PlannedBatch> {
  for (const [index, windows] of batchesOfEpoch(plan, epoch).entries()) {
    if (index < batch) continue;
    const targets = targetsOfBatch(plan, { windows, epoch, index });
    yield { index, windows, steps: numbered(targets, index === batch ? copies : 0) };
  }
}

/** Values from `first` on, with their numbers. */
function* numbered<T>(values: Iterable<T>, first: number): Generator<readonly [number, T]> {
  let i = 0;
  for (const value of values) {
    if (i >= first) yield [i, value];
    i++;
  }
}

/** Optimizer steps of the whole run, which schedules count. */
export function countSteps(options: PlanOptions): number {
  let steps = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++)
    for (const windows of batchesOfEpoch(options, epoch))
      steps += options.objective.countSteps(goldOf(windows, { ...options, epoch }));
  return steps;
}

function goldOf(
  windows: readonly Window[],
  { prepared, epochs, epoch }: Pick<PlanOptions, "prepared" | "epochs"> & { epoch: number },
): BatchLabels {
  const seqLen = Math.max(...windows.map(windowLength));
  return { ...batchLabels({ windows, seqLen }, prepared), done: (epoch - 1) / epochs };
}
