/** Worker processes that are killed, that fail and that grow old; and none is left behind. */
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/cli/raretag.js";
import { processesWith } from "../../test/processes.js";
import { compileInto, type Programs } from "../../test/queue/compile.js";
import { jobOf } from "../../test/queue/jobs.js";
import { recordOf } from "../../test/queue/records.js";
import type { Job, Workers } from "./job.js";
import type { LocalWorkersOptions } from "./localWorkers.js";

const folder = temporaryFolder();
const begun = folder.path("begun");
let programs: Programs;
let workers: Workers;

beforeAll(async () => {
  programs = await compileInto(folder.path());
}, 240_000);
beforeEach(() => writeFileSync(begun, ""));
afterEach(() => workers.close());
afterAll(() => folder.remove());

async function start(options: Partial<LocalWorkersOptions> = {}): Promise<void> {
  workers = await programs.localWorkers.startLocalWorkers({
    ...{ count: 2, module: programs.executor, execArgv: [], replaceAfter: Infinity, ...options },
  });
}

const job = (name: string, does?: string): Job => jobOf(name, { begun, ...(does ? { does } : {}) });
const beginnings = ({ id }: Job) => readFileSync(begun, "utf8").split(id).length - 1;

const workersIn = () => processesWith(folder.path("src/experiments/workerProcess"));

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await sleep(10);
}

const LINUX = process.platform === "linux"; // processes are counted in /proc

describe.skipIf(!LINUX)("startLocalWorkers", { timeout: 240_000 }, () => {
  test("gives what the executor gives, and starts no more processes than there are jobs", async () => {
    await start();
    expect(workersIn()).toEqual([]);
    const jobs = ["a", "b", "c"].map((name) => job(name));
    expect((await workers.run(jobs[0] as Job)).record).toEqual(recordOf(jobs[0] as Job));
    const [first] = workersIn();
    expect(workersIn()).toHaveLength(1);
    const rest = await Promise.all(jobs.slice(1).map((one) => workers.run(one)));
    expect(rest.map(({ record }) => record)).toEqual(jobs.slice(1).map(recordOf));
    expect(workersIn()).toHaveLength(2);
    expect(workersIn()).toContain(first);
  });

  test("does a job again whose process is killed on the way", async () => {
    await start();
    const slow = job("slow", "sleep 1000");
    const result = workers.run(slow);
    await until(() => beginnings(slow) === 1);
    process.kill(workersIn()[0] as number, "SIGKILL");
    expect((await result).record).toEqual(recordOf(slow));
    expect(beginnings(slow)).toBe(2);
  });

  test("gives a job up that kills its process each time, and does others", async () => {
    await start({ count: 1 });
    const deadly = job("deadly", "die");
    await expect(workers.run(deadly)).rejects.toThrow(
      `run ${deadly.id.slice(0, 12)}: its process ended 3 times, with SIGKILL. Look at what it printed; memory may have run out.`,
    );
    expect(beginnings(deadly)).toBe(3);
    const harmless = job("harmless");
    expect((await workers.run(harmless)).record).toEqual(recordOf(harmless));
  });

  test("goes on when a process that waits for jobs is killed", async () => {
    await start({ count: 1 });
    await workers.run(job("before"));
    const [idle] = workersIn();
    process.kill(idle as number, "SIGKILL");
    const after = job("after");
    expect((await workers.run(after)).record).toEqual(recordOf(after));
    expect(workersIn()).not.toContain(idle);
  });

  test.each([
    ["refuse", /^corpus: has 3 documents, not 4\. Put one in\.$/],
    ["throw", /^TypeError: .*\n +at /],
  ])("tries a job that fails once: %s", async (does, message) => {
    await start();
    const failing = job(does, does);
    await expect(workers.run(failing)).rejects.toThrow(message);
    expect(beginnings(failing)).toBe(1);
    const [pid] = workersIn();
    await workers.run(job(`after ${does}`));
    expect(workersIn()).toEqual([pid]);
  });

  test("says what is wrong with a module that cannot be loaded", async () => {
    await start({ module: "file:///none/executor.js" });
    await expect(workers.run(job("unloaded"))).rejects.toThrow("/none/executor.js");
  });

  test("replaces a process after a long job", async () => {
    await start({ count: 1, replaceAfter: 0.05 });
    const long = job("long", "sleep 100");
    const result = workers.run(long);
    await until(() => beginnings(long) === 1);
    const [old] = workersIn();
    await result;
    await until(() => !workersIn().includes(old as number));
    const next = job("next");
    expect((await workers.run(next)).record).toEqual(recordOf(next));
  });

  test("leaves nothing running when it is closed, and gives up what was begun", async () => {
    await start({ count: 3 });
    await workers.run(job("idle"));
    const jobs = ["x", "y"].map((name) => job(name, "sleep 60000"));
    const results = jobs.map((one) => workers.run(one).catch((error) => error.message));
    await until(() => jobs.every((one) => beginnings(one) === 1));
    await workers.close();
    expect(workersIn()).toEqual([]);
    expect(await Promise.all(results)).toEqual(
      jobs.map(
        ({ id }) =>
          `run ${id.slice(0, 12)}: the workers were closed. Start the experiment again to go on.`,
      ),
    );
    await expect(workers.run(job("late"))).rejects.toThrow("the workers were closed");
    expect(workersIn()).toEqual([]);
  });
});
