/** The side of the queue that wants tasks done: hands them in, waits, takes the results out. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Job as QueueJob } from "bullmq";
import { ExperimentError } from "../error.js";
import { toError } from "./failure.js";
import { openServer, PREFIX, type QueueListener, type QueuePlace, refusal } from "./server.js";

/** A task for a worker. The same id is the same task, whoever wants it. */
export interface Task {
  /** What the worker does with it. */
  readonly kind: string;
  readonly id: string;
  /** Plain data; all that the worker is told. */
  readonly payload: unknown;
}

/** A queue that tasks are handed to. */
export interface TaskQueue {
  /**
   * Waits for the result, however often workers or the server go away meanwhile.
   * @throws ExperimentError naming the task, if workers refused it or failed with it each time
   */
  request(task: Task): Promise<unknown>;
  /** Withdraws tasks that no worker has begun. */
  close(): Promise<void>;
}

/** Times that a task is begun before it is parked. */
export const ATTEMPTS = 3;

/** Milliseconds between two looks at a task. The queue's own stream of events would hold results too. */
const PAUSE = 100;
/** Milliseconds that the server gets to take leave. */
const PATIENCE = 5000;
/** Seconds after which what nobody fetched is removed, when a later task is done. */
const FORGOTTEN = 7 * 24 * 3600;

/** Tells how tasks are tried; the defaults suit all but tests. */
export interface RequestOptions extends QueueListener {
  /** Milliseconds before a task that failed is begun again, doubled each time; 1000 unless given. */
  readonly backoff?: number | undefined;
  /** Milliseconds that a result stays after it was fetched, for others that wait for the same; 0 unless given. */
  readonly linger?: number | undefined;
}

/** Connects to a queue. @throws ExperimentError if its server cannot be reached */
export async function openTaskQueue(
  place: QueuePlace,
  { onNotice = () => {}, backoff = 1000, linger = 0 }: RequestOptions = {},
): Promise<TaskQueue> {
  const { Job, Queue } = await import("bullmq"); // not loaded for experiments on one machine
  const { name, connection, shown } = await openServer(place, { onNotice });
  const queue = new Queue(name, { connection, prefix: PREFIX, streams: { events: { maxLen: 0 } } });
  queue.on("error", () => {}); // connections come back, and what a command was for is asked again
  await queue.getVersion(); // by then the length of the stream is set
  if ((await queue.getWorkersCount()) === 0)
    onNotice(`no worker yet: start one by raretag worker --queue ${shown} --queue-name ${name}`);
  let closing: Promise<void> | undefined;
  /** Requests under way, with how to tell that they were in vain. */
  const pending = new Map<Promise<unknown>, (error: ExperimentError) => void>();
  const fetched = new Set<string>();

  const gone = () =>
    new ExperimentError({ source: shown }, "the queue was left", "Start it again to go on");

  /** Hands a task in, unless it is there already; a parked one begins anew. */
  async function hand(id: string, { kind, payload }: Task): Promise<void> {
    if ((await queue.getJobState(id)) === "failed") await queue.remove(id);
    await queue.add(kind, payload, {
      jobId: id,
      attempts: ATTEMPTS,
      backoff: { type: "exponential", delay: backoff },
      stackTraceLimit: 0,
      removeOnComplete: { age: FORGOTTEN },
      removeOnFail: { age: FORGOTTEN },
    });
  }

  /** Waits for the end of a task. @returns undefined if it is gone, with the server's memory or by another's hand */
  async function end(
    id: string,
  ): Promise<{ state: "completed" | "failed"; job: QueueJob } | undefined> {
    for (;;) {
      const state = await queue.getJobState(id);
      if (state === "unknown") return undefined;
      if (state === "completed" || state === "failed") {
        const job = await Job.fromId(queue, id);
        return job?.finishedOn ? { state, job } : undefined;
      }
      if (closing) {
        if (state !== "active") await queue.remove(id);
        throw gone();
      }
      await sleep(PAUSE);
    }
  }

  async function finish(task: Task): Promise<unknown> {
    const id = idOf(task);
    for (;;) {
      if (closing) throw gone();
      await hand(id, task);
      const ended = await end(id);
      if (ended?.state === "failed") {
        // it stays, to be looked at, without what it was about; if another removed it, all the better
        await ended.job.updateData(null).catch(() => {});
        throw toError(ended.job.failedReason, { task: nameOf(task) });
      }
      if (!ended) continue;
      fetched.add(id);
      if (linger === 0) await remove(id);
      else setTimeout(() => void remove(id).catch(() => {}), linger).unref();
      return ended.job.returnvalue;
    }
  }

  async function remove(id: string): Promise<void> {
    if (!fetched.delete(id)) return;
    await queue.remove(id);
    await queue.trimEvents(0);
  }

  async function leave(): Promise<void> {
    await Promise.allSettled(pending.keys());
    await Promise.all([...fetched].map(remove));
    await queue.close();
  }

  return {
    request(task) {
      const finished = finish(task).catch((error: unknown) => {
        throw (error as Error).name === "ReplyError" ? refusal(shown, error) : error;
      });
      return new Promise((resolve, reject) => {
        pending.set(finished, reject);
        finished.finally(() => pending.delete(finished)).then(resolve, reject);
      });
    },
    close() {
      closing ??= Promise.race([
        leave().catch(() => {}),
        sleep(PATIENCE, undefined, { ref: false }),
      ]).then(() => {
        for (const reject of pending.values()) reject(gone());
        connection.disconnect();
      });
      return closing;
    },
  };
}

/** As it is called in the queue. */
const idOf = ({ kind, id }: Task) => `${kind}-${id}`;

/** As it is called in messages. */
const nameOf = ({ kind, id }: Task) => `${kind} ${id.slice(0, 12)}`;
