/** Runs through a real Redis: nothing is lost, whoever goes away; and nothing stays behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type ConnectOptions,
  connectQueue,
  doRuns,
  type Job,
  runJobs,
  serveQueue,
  type TaskEvent,
  type Workers,
} from "../../src/experiments/index.js";
import { temporaryFolder } from "../cli/raretag.js";
import { compileInto, type Programs } from "./compile.js";
import { execute } from "./executor.js";
import { jobOf, recordOf } from "./jobs.js";
import { HAS_REDIS, type RedisServer, startRedis } from "./redisServer.js";

/** Seconds after which a test that is about it wants a worker to be taken for lost. */
const SOON = 1;

const folder = temporaryFolder();
const begun = folder.path("begun");
let programs: Programs;
let redis: RedisServer;
/** Of the queue; every test has one of its own. */
let name = "";
let tests = 0;
const ends: (() => Promise<unknown>)[] = [];

/** A worker in a process of its own. */
interface TestWorker {
  readonly child: ChildProcess;
  readonly events: readonly { readonly kind: string }[];
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

/** Starts a worker that can be killed, and waits until it takes jobs. */
async function startWorker({ stalledAfter = 30 } = {}): Promise<TestWorker> {
  const { worker, executor } = programs;
  const argv = [worker, redis.url, name, String(stalledAfter), executor];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "ignore"] });
  const events: { kind: string }[] = [];
  let text = "";
  child.stdout.on("data", (data: Buffer) => {
    const lines = (text + data).split("\n");
    text = lines.pop() ?? "";
    events.push(...lines.map((line) => JSON.parse(line)));
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.on("close", (code, signal) => resolve(signal ?? code));
  });
  ends.push(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  await until(() => events.some(({ kind }) => kind === "ready"));
  return { child, events, ended };
}

/** Takes jobs in this process. */
async function serve({ stalledAfter = 30 } = {}): Promise<readonly TaskEvent[]> {
  const events: TaskEvent[] = [];
  const here: Workers = { size: 1, run: execute, close: async () => {} };
  const worker = await serveQueue(
    { url: redis.url, name },
    {
      doers: { run: async () => doRuns(here) },
      ...{ stalledAfter, onEvent: (event) => events.push(event) },
    },
  );
  ends.push(worker.giveBack);
  return events;
}

const local = () =>
  programs.localWorkers.startLocalWorkers({ count: 1, module: programs.executor, execArgv: [] });

async function connect(options: ConnectOptions = {}): Promise<Workers> {
  const coordinator = await connectQueue(redis.url, { name, backoff: 10, ...options });
  ends.push(coordinator.close);
  return coordinator;
}

async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await sleep(10);
}

const job = (label: string, does?: string): Job =>
  jobOf(`${name} ${label}`, { begun, ...(does ? { does } : {}) });
/** How often a job was begun. */
const beginnings = ({ id }: Job) => readFileSync(begun, "utf8").split(id).length - 1;
const count = (events: readonly { readonly kind: string }[], kind: string) =>
  events.filter((event) => event.kind === kind).length;
const keyOf = ({ id }: Job) => `raretag:${name}:run-${id}`;
const recordsOf = async (results: readonly ReturnType<Workers["run"]>[]) =>
  (await Promise.all(results)).map(({ record }) => record);

