/** What the trainer knows of an objective: an output layer, the targets of each optimizer step, and the loss. */

import type { Random } from "../core/index.js";
import type { LabelSet } from "../labels/index.js";
import type { Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";

/**
 * Shape of the output layer: `groups` independent softmaxes of `ways` each, outputs = groups * ways.
 * `softmax`: one group, a way a label. `binary`: a group a type, way 0 is `O` and way 1 the type, so the rows of
 * class c are 2(c - 1) and 2(c - 1) + 1.
 */
export interface Head {
  readonly kind: "softmax" | "binary";
  readonly groups: number;
  readonly ways: number;
}

/** Gold of one batch. */
export interface BatchLabels {
  /** Label ids, `[tokens]`; `IGNORED` for padding, special pieces and pieces that another window owns. */
  readonly labels: Int32Array;
  /** Further types (0-based) of tokens in nested mentions; only a binary head can learn them. */
  readonly positives?: readonly { readonly token: number; readonly type: number }[];
  /** Share of the run's epochs that are complete, in [0, 1); 0 unless given. */
  readonly done?: number;
}

/**
 * Appends the loss of a step to a graph.
 * @param step `logits` and `targets`, `[tokens, groups, ways]`; targets are not negative
 * @returns a scalar
 */
export type LossGraph = (
  g: Ops,
  step: { readonly logits: Value; readonly targets: Value },
) => Value;

/** A training objective. */
export interface Objective {
  readonly name: string;
  readonly head: Head;
  /** Every option as it was decided, to be recorded with a run. */
  readonly options: Readonly<Record<string, string | number>>;
  /**
   * Loss of each step. It is nearly always cross-entropy, `-sum(targets * logSoftmax(logits))`, whose gradient at the
   * logits is `softmax * (sum of the group's targets) - targets`.
   */
  readonly loss: LossGraph;
  /**
   * Targets of each optimizer step of a batch, `[tokens * outputs]` each, row-major. A step without any loss is left
   * out. To be taken once: each is made when it is its turn.
   */
  steps(batch: BatchLabels, random: Random): Iterable<Float32Array>;
  /** How many steps {@link steps} gives, without their targets. */
  countSteps(batch: BatchLabels): number;
}

/** What every objective is made for. */
export interface ObjectiveContext {
  readonly labelSet: LabelSet;
  /** Owned pieces of the training part by label id, `O` included: `[labels]`. */
  readonly counts: ArrayLike<number>;
}
