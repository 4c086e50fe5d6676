/** `raretag worker`: does runs of experiments and shards of texts that come through a queue. */
import {
  type Doer,
  doRuns,
  RUN,
  serveQueue,
  startLocalWorkers,
  type TaskEvent,
} from "../experiments/index.js";
import { SHARD, type ShardTask } from "./annotateShard.js";
import { type Io, noticesOn } from "./io.js";
import { queuePlace } from "./queuePlace.js";

/** Flags of `raretag worker`. */
export interface WorkerOptions {
  readonly queue: string;
  readonly queueName?: string;
  readonly concurrency?: number;
  readonly threads?: number;
  readonly stalledAfter?: number;
}

/** The modules that processes of this worker load. */
const RUNS = new URL(import.meta.url.replace(/cli\/worker(\.[jt]s)/, "experiments/execute$1"));
const SHARDS = new URL(import.meta.url.replace(/worker(\.[jt]s)/, "annotateShard$1"));

/** Works until it is told to end: once, and it finishes what it has begun; twice, and it gives that back. */
export async function runWorker(options: WorkerOptions, io: Io): Promise<void> {
  const { concurrency: count = 1, threads = 0, stalledAfter } = options;
  const worker = await serveQueue(queuePlace(options), {
    doers: {
      [RUN]: async () => doRuns(await startLocalWorkers({ count, module: RUNS.href })),
      [SHARD]: async () => {
        const module = SHARDS.href;
        const doer: Doer = await startLocalWorkers({ count, module, replaceAfter: Infinity });
        return { ...doer, run: (task) => doer.run({ ...(task as ShardTask), threads }) };
      },
    },
    ...{ concurrency: count, stalledAfter, ...noticesOn(io) },
    onEvent: (event) => io.stderr(`${lineOf(event)}\n`),
  });
  await new Promise<void>((resolve) => {
    const again = () => void worker.giveBack().then(resolve);
    const first = () => {
      io.stderr("finishing what is begun; once more gives it back\n");
      void worker.finish().then(resolve);
      for (const signal of SIGNALS) process.off(signal, first).once(signal, again);
    };
    for (const signal of SIGNALS) process.once(signal, first);
    io.stderr(`waiting for work from ${worker.address}\n`);
  });
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

function lineOf(event: TaskEvent): string {
  if (event.kind !== "failed") return `${event.task}: ${event.kind}`;
  const { problem, advice } = event.failure;
  return `${event.task}: ${problem}. ${advice}.`;
}
