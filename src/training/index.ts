/** Room `training`: optimizer steps, the loop around them, and scores of what comes out. */
export { TrainingError } from "./error.js";
export type { EpochEvent, PlanEvent, StepEvent, TrainEvent } from "./events.js";
export {
  countLabels,
  type PreparedDocuments,
  type PrepareOptions,
  prepareDocuments,
  transitionsOf,
} from "./prepareDocuments.js";
export type { Occasion, Progress, RunState } from "./runState.js";
export {
  type ComparedAs,
  compared,
  goldClasses,
  type ScoreOptions,
  scoreDocuments,
  scorePredictions,
  typesOfBoth,
} from "./scoreDocuments.js";
export {
  type FoundSnapshot,
  findSnapshot,
  type LogMark,
  listSnapshots,
  openSnapshots,
  SNAPSHOTS_ON_DISK,
  type Snapshot,
  snapshotBytes,
  writeSnapshot,
} from "./snapshot.js";
export {
  buildStepGraph,
  type HeadShape,
  nextOf,
  type StepGraph,
  type StepOptions,
} from "./stepGraph.js";
export { createStepper, type Stepper, type StepperOptions } from "./stepper.js";
export { type Trained, type TrainOptions, train } from "./train.js";
