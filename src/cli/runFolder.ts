/** What a training run keeps beside its model, and what it says of how far the run is. */
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { TEMPORARY_NAME } from "../core/index.js";

/** Names in the folder of a run. */
export const RUN_FILES = {
  /** What the run was started with. */
  definition: "run.json",
  /** The configuration, for people. */
  config: "config.yaml",
  /** Events that two runs of one seed have in common, byte for byte. */
  log: "log.jsonl",
  /** What differs from run to run: times and rates. */
  timings: "timings.jsonl",
  /** What was chosen for the objective `auto`, and why. */
  choice: "choice.json",
  /** There while the objective is chosen: a file for each training that is done. */
  trials: "choice",
  /** There while the run is not finished. */
  snapshots: "snapshots",
  /** There while a process works on the run. */
  lock: "run.lock",
} as const;

/** Snapshots on their way out. */
const REMOVED = ".snapshots";

/** Whether a run began in this folder. */
export function holdsRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.definition));
}

/** Whether a run began in this folder and did not come to its end. */
export function holdsUnfinishedRun(folder: string): boolean {
  return holdsRun(folder) && existsSync(join(folder, RUN_FILES.snapshots));
}

/** Whether the names in a folder are at most those that a run leaves which is killed before its definition is there. */
export function areLeftovers(names: readonly string[]): boolean {
  return names.every(
    (name) =>
      name.startsWith(RUN_FILES.lock) || name === RUN_FILES.snapshots || TEMPORARY_NAME.test(name),
  );
}

/** Marks a run as finished, in one step, and removes its snapshots. */
export async function finishRun(folder: string): Promise<void> {
  await rename(join(folder, RUN_FILES.snapshots), join(folder, REMOVED));
  await tidyFinished(folder);
}

/** Whether a finished run was killed while it put its folder in order. */
export function isUntidy(folder: string): boolean {
  return [REMOVED, RUN_FILES.lock].some((name) => existsSync(join(folder, name)));
}

/** Removes the snapshots of a finished run. */
export async function tidyFinished(folder: string): Promise<void> {
  await rm(join(folder, REMOVED), { recursive: true, force: true });
}
