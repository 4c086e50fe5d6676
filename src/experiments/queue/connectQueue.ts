/** Runs done by workers on other machines. */

import { z } from "zod";
import { ExperimentError } from "../error.js";
import type { Finished, Job, Workers } from "../job.js";
import type { Doer } from "./serveQueue.js";
import type { QueuePlace } from "./server.js";
import { openTaskQueue, type RequestOptions } from "./taskQueue.js";

/** The kind of task that a run is. */
export const RUN = "run";

/** Runs that are handed in at a time: enough to keep that many workers busy. */
const SIZE = 64;

/** Milliseconds that a record stays in the queue for another coordinator of the same experiment. */
const LINGER = 1000;

/** Which queue, and how much is handed to it. */
export interface ConnectOptions extends Omit<RequestOptions, "linger">, Omit<QueuePlace, "url"> {
  /** See {@link Workers.size}; 64 unless given. */
  readonly size?: number | undefined;
}

/**
 * Connects to workers through a queue on Redis or Valkey.
 * @param url see {@link QueuePlace}
 * @throws ExperimentError if the server cannot be reached
 */
export async function connectQueue(
  url: string,
  { size = SIZE, password, name, ...options }: ConnectOptions = {},
): Promise<Workers> {
  const queue = await openTaskQueue({ url, password, name }, { ...options, linger: LINGER });
  return {
    size,
    async run(job) {
      const { id } = job;
      const finished = await queue.request({ kind: RUN, id, payload: job });
      if (isOf(id, finished)) return finished;
      throw new ExperimentError(
        { source: `run ${id.slice(0, 12)}` },
        "a worker gave something else than its record",
        "Use the same version of raretag everywhere",
      );
    },
    close: () => queue.close(),
  };
}

/** Lets workers do the runs that come through a queue. */
export function doRuns(workers: Workers): Doer {
  return {
    run(task) {
      if (job.safeParse(task).success) return workers.run(task as Job);
      throw new ExperimentError(
        { source: RUN },
        "what came through the queue is no run",
        "Use the same version of raretag everywhere, and a --queue-name that nothing else uses",
      );
    },
    close: () => workers.close(),
  };
}

/** The form of a job; its hash, which the executor checks, vouches for the rest. */
const job = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  run: z.object({
    corpus: z.object({ path: z.string() }),
    encoder: z.string(),
    config: z.object(),
    decoders: z.object(),
  }),
});

function isOf(id: string, finished: unknown): finished is Finished {
  const { record, cost } = (finished ?? {}) as Partial<Finished>;
  return record?.id === id && cost?.id === id;
}