describe.skipIf(!HAS_REDIS)("a queue on Redis", { timeout: 180_000 }, () => {
  beforeAll(async () => {
    mkdirSync(folder.path("programs"));
    programs = await compileInto(folder.path("programs"));
    redis = await startRedis();
  });
  beforeEach(() => {
    writeFileSync(begun, "");
    name = `test-${tests++}`;
  });
  afterEach(async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
  });
  afterAll(async () => {
    await redis?.remove();
    folder.remove();
  });

  test("gives what local workers give, byte for byte", async () => {
    const jobs = ["a", "b", "c", "d"].map((label) => job(label));
    const here = await local();
    await startWorker();
    const queue = await connect();
    const [mine, theirs] = await Promise.all(
      [here, queue].map((workers) => Promise.all(jobs.map((one) => workers.run(one)))),
    );
    await here.close();
    expect(JSON.stringify(theirs)).toBe(JSON.stringify(mine));
    expect(theirs?.map(({ record }) => record)).toEqual(jobs.map(recordOf));
  });

  test("holds no more jobs than its size, whatever there is to do", async () => {
    const queue = await connect({ size: 3 });
    const jobs = Array.from({ length: 10 }, (_, i) => job(`${i}`));
    const events = runJobs(jobs, { workers: queue });
    for (let i = 0; i < 3; i++) await events.next();
    void events.next().catch(() => {});
    await until(async () => keyOf(jobs[2] as Job) in (await redis.dump()));
    await sleep(200);
    const content = await redis.dump();
    expect(jobs.map((one) => keyOf(one) in content)).toEqual(jobs.map((_, i) => i < 3));
  });

  test("gives the job of a killed worker to another", async () => {
    const queue = await connect();
    const worker = await startWorker({ stalledAfter: SOON });
    const slow = job("killed", "sleep 500");
    const result = queue.run(slow);
    await until(() => beginnings(slow) === 1);
    worker.child.kill("SIGKILL");
    await startWorker({ stalledAfter: SOON });
    expect((await result).record).toEqual(recordOf(slow));
    expect(beginnings(slow)).toBeGreaterThan(1);
  });

  test("goes on when Redis is killed and comes back with what it had written down", async () => {
    const notices: string[] = [];
    const queue = await connect({ onNotice: (text) => notices.push(text) });
    const events = await serve({ stalledAfter: 2 }); // the answer to a command may be lost on the way
    const jobs = Array.from({ length: 6 }, (_, i) => job(`${i}`, "sleep 300"));
    const results = jobs.map((one) => queue.run(one));
    await until(() => count(events, "done") === 1);
    await redis.kill();
    await sleep(1000);
    await redis.start();
    expect(await recordsOf(results)).toEqual(jobs.map(recordOf));
    const shown = `redis://127.0.0.1:${redis.port}`;
    expect(notices).toEqual([
      `no worker yet: start one by raretag worker --queue ${shown} --queue-name ${name}`,
      `${shown} is away: waiting for it`,
      `${shown} is back`,
    ]);
  });

  test("goes on when Redis comes back without its memory", async () => {
    const remembering = redis;
    redis = await startRedis("--appendonly", "no");
    try {
      const queue = await connect();
      await serve({ stalledAfter: 2 });
      const jobs = Array.from({ length: 4 }, (_, i) => job(`${i}`, "sleep 200"));
      const results = jobs.map((one) => queue.run(one));
      await until(() => beginnings(jobs[1] as Job) > 0);
      await redis.kill();
      await redis.start();
      expect(await recordsOf(results)).toEqual(jobs.map(recordOf));
    } finally {
      await Promise.all(ends.splice(0).map((end) => end()));
      await redis.remove();
      redis = remembering;
    }
  });

  test("gives two coordinators the same record for the same job, done once", async () => {
    await Promise.all([serve(), serve()]);
    const [one, other] = await Promise.all([connect(), connect()]);
    const same = job("same", "sleep 300");
    const [mine, yours] = await Promise.all([one.run(same), other.run(same)]);
    expect(JSON.stringify(mine)).toBe(JSON.stringify(yours));
    expect(beginnings(same)).toBe(1);
  });

  test("takes a job that two workers have done as one", async () => {
    const queue = await connect();
    const asleep = await startWorker({ stalledAfter: SOON });
    const twice = job("twice", "sleep 200");
    const result = queue.run(twice);
    await until(() => beginnings(twice) === 1);
    asleep.child.kill("SIGSTOP"); // it cannot say that it lives, but its own process does the job
    const awake = await startWorker({ stalledAfter: SOON });
    expect((await result).record).toEqual(recordOf(twice));
    asleep.child.kill("SIGCONT");
    await until(() => count(asleep.events, "done") === 1);
    expect(count(awake.events, "done")).toBeGreaterThan(0);
    const next = job("next");
    expect((await queue.run(next)).record).toEqual(recordOf(next));
  });

  test.each([
    ["kills its process", "die", "its process ended 3 times, with SIGKILL", 3],
    ["throws each time", "throw", "unexpected TypeError at ", 3],
    ["is refused", "refuse", "corpus: has 3 documents, not 4", 1],
  ])("parks a job that %s, and does the others", async (_, does, problem, times) => {
    const queue = await connect();
    const events = does === "die" ? (await startWorker()).events : await serve();
    const poison = job("poison", does);
    const others = ["before", "behind"].map((label) => job(label));
    const results = others.map((one) => queue.run(one));
    const error = await queue.run(poison).catch((reason) => reason);
    expect(error.name).toBe("ExperimentError");
    expect(error.message).toContain(`run ${poison.id.slice(0, 12)}: `);
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain("Marker");
    expect(beginnings(poison)).toBe(times);
    expect(await recordsOf(results)).toEqual(others.map(recordOf));
    expect(events.findLast(({ kind }) => kind === "failed")).toMatchObject({
      failure: { problem: expect.stringContaining(problem) },
    });

    const parked = (await redis.dump())[keyOf(poison)];
    expect(parked).toContain("failedReason");
    expect(parked).not.toContain(begun);
    await expect(queue.run(poison)).rejects.toThrow(problem); // asked for again, it is tried again
    expect(beginnings(poison)).toBe(2 * times);
  });

  test("parks a job whose worker is lost each time", async () => {
    const queue = await connect();
    const result = queue.run(job("lost", "sleep 60000")).catch((reason) => reason);
    for (let i = 0; i < 3; i++) {
      const worker = await startWorker({ stalledAfter: SOON });
      await until(() => count(worker.events, "started") > 0);
      worker.child.kill("SIGKILL");
    }
    await startWorker({ stalledAfter: SOON });
    expect((await result).message).toMatch(/^run \w{12}: its worker was lost each time\. Look /);
  });

  test("leaves no result in Redis once it is fetched, and withdraws what nobody began", async () => {
    const queue = await connect();
    await serve();
    const done = job("fetched");
    await queue.run(done);
    const slow = job("begun", "sleep 2000");
    const waiting = job("waiting");
    const left = [slow, waiting].map((one) => queue.run(one).catch((reason) => reason.message));
    await until(() => beginnings(slow) === 1);
    await until(async () => keyOf(waiting) in (await redis.dump()));
    await queue.close();
    const message = `redis://127.0.0.1:${redis.port}: the queue was left. Start it again to go on.`;
    expect(await Promise.all(left)).toEqual([message, message]);
    await expect(queue.run(done)).rejects.toThrow("the queue was left");
    const content = await redis.dump();
    const mine = Object.entries(content).filter(([key]) => key.startsWith(`raretag:${name}:`));
    expect(mine.map(([key]) => key)).toContain(keyOf(slow));
    for (const absent of ["result-", done.id, waiting.id])
      expect(JSON.stringify(mine)).not.toContain(absent);
  });

  test("keeps queues of different names apart", async () => {
    await serve();
    const other = await connect({ name: `${name}-other` });
    const apart = job("apart");
    const result = other.run(apart).catch(() => "left");
    await sleep(300);
    expect(beginnings(apart)).toBe(0);
    await other.close();
    expect(await result).toBe("left");
  });

  test("has a worker that finishes its job when it is asked to end", async () => {
    const queue = await connect();
    const worker = await startWorker();
    const jobs = [job("current", "sleep 500"), job("next")];
    const results = jobs.map((one) => queue.run(one));
    await until(() => count(worker.events, "started") === 1);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(count(worker.events, "done")).toBe(1);
    await serve();
    expect(await recordsOf(results)).toEqual(jobs.map(recordOf));
  });

  test("has a worker that gives its job back when it is asked twice", async () => {
    const queue = await connect();
    const worker = await startWorker({ stalledAfter: 3600 });
    const slow = job("given back", "sleep 1000");
    const result = queue.run(slow);
    await until(() => beginnings(slow) === 1);
    worker.child.kill("SIGTERM");
    await sleep(100);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(count(worker.events, "given back")).toBe(1);
    await serve(); // it would wait for an hour if the job had to be taken for stalled
    expect((await result).record).toEqual(recordOf(slow));
  });
});
