/** `raretag experiment`: does the runs of a grid that are not there yet. */
import { availableParallelism } from "node:os";
import { resolveEncoder } from "../checkpoints/index.js";
import {
  expandGrid,
  type Job,
  type JobEvent,
  openStore,
  parseGrid,
  type RunRecord,
  runJobs,
  startLocalWorkers,
  type Workers,
} from "../experiments/index.js";
import { folderFingerprint } from "../recognizer/index.js";
import { CliError } from "./error.js";
import { progressOn } from "./fetch.js";
import type { Io } from "./io.js";
import { duration } from "./progress.js";
import { readTextFile } from "./readTextFile.js";
import { lockRun } from "./runLock.js";

/** Flags of `raretag experiment`. */
export interface ExperimentOptions {
  readonly grid: string;
  readonly out: string;
  readonly records?: string;
  readonly workers?: number;
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
    const workers = await startLocalWorkers({
      count: options.workers ?? availableParallelism(),
      module: EXECUTE.href,
    });
    const failed = await work(missing, { workers, done: jobs.length - missing.length, io, store });
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

/** @returns how many failed */
async function work(
  jobs: readonly Job[],
  {
    workers,
    done: before,
    io,
    store,
  }: {
    readonly workers: Workers;
    readonly done: number;
    readonly io: Io;
    readonly store: Awaited<ReturnType<typeof openStore>>;
  },
): Promise<number> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const show = showJobs(io, { before, total: before + jobs.length, workers: workers.size });
  let failed = 0;
  try {
    for await (const event of runJobs(jobs, { workers, signal: controller.signal })) {
      if (event.kind === "done") await store.write(event.finished);
      if (event.kind === "failed") failed++;
      show(event);
    }
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await workers.close();
  }
  if (controller.signal.aborted)
    io.stderr("\nstopped; the same command goes on with what is missing\n");
  return failed;
}

/** Prints how far it is: done, running, time left, the best so far. */
function showJobs(
  io: Io,
  { before, total, workers }: { before: number; total: number; workers: number },
): (event: JobEvent) => void {
  const began = performance.now();
  const rewrites = io.terminals?.stderr ?? false;
  const clear = rewrites ? "\r\u001b[K" : "";
  let [done, running] = [0, 0];
  let best: { readonly score: number; readonly name: string } | undefined;
  return (event) => {
    const id = event.job.id.slice(0, 12);
    if (event.kind === "started") running++;
    else running--;
    if (event.kind === "failed") {
      const { message } = event.error as Error;
      io.stderr(`${clear}run ${id} failed: ${message}\n`);
    }
    if (event.kind === "done") {
      done++;
      const found = bestOf(event.finished.record);
      if (found && found.score > (best?.score ?? -1)) best = found;
    }
    if (event.kind === "started" && !rewrites) return;
    const each = (performance.now() - began) / 1000 / Math.max(1, done);
    const left = done === 0 ? "" : `, ${duration(each * (total - before - done))} left`;
    const leader = best ? `; best macro-F1 ${best.score.toFixed(3)}, ${best.name}` : "";
    const line = `${before + done} of ${total} done, ${running} of ${workers} workers busy${left}${leader}`;
    io.stderr(rewrites ? `${clear}${line}${done + before === total ? "\n" : ""}` : `${line}\n`);
  };
}

function bestOf({ id, decoders }: RunRecord) {
  return Object.entries(decoders)
    .map(([decoder, { scores }]) => ({
      score: scores.macroF1 ?? 0,
      name: `${id.slice(0, 12)} ${decoder}`,
    }))
    .sort((a, b) => b.score - a.score)[0];
}
