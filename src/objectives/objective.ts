/** What the trainer knows of an objective: an output layer, and the targets of each optimizer step. */

import type { Random } from "../core/index.js";
import type { LabelSet } from "../labels/index.js";

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
}

/** A training objective. */
export interface Objective {
  readonly name: string;
  readonly head: Head;
  /** Every option as it was decided, to be recorded with a run. */
  readonly options: Readonly<Record<string, string>>;
  /**
   * Targets of each optimizer step of a batch, `[tokens * outputs]` each, row-major. The loss of a step is
   * `-sum(targets * logSoftmax(logits as [tokens, groups, ways]))`; its gradient at the logits is
   * `softmax * (sum of the group's targets) - targets`. A step without any loss is left out. To be taken once: each is made
   * when it is its turn.
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
