/** The side of the queue that does tasks. */

import { hostname } from "node:os";
import type { Job } from "bullmq";
import { ExperimentError } from "../error.js";
import { type Failure, failureOf } from "./failure.js";
import { openServer, PREFIX, type QueueListener, type QueuePlace } from "./server.js";
import { ATTEMPTS } from "./taskQueue.js";

/** Does tasks of one kind, in other processes: this one must stay awake to tell the server that it lives. */
export interface Doer {
  /** @param task the payload, whose form is the doer's to check */
  run(task: unknown): Promise<unknown>;
  /** Ends it, whatever it does. */
  close(): Promise<void>;
}

/** What happened to a task here. */
export type TaskEvent =
  | { readonly kind: "started" | "done" | "given back"; readonly task: string }
  | { readonly kind: "failed"; readonly task: string; readonly failure: Failure };

/** How to serve. */
export interface ServeOptions extends QueueListener {
  /** By kind of task; started for the first of its kind. */
  readonly doers: Readonly<Record<string, () => Promise<Doer>>>;
  /** Tasks at a time; 1 unless given. */
  readonly concurrency?: number | undefined;
  /** Seconds without a sign of life after which another worker takes a task; 30 unless given. */
  readonly stalledAfter?: number | undefined;
  readonly onEvent?: ((event: TaskEvent) => void) | undefined;
}

/** A worker that takes tasks. */
export interface QueueWorker {
  /** Of the server, without user and password. */
  readonly address: string;
  /** Takes no more and finishes those that are begun. */
  finish(): Promise<void>;
  /** Takes no more and puts those that are begun back into the queue. */
  giveBack(): Promise<void>;
}

/** Starts to take tasks. @throws ExperimentError if the server cannot be reached */
export async function serveQueue(
  place: QueuePlace,
  { doers, concurrency = 1, stalledAfter = 30, onNotice, onEvent = () => {} }: ServeOptions,
): Promise<QueueWorker> {
  const { UnrecoverableError, WaitingError, Worker } = await import("bullmq");
  const { name, connection, shown } = await openServer(place, { onNotice });
  const started = new Map<string, Promise<Doer>>();
  const leaving = new AbortController();
  const left = new Promise<never>((_, reject) => {
    leaving.signal.addEventListener("abort", () => reject(new WaitingError()));
  });
  left.catch(() => {});

  function doerOf(kind: string): Promise<Doer> {
    const start = doers[kind];
    if (!start)
      throw new ExperimentError(
        { source: `queue ${name}` },
        `this worker knows ${Object.keys(doers).join(" and ")} but not ${JSON.stringify(kind)}`,
        "Use the same version of raretag everywhere, and a --queue-name that nothing else uses",
      );
    const doer = started.get(kind) ?? start();
    started.set(kind, doer);
    return doer;
  }

  async function process(job: Job, token = ""): Promise<unknown> {
    const task = (job.id as string).slice(0, job.name.length + 13);
    onEvent({ kind: "started", task });
    try {
      const doer = await doerOf(job.name);
      const result = await Promise.race([doer.run(job.data), left]);
      onEvent({ kind: "done", task });
      return result;
    } catch (error) {
      if (leaving.signal.aborted) {
        await job.moveToWait(token);
        onEvent({ kind: "given back", task });
        throw new WaitingError();
      }
      const failure = failureOf(error);
      onEvent({ kind: "failed", task, failure });
      const told = JSON.stringify(failure);
      throw failure.final ? new UnrecoverableError(told) : new Error(told);
    }
  }

  const worker = new Worker(name, process, {
    ...{ connection, prefix: PREFIX, concurrency, name: `${hostname()}:${globalThis.process.pid}` },
    lockDuration: stalledAfter * 1000,
    stalledInterval: stalledAfter * 1000,
    maxStalledCount: ATTEMPTS - 1,
    runRetryDelay: 1000,
  });
  worker.on("error", () => {}); // a task that was lost to another worker; its result is the same

  async function end(): Promise<void> {
    await worker.close();
    for (const doer of started.values()) await (await doer).close();
    connection.disconnect();
  }
  return {
    address: shown,
    finish: end,
    async giveBack() {
      leaving.abort();
      await end();
    },
  };
}
