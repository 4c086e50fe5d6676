/** What an optimizer is: state tensors for each parameter, scalars for each step, and the nodes of an update. */

import type { Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";

/** A parameter with its gradient and the optimizer's state for it, all of one shape. */
export interface Update {
  readonly parameter: Value;
  readonly gradient: Value;
  /** In the order of {@link Optimizer.state}. */
  readonly state: readonly Value[];
  /** Scalars of this step by name. */
  readonly scalars: Readonly<Record<string, Value>>;
}

/** Steps that append nodes; knows no model. */
export interface Optimizer {
  readonly name: string;
  /** Names of the state tensors of a parameter, zero at the start. */
  readonly state: readonly string[];
  /** Names of the scalars that change from step to step. */
  readonly scalars: readonly string[];
  /** Values of the scalars. @param step 1 for the first */
  scalarsAt(step: number, learningRate: number): Readonly<Record<string, number>>;
  /** Appends the update. @returns the new parameter, then the new state */
  update(g: Ops, update: Update): readonly Value[];
}
