/** Hands jobs to workers until all are done, and tells how far it is. */

import type { Finished, Job, Workers } from "./job.js";

/** What happened. */
export type JobEvent =
  | { readonly kind: "started"; readonly job: Job }
  | { readonly kind: "done"; readonly job: Job; readonly finished: Finished }
  | { readonly kind: "failed"; readonly job: Job; readonly error: unknown };

/**
 * Does jobs in their order, as many at a time as there are workers. A job that fails does not stop the others.
 * @param options `signal` ends it: no job is begun, those in work are let go
 */
export async function* runJobs(
  jobs: readonly Job[],
  { workers, signal }: { readonly workers: Workers; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<JobEvent> {
  const working = new Map<Job, Promise<JobEvent>>();
  const stopped = new Promise<undefined>((resolve) => {
    signal?.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  let next = 0;
  while (!signal?.aborted && (next < jobs.length || working.size > 0)) {
    while (!signal?.aborted && next < jobs.length && working.size < workers.size) {
      const job = jobs[next++] as Job;
      working.set(
        job,
        workers.run(job).then(
          (finished): JobEvent => ({ kind: "done", job, finished }),
          (error: unknown): JobEvent => ({ kind: "failed", job, error }),
        ),
      );
      yield { kind: "started", job };
    }
    const event = await Promise.race([...working.values(), stopped]);
    if (!event) return;
    working.delete(event.job);
    yield event;
  }
}
