/** What a training run reports while it goes on. */

import type { EvaluationReport } from "../evaluation/index.js";

/** Sent once, before the first step. */
export interface PlanEvent {
  readonly kind: "plan";
  /** Of the training part, augmented variants included. */
  readonly documents: number;
  readonly devDocuments: number;
  /** Of the first epoch, repeats included. */
  readonly windows: number;
  readonly pieces: number;
  readonly epochs: number;
  readonly batches: number;
  /** Optimizer steps of the whole run. */
  readonly steps: number;
  /** Share of padding in the first epoch. */
  readonly padding: number;
  readonly parameters: number;
  /** Highest of the schedule. */
  readonly learningRate: number;
}

/** Sent after each optimizer step. Rates and times are not part of the result of a run. */
export interface StepEvent {
  readonly kind: "step";
  /** 1 for the first. */
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly piecesPerSecond: number;
  /** Estimated seconds until the last step, evaluation included. */
  readonly secondsLeft: number;
}

/** Sent after each epoch. */
export interface EpochEvent {
  readonly kind: "epoch";
  readonly epoch: number;
  /** Mean loss of its steps. */
  readonly loss: number;
  readonly seconds: number;
  /** Scores on the dev part, where there is one. */
  readonly report?: EvaluationReport;
  /** Value of the selection metric. */
  readonly selection?: number;
  /** Whether this is the best epoch so far. */
  readonly best: boolean;
}

/** Any event. */
export type TrainEvent = PlanEvent | StepEvent | EpochEvent;
