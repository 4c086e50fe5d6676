/** `raretag experiment`: does the runs of a grid that are not there yet. */
import { availableParallelism } from "node:os";
import { resolveEncoder } from "../checkpoints/index.js";
import {
  connectQueue,
  type Experiment,
  expandGrid,
  type Job,
  openStore,
  parseGrid,
  runJobs,
  type Store,
  startLocalWorkers,
  type Workers,
} from "../experiments/index.js";
import { folderFingerprint } from "../recognizer/index.js";
import { CheckFailed, CliError } from "./error.js";
import { showExperiment } from "./experimentProgress.js";
import { progressOn } from "./fetch.js";
import type { Io } from "./io.js";
import { queuePlace } from "./queuePlace.js";
import { readTextFile } from "./readTextFile.js";
import { lockRun } from "./runLock.js";

/** Flags of `raretag experiment`. */
export interface ExperimentOptions {
  readonly grid: string;
  readonly out: string;
  readonly records?: string;
  readonly workers?: number;
  readonly queue?: string;
  readonly queueName?: string;
  readonly dryRun?: true;
  readonly offline?: true;
}

/** The module that workers load. */
const EXECUTE = new URL(
  import.meta.url.replace(/cli\/experiment(\.[jt]s)/, "experiments/execute$1"),
);

/** Does what is missing, and prints what was done. */
export async function runExperiment(options: ExperimentOptions, io: Io): Promise<void> {
  const grid = parseGrid({ source: options.grid, text: await readTextFile(options.grid, "GRID") });
  const { offline } = options;
  const { experiment, jobs } = await expandGrid(grid, {
    folderOf: (encoder) => resolveEncoder(encoder, { offline, onProgress: progressOn(io) }),
    fingerprintOf: folderFingerprint,
  });
  if (options.dryRun) {
    io.stdout(`${experiment.runs.length} runs, ${jobs.length} different ones\n`);
    return;
  }
  const store = await openStore({ folder: options.out, records: options.records });
  const lock = await lockRun(store.folder);
  try {
    await store.plan(experiment);
    const there = await store.ids();
    const missing = jobs.filter(({ id }) => !there.has(id));
    io.stderr(`${jobs.length} runs, ${jobs.length - missing.length} of them done\n`);
    if (missing.length === 0) return;
    const workers = await workersOf(options);
    const before = jobs.length - missing.length;
    const { failed, left } = await work(missing, { experiment, workers, before, io, store });
    if (left > 0)
      throw new CheckFailed(
        { source: options.grid },
        `stopped with ${jobs.length - left} of ${jobs.length} runs done`,
        "The same command goes on with what is missing",
      );
    if (failed > 0)
      throw new CliError(
        { source: options.grid },
        `${failed} of ${jobs.length} runs failed`,
        "Correct what is named above and start it again: it goes on with these",
      );
  } finally {
    await lock.release(store.folder);
  }
}

/** Processes of this machine, or whoever takes work from a queue. */
function workersOf({ queue, queueName, workers }: ExperimentOptions): Promise<Workers> {
  if (queue === undefined)
    return startLocalWorkers({ count: workers ?? availableParallelism(), module: EXECUTE.href });
  const { url, ...place } = queuePlace({ queue, queueName });
  return connectQueue(url, { ...place, size: workers });
}

/** @returns how many failed, and how many were left when it was stopped */
async function work(
  jobs: readonly Job[],
  {
    experiment,
    workers,
    before,
    io,
    store,
  }: {
    readonly experiment: Experiment;
    readonly workers: Workers;
    /** Runs that were there. */
    readonly before: number;
    readonly io: Io;
    readonly store: Store;
  },
): Promise<{ readonly failed: number; readonly left: number }> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const total = before + jobs.length;
  const show = showExperiment(io, { experiment, before, total, workers: workers.size });
  let [done, failed] = [0, 0];
  try {
    for await (const event of runJobs(jobs, { workers, signal: controller.signal })) {
      if (event.kind === "done") {
        await store.write(event.finished);
        done++;
      }
      if (event.kind === "failed") failed++;
      show(event);
    }
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await workers.close();
  }
  return { failed, left: controller.signal.aborted ? jobs.length - done : 0 };
}
