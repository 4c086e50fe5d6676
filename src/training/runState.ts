/** A run between two steps: all that it takes to go on as if it had never stopped. */

import type { Tensor } from "../core/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import type { Parameters } from "./classifierHead.js";
import type { Place } from "./plan.js";

/** How far a run is. */
export interface Progress extends Place {
  /** Steps of the whole run that are done. */
  readonly step: number;
  /** Of the steps of the epoch in progress, added one after the other. */
  readonly losses: { readonly sum: number; readonly count: number };
}

/** The weights worth keeping so far. */
export interface Kept {
  readonly epoch: number;
  /** Of the selection metric. */
  readonly value: number;
  /** Output layer folded to a row for each label. */
  readonly parameters: Parameters;
  readonly report?: EvaluationReport | undefined;
}

/** Everything that steps change. Batches, targets and masks are functions of the seed and the place. */
export interface RunState {
  readonly progress: Progress;
  /** Best epoch, once one is complete. */
  readonly best?: Kept | undefined;
  /** Of the stepper: parameters and the optimizer's state. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** When a state is offered: after a step, after an epoch, or at the end of a run that was interrupted. */
export type Occasion = "step" | "epoch" | "interruption";

/** Before the first step. */
export const START: Progress = {
  epoch: 1,
  batch: 0,
  copies: 0,
  step: 0,
  losses: { sum: 0, count: 0 },
};
