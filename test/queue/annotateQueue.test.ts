/** Texts annotated by workers: killed at any moment, and each text exactly once in the output. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.js";
import {
  notes,
  type Outcome,
  raretag,
  temporaryFolder,
  trainSmall,
  writeNotes,
} from "../cli/raretag.js";
import { bytesOf } from "../cli/smallRun.js";
import { compileInto } from "./compile.js";
import { HAS_REDIS, type RedisServer, startRedis } from "./redisServer.js";

const SHARD = 32;
const NOTES = 1300;
const SHARDS = Math.ceil(NOTES / SHARD);

/** Enough for a model that finds something. */
const MORE = ["--epochs", "6", "--learning-rate", "0.01"];

const folder = temporaryFolder();
const model = folder.path("model");
const input = folder.path("input.jsonl");
/** Annotated without a queue. */
const expected = folder.path("expected");
let main = "";
let redis: RedisServer;
const children: ChildProcess[] = [];

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** On standard error, so far. */
  said(): string;
}

/** Starts a command line that can be killed, in a process of its own. */
function start(...argv: string[]): Started {
  const child = spawn(process.execPath, [main, ...argv], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const ended = new Promise<Outcome>((resolve) => {
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
  return { child, ended, said: () => stderr };
}

async function kill({ child, ended }: Started): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

async function startWorker(): Promise<Started> {
  const flags = ["--queue", redis.url, "--threads", "1", "--stalled-after", "1"];
  const worker = start("worker", ...flags);
  await until(() => worker.said().includes("waiting for work"));
  return worker;
}

const argvOf = (out: string, ...more: string[]) => [
  ...["annotate", "--model", model, input, "--from", "jsonl", "--format", "jsonl", "--out", out],
  ...["--queue", redis.url, "--shard-size", String(SHARD), ...more],
];

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await sleep(5);
}

function shardsIn(out: string): string[] {
  try {
    return readdirSync(`${out}/shards`).filter((name) => name.endsWith(".jsonl"));
  } catch {
    return [];
  }
}

/** What is in a folder beside the manifest. */
function outputOf(out: string): Record<string, string> {
  const { "manifest.json": _, ...files } = bytesOf(out);
  return files;
}

function writeInput(file: string, documents = notes(NOTES)): void {
  const lines = documents.map(({ id, text }) =>
    JSON.stringify({ id, text, mentions: [], meta: { id } }),
  );
  writeFileSync(file, `${lines.join("\n")}\n`);
}

describe.skipIf(!HAS_REDIS)("raretag annotate --queue", { timeout: 240_000 }, () => {
  beforeAll(async () => {
    mkdirSync(folder.path("programs"));
    ({ main } = await compileInto(folder.path("programs")));
    await writeNotes(folder.path("corpus"), 12);
    expect(await trainSmall(folder.path("corpus"), model, ...MORE)).toMatchObject({ code: 0 });
    writeInput(input);
    const here = ["annotate", "--model", model, input, "--from", "jsonl", "--threads", "1"];
    const out = ["--format", "jsonl", "--out", expected];
    expect(await raretag(...here, ...out)).toMatchObject({ code: 0 });
    redis = await startRedis();
  }, 180_000);
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGKILL");
      await gone;
    }
  });
  afterAll(async () => {
    await redis?.remove();
    folder.remove();
  });

  test("writes what the command writes without a queue, and a manifest", async () => {
    const out = folder.path("plain");
    await Promise.all([startWorker(), startWorker()]);
    const { code, stderr } = await start(...argvOf(out)).ended;
    expect(stderr).toContain(`${NOTES} annotated texts are in ${out}\n`);
    expect(code).toBe(0);
    expect(outputOf(out)).toEqual(outputOf(expected));
    const lines = readFileSync(`${out}/annotations.jsonl`, "utf8").trimEnd().split("\n");
    const mentions = lines.flatMap((line) => JSON.parse(line).mentions);
    const { result } = JSON.parse(readFileSync(`${out}/manifest.json`, "utf8"));
    expect(result).toMatchObject({ shards: SHARDS, documents: NOTES, mentions: mentions.length });
    const content = JSON.stringify(await redis.dump());
    for (const { id } of JSON.parse(`[${lines.slice(0, 40).join(",")}]`))
      expect(content).not.toContain(id);
    expect(content).not.toContain("mentions");
    expect(content).not.toContain("texts");
  });

  test("goes on after coordinators and workers were killed, each text once and in its place", async () => {
    const out = folder.path("killed");
    const seed = Date.now() % 2 ** 31;
    const random = createRandom(seed);
    let worker = await startWorker();
    let coordinator = start(...argvOf(out));
    for (const killed of ["coordinator", "worker", "both", "coordinator", "both"]) {
      const target = shardsIn(out).length + 1 + random.below(6);
      await until(() => shardsIn(out).length >= target);
      if (killed !== "worker") await kill(coordinator);
      if (killed !== "coordinator") await kill(worker);
      expect(shardsIn(out).length, `seed ${seed}`).toBeLessThan(SHARDS);
      if (killed !== "coordinator") worker = await startWorker();
      if (killed !== "worker") coordinator = start(...argvOf(out));
    }
    const { code, stderr } = await coordinator.ended;
    expect(code, stderr).toBe(0);
    expect(outputOf(out), `seed ${seed}`).toEqual(outputOf(expected));
  });

  test("refuses another input, other settings and a second coordinator, and writes nothing twice", async () => {
    const out = folder.path("changed");
    const worker = await startWorker();
    const first = start(...argvOf(out));
    await until(() => shardsIn(out).length > 0);
    expect(await start(...argvOf(out)).ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/run\.lock: process \d+ on .* works on this run\. /),
    });
    await kill(first);
    await kill(worker);
    expect(await raretag(...argvOf(out, "--min-probability", "0.9"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        `${out}: --min-probability: the run began with 0 but now it is 0.9. `,
      ),
    });
    const documents = notes(NOTES);
    writeInput(folder.path("other.jsonl"), documents.toSpliced(3, 1));
    const other = argvOf(out).map((word) => (word === input ? folder.path("other.jsonl") : word));
    expect(await raretag(...other)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /00000000\.jsonl: the documents were \w{12} and are \w{12} now: /,
      ),
    });
    await startWorker();
    expect(await raretag(...argvOf(out))).toMatchObject({ code: 0 });
    expect(outputOf(out)).toEqual(outputOf(expected));
    expect(await raretag(...argvOf(out))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${out}: holds a finished annotation of ${NOTES} texts. `),
    });
  });

  test("says which shards failed, does the others, and goes on with those when all is well again", async () => {
    const out = folder.path("model-elsewhere");
    const coordinator = start(...argvOf(out));
    await until(() => existsSync(`${out}/manifest.json`));
    renameSync(`${model}/raretag.json`, `${model}/hidden`);
    await startWorker();
    const { code, stderr } = await coordinator.ended;
    renameSync(`${model}/hidden`, `${model}/raretag.json`);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^shard 0 failed: annotate \w{12}: .*: is no model of raretag: /m);
    expect(stderr).toMatch(/: \d+ shards failed\. Start it again to go on where it stopped\.\n$/);
    expect(JSON.stringify(await redis.dump())).not.toContain("texts");
    expect(await raretag(...argvOf(out))).toMatchObject({ code: 0 });
    expect(outputOf(out)).toEqual(outputOf(expected));
  });

  test("stops when it is told to, and takes back what no worker has begun", async () => {
    const out = folder.path("stopped");
    const coordinator = start(...argvOf(out));
    await until(() => coordinator.said().includes("no worker yet"));
    await sleep(500);
    coordinator.child.kill("SIGINT");
    const { code, stderr } = await coordinator.ended;
    expect(stderr).toMatch(/: stopped before all texts were annotated\. Start it again to go on /);
    expect(code).toBe(2);
    const left = Object.keys(await redis.dump()).filter((key) => key.includes("annotate-"));
    expect(left).toEqual([]);
  });
});
