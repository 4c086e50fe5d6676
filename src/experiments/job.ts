/** A run to be done, and who does it: the one interface of workers in this process, in others and on other machines. */

import type { Config } from "../config/index.js";
import type { CorpusSource } from "./corpusSource.js";
import type { RunCost, RunRecord } from "./record.js";

/** How logits become labels in one of the decodings of a run. */
export type DecodeSettings = Config["decode"];

/** What a run is. Everything in it is plain data; paths are absolute. */
export interface RunDefinition {
  readonly corpus: CorpusSource;
  /** Which of the splits, and which fold of it, that the corpus is parted by. */
  readonly split: number;
  readonly fold: number;
  readonly config: Config;
  /** Folder. */
  readonly encoder: string;
  /** By name; all are scored from one training. */
  readonly decoders: Readonly<Record<string, DecodeSettings>>;
}

/** A run with its hash, see {@link RunRecord.id}. */
export interface Job {
  readonly id: string;
  readonly run: RunDefinition;
}

/** What comes of a job. */
export interface Finished {
  readonly record: RunRecord;
  readonly cost: RunCost;
}

/** Does one job; a module that workers load exports one as `execute`. */
export type Executor = (job: Job) => Promise<Finished>;

/** Who does jobs. */
export interface Workers {
  /** How many jobs to hand over at a time. */
  readonly size: number;
  /** @throws what the executor threw, or ExperimentError if a worker died of the job again and again */
  run(job: Job): Promise<Finished>;
  /** Ends workers, whatever they do. */
  close(): Promise<void>;
}
