/** Room `experiments`: grids of runs, their records, and what follows from them. */

export type { CorpusSource, LabelChange } from "./corpusSource.js";
export { ExperimentError } from "./error.js";
export { type Encoders, type Expanded, expandGrid } from "./expandGrid.js";
export type { Experiment, PlannedRun } from "./experiment.js";
export { type Grid, parseGrid } from "./grid.js";
export type { Executor, Finished, Job, RunDefinition, Workers } from "./job.js";
export { JobError, type LocalWorkersOptions, startLocalWorkers } from "./localWorkers.js";
export type { DecoderRecord, RunCost, RunRecord, Scores } from "./record.js";
export { type JobEvent, runJobs } from "./runJobs.js";
export {
  openStore,
  type Places,
  readExperiment,
  type Store,
  type StoredExperiment,
} from "./store.js";
