/** Workers on this machine: processes that each do one job at a time, because the engine blocks its thread. */

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ExperimentError } from "./error.js";
import type { Finished, Job, Workers } from "./job.js";
import type { Answer } from "./workerProcess.js";

/** A job that ends its process so often is given up. */
const ATTEMPTS = 3;

/** How to start workers. */
export interface LocalWorkersOptions {
  readonly count: number;
  /** URL of a module that exports `execute`, an Executor. */
  readonly module: string;
  /** Flags of Node, such as a loader; those of this process unless given. */
  readonly execArgv?: readonly string[] | undefined;
  /** Seconds of a job after which its process is replaced, so that its memory is not handed on; 10 unless given. */
  readonly replaceAfter?: number | undefined;
}

interface Worker {
  readonly child: ChildProcess;
  answer: ((answer: Answer | { readonly ended: string }) => void) | undefined;
}

/** Starts no process before there is a job for it. */
export async function startLocalWorkers({
  count,
  module,
  execArgv = process.execArgv,
  replaceAfter = 10,
}: LocalWorkersOptions): Promise<Workers> {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  let closed = false;

  function start(): Worker {
    const entry = new URL(import.meta.url.replace(/localWorkers(\.[jt]s)/, "workerProcess$1"));
    const child = fork(fileURLToPath(entry), [module], {
      execArgv: [...execArgv],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const worker: Worker = { child, answer: undefined };
    const end = (ended: string) => {
      all.delete(worker);
      worker.answer?.({ ended });
      worker.answer = undefined;
    };
    child.on("message", (message) => worker.answer?.(message as Answer));
    child.on("error", ({ message }) => end(message));
    child.on("exit", (code, signal) => end(signal ?? `exit code ${code}`));
    all.add(worker);
    return worker;
  }

  function attempt(job: Job): Promise<Answer | { readonly ended: string }> {
    const worker = idle.find(({ child }) => child.connected) ?? start();
    idle.splice(0, idle.length, ...idle.filter((other) => other !== worker));
    const began = performance.now();
    return new Promise((resolve) => {
      worker.answer = (answer) => {
        worker.answer = undefined;
        if ("ended" in answer) return resolve(answer);
        if (performance.now() - began > replaceAfter * 1000) worker.child.kill("SIGKILL");
        else idle.push(worker);
        resolve(answer);
      };
      worker.child.send(job, (error) => {
        if (error) worker.answer?.({ ended: error.message });
      });
    });
  }

  return {
    size: count,
    async run(job): Promise<Finished> {
      let ended = "";
      for (let tries = 0; tries < ATTEMPTS && !closed; tries++) {
        const answer = await attempt(job);
        if ("finished" in answer) return answer.finished;
        if ("refusal" in answer) throw new JobError(answer.refusal);
        if ("fault" in answer) throw new JobError(answer.fault, "fault");
        ended = answer.ended;
      }
      throw new ExperimentError(
        { source: `run ${job.id.slice(0, 12)}` },
        closed ? "the workers were closed" : `its process ended ${ATTEMPTS} times, with ${ended}`,
        closed
          ? "Start the experiment again to go on"
          : "Look at what it printed; memory may have run out",
      );
    },
    async close() {
      closed = true;
      const ended = [...all].map(
        ({ child }) => new Promise((resolve) => child.once("exit", resolve)),
      );
      for (const { child } of all) child.kill("SIGKILL");
      await Promise.all(ended);
    },
  };
}

/** What a job said that failed; it would say the same again. */
export class JobError extends Error {
  /** @param kind of a fault the message is a stack, which may quote a document */
  constructor(
    message: string,
    readonly kind: "refusal" | "fault" = "refusal",
  ) {
    super(message);
  }
}
