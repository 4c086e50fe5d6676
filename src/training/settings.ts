/** From the configuration of a run to the parts of the trainer that it names. */

import { type Config, hasEffect } from "../config/index.js";
import type { BertConfig } from "../encoder/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import type { ObjectiveChoice } from "../objectives/index.js";
import { adamW, type Optimizer, sgd } from "../optimizers/index.js";

/** The objective with those of its options that have an effect under the others. */
export function objectiveOf(config: Config): ObjectiveChoice {
  const { objective } = config;
  const isUsed = (key: string) =>
    hasEffect(config, `objective.${key}`) &&
    !(key === "reduction" && objective.schedule === "sequential"); // a step a copy has nothing to reduce
  return Object.fromEntries(
    Object.entries(objective).filter(([key]) => isUsed(key)),
  ) as unknown as ObjectiveChoice;
}

/** The update rule. */
export function optimizerOf({ optimizer }: Config): Optimizer {
  return optimizer.name === "sgd" ? sgd(optimizer) : adamW(optimizer);
}

/** Peak rate that `auto` gives an encoder of width 384, for which it was measured. */
const MEASURED = { width: 384, learningRate: 2e-4 };
const HIGHEST = 1e-3;

/**
 * The highest learning rate of the schedule. `auto` falls with the square of the encoder's width: 2e-4 at 384,
 * the usual 5e-5 at 768, at most 1e-3.
 */
export function peakLearningRate({ optimizer }: Config, { hiddenSize }: BertConfig): number {
  if (optimizer.learningRate !== "auto") return optimizer.learningRate;
  return Math.min(HIGHEST, MEASURED.learningRate * (MEASURED.width / hiddenSize) ** 2);
}

/** The encoder's configuration with the dropout of the run everywhere; null keeps the encoder's own rates. */
export function withDropout(bert: BertConfig, { training }: Config): BertConfig {
  const rate = training.dropout;
  return rate === null
    ? bert
    : { ...bert, hiddenDropout: rate, attentionDropout: rate, classifierDropout: rate };
}

/** Reads the selection metric, a path into the report; an undefined mean counts as nothing reached. */
export function selectionOf(report: EvaluationReport, { training }: Config): number {
  const value = training.selection
    .split(".")
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | null)?.[key], report);
  return typeof value === "number" ? value : 0;
}
