/** Jobs handed to workers that do what the test says, when it says so. */
import { describe, expect, test } from "vitest";
import { jobOf } from "../../test/queue/jobs.js";
import type { Finished, Job, Workers } from "./job.js";
import { type JobEvent, runJobs } from "./runJobs.js";

const jobs = ["a", "b", "c", "d", "e"].map((name) => jobOf(name, { begun: "" }));
const nameOf = ({ id }: Job) => "abcde"[jobs.findIndex((job) => job.id === id)];

/** Workers whose jobs end when they are told to. */
function puppets(size: number) {
  const ends = new Map<string, { done: () => void; fail: (error: Error) => void }>();
  let most = 0;
  const workers: Workers = {
    size,
    run: (job) =>
      new Promise<Finished>((resolve, reject) => {
        const name = nameOf(job) as string;
        const end = (how: () => void) => () => {
          ends.delete(name);
          how();
        };
        ends.set(name, {
          done: end(() => resolve({} as Finished)),
          fail: (error) => end(() => reject(error))(),
        });
        most = Math.max(most, ends.size);
      }),
    close: async () => {},
  };
  return { workers, ends, most: () => most };
}

const told = ({ kind, job }: JobEvent) => `${nameOf(job)} ${kind}`;

describe("runJobs", () => {
  test("begins jobs in their order, as many at a time as there are workers", async () => {
    const { workers, ends, most } = puppets(2);
    const events: string[] = [];
    for await (const event of runJobs(jobs, { workers })) {
      events.push(told(event));
      if (ends.size === 2 || events.length > 7) [...ends.values()].at(-1)?.done();
    }
    expect(events).toEqual([
      ...["a started", "b started", "b done", "c started", "c done", "d started", "d done"],
      ...["e started", "e done", "a done"],
    ]);
    expect(most()).toBe(2);
  });

  test("goes on when a job fails, and says why", async () => {
    const { workers, ends } = puppets(1);
    const events: string[] = [];
    for await (const event of runJobs(jobs, { workers })) {
      events.push(event.kind === "failed" ? (event.error as Error).message : told(event));
      const [[name, end] = []] = ends;
      if (name === "b") end?.fail(new Error("b cannot be done"));
      else end?.done();
    }
    expect(events).toEqual([
      ...["a started", "a done", "b started", "b cannot be done", "c started", "c done"],
      ...["d started", "d done", "e started", "e done"],
    ]);
  });

  test("ends at once when it is told to, and begins nothing more", async () => {
    const { workers, ends } = puppets(2);
    const controller = new AbortController();
    const events: string[] = [];
    for await (const event of runJobs(jobs, { workers, signal: controller.signal })) {
      events.push(told(event));
      if (events.length === 2) setTimeout(() => controller.abort());
    }
    expect(events).toEqual(["a started", "b started"]);
    expect([...ends.keys()]).toEqual(["a", "b"]);
  });

  test("begins nothing after it was told to end while it began jobs", async () => {
    const { workers } = puppets(5);
    const controller = new AbortController();
    const events: string[] = [];
    for await (const event of runJobs(jobs, { workers, signal: controller.signal })) {
      events.push(told(event));
      controller.abort();
    }
    expect(events).toEqual(["a started"]);
    const late = runJobs(jobs, { workers, signal: controller.signal });
    expect((await late.next()).done).toBe(true);
  });

  test("of no jobs tells nothing", async () => {
    expect((await runJobs([], puppets(2)).next()).done).toBe(true);
  });
});
