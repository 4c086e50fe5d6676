/** Room `experiments`: grids of runs, their records, and what follows from them. */

export {
  type ChoiceProgress,
  type ChooseOptions,
  chooseObjective,
} from "./choice/chooseObjective.js";
export {
  nameOf,
  type ObjectiveChoice,
  parseChoice,
  type ReadChoice,
  settledBy,
} from "./choice/objectiveChoice.js";
export { type ChoicePlan, planChoice, type Trial } from "./choice/planChoice.js";
export type { CorpusSource, LabelChange } from "./corpusSource.js";
export { ExperimentError } from "./error.js";
export { type Encoders, type Expanded, expandGrid } from "./expandGrid.js";
export type { Experiment, PlannedRun } from "./experiment.js";
export { type Grid, parseGrid } from "./grid.js";
export type { Executor, Finished, Job, RunDefinition, Workers } from "./job.js";
export { JobError, type LocalWorkersOptions, startLocalWorkers } from "./localWorkers.js";
export { type ConnectOptions, connectQueue, doRuns, RUN } from "./queue/connectQueue.js";
export { type Failure, failureOf } from "./queue/failure.js";
export {
  type Doer,
  type QueueWorker,
  type ServeOptions,
  serveQueue,
  type TaskEvent,
} from "./queue/serveQueue.js";
export type { QueueListener, QueuePlace } from "./queue/server.js";
export {
  openTaskQueue,
  type RequestOptions,
  type Task,
  type TaskQueue,
} from "./queue/taskQueue.js";
export type { DecoderRecord, RunCost, RunRecord, Scores } from "./record.js";
export { type RecordContext, type RunSignature, recordSignatures } from "./recordSignatures.js";
export { type Analysis, analyse } from "./report/analysis/analyse.js";
export type { ReportPage } from "./report/blocks.js";
export { experimentReport } from "./report/experimentReport.js";
export { renderMarkdown } from "./report/markdown.js";
export { renderReportPage } from "./report/page.js";
export { compareSets, type SetComparison } from "./report/sets/compareSets.js";
export type { AnnotatedSet } from "./report/sets/scoreSets.js";
export { setsReport } from "./report/setsReport.js";
export { type JobEvent, runJobs } from "./runJobs.js";
export { runName } from "./runName.js";
export { SCORE_NAMES, type ScoreName } from "./scores.js";
export {
  openStore,
  type Places,
  readExperiment,
  type Store,
  type StoredExperiment,
} from "./store.js";
