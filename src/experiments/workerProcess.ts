/** The process of a local worker: loads the module that it is given, does the jobs that it is sent, one at a time. */

import { RaretagError } from "../core/index.js";
import type { Executor, Finished, Job } from "./job.js";

/** What a worker sends back. */
export type Answer =
  | { readonly finished: Finished }
  /** Why the job cannot be done: a message for people. */
  | { readonly refusal: string }
  /** The stack of what went wrong. */
  | { readonly fault: string };

const loaded = import(process.argv[2] as string) as Promise<{ readonly execute: Executor }>;

async function answerTo(job: Job): Promise<Answer> {
  try {
    const { execute } = await loaded;
    return { finished: await execute(job) };
  } catch (error) {
    const { message, stack } = error as Error;
    return error instanceof RaretagError ? { refusal: message } : { fault: stack ?? message };
  }
}

process.on("message", (job: Job) => {
  void answerTo(job).then((answer) => process.send?.(answer, () => {})); // nobody may be there any more
});
process.on("disconnect", () => process.kill(process.pid, "SIGKILL")); // the one who asked is gone
