/** What `raretag train --resume` finds in a folder: a finished run, damage, a run that is not what it was. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engineVersion } from "../../src/runtime/index.js";
import { ENCODER, MAIN, raretag, temporaryFolder } from "./raretag.js";
import { bytesOf, runUntil, trainCommand, writeSmallCorpus } from "./smallRun.js";

const folder = temporaryFolder();
const corpus = folder.path("corpus");
const encoder = folder.path("encoder");
const reference = folder.path("reference");
const stopped = folder.path("stopped");
const command = (out: string) => trainCommand("atl", { corpus, encoder, out });

beforeAll(async () => {
  await writeSmallCorpus(corpus);
  cpSync(ENCODER, encoder, { recursive: true });
  expect(await raretag(...command(reference))).toMatchObject({ code: 0 });
  const { killed } = await runUntil([...MAIN, ...command(stopped)], {
    moment: () => snapshotsOf(stopped).length === 2,
  });
  expect(killed).toBe(true);
});
afterAll(() => folder.remove());

const resume = (out: string, ...more: string[]) => raretag("train", "--resume", out, ...more);

/** Snapshots of a run, oldest first. */
function snapshotsOf(out: string): string[] {
  const snapshots = join(out, "snapshots");
  if (!existsSync(snapshots)) return [];
  const names = readdirSync(snapshots).filter((name) => name.endsWith(".safetensors"));
  return names.sort().map((name) => join(snapshots, name));
}

/** A copy of the run that was killed; at least one of its snapshots is whole. */
function stoppedCopy(name: string): string {
  const out = folder.path(name);
  cpSync(stopped, out, { recursive: true });
  return out;
}

/** Changes one byte in the middle of a file. */
function alter(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(file, bytes);
}

/** Changes a value of run.json, by its path. */
function edit(out: string, path: readonly string[], value: unknown): void {
  const file = join(out, "run.json");
  const definition = JSON.parse(readFileSync(file, "utf8"));
  const leaf = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce((node, key) => node[key], definition);
  parent[leaf] = value;
  writeFileSync(file, JSON.stringify(definition));
}

describe("a finished run", () => {
  test("is left as it is, to the times of its files", async () => {
    const stamps = () =>
      readdirSync(reference).map((name) => [name, statSync(join(reference, name)).mtimeMs]);
    const before = stamps();
    expect(await resume(reference)).toEqual({
      code: 0,
      stdout: "",
      stderr: `${reference} is finished: there is nothing to go on with\n`,
    });
    expect(stamps()).toEqual(before);
  });

  test.each(["with the old folder in place", "with the old folder moved away"])(
    "takes its place if it was killed before it could, %s",
    async (state) => {
      const out = folder.path(state);
      mkdirSync(state.endsWith("away") ? `${out}.previous` : out);
      cpSync(reference, `${out}.partial`, { recursive: true });
      expect(await resume(out)).toMatchObject({ code: 0 });
      expect(bytesOf(out)).toEqual(bytesOf(reference));
      expect(readdirSync(folder.path()).filter((name) => name.startsWith(state))).toEqual([state]);
    },
  );
});

test("a finished run that was killed while it put its folder in order is tidied", async () => {
  const out = folder.path("untidy");
  cpSync(reference, out, { recursive: true });
  cpSync(join(stopped, "snapshots"), join(out, ".snapshots"), { recursive: true });
  cpSync(join(stopped, "run.lock"), join(out, "run.lock"));
  expect(await resume(out)).toMatchObject({
    code: 0,
    stderr: `${out} is finished: there is nothing to go on with\n`,
  });
  expect(readdirSync(out)).toEqual(readdirSync(reference));
  expect(bytesOf(out)).toEqual(bytesOf(reference));
});

describe("a killed run", () => {
  test("goes on with the flags it began with, and removes its snapshots at the end", async () => {
    const out = stoppedCopy("same-flags");
    const { code, stderr } = await raretag(...command(out), "--resume", out);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^going on after step \d+, in epoch \d$/m),
    });
    expect(bytesOf(out)).toEqual(bytesOf(reference));
  });

  test.each([
    ["altered", alter],
    ["torn", (file: string) => truncateSync(file, 1000)],
    ["empty", (file: string) => truncateSync(file, 0)],
  ] as const)("passes over the newest snapshot if it is %s", async (damage, apply) => {
    const out = stoppedCopy(damage);
    const newest = snapshotsOf(out).at(-1) as string;
    apply(newest);
    const { code, stderr } = await resume(out);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        `note: ${newest} is damaged: its content is not what was written; it is passed over\n`,
      ),
    });
    expect(stderr).toContain("\ngoing on after step ");
    expect(bytesOf(out)).toEqual(bytesOf(reference));
  });

  test.each([
    ["all snapshots are damaged", (out: string) => snapshotsOf(out).forEach(alter)],
    ["the log is shorter than it was", (out: string) => truncateSync(join(out, "log.jsonl"), 20)],
    [
      "nothing but run.json was written",
      (out: string) => {
        rmSync(join(out, "snapshots"), { recursive: true });
        rmSync(join(out, "log.jsonl"));
        rmSync(join(out, "config.yaml"));
        mkdirSync(join(out, "snapshots"));
      },
    ],
  ] as const)("starts again at the first step if %s", async (state, apply) => {
    const out = stoppedCopy(state);
    apply(out);
    const { code, stderr } = await resume(out);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining("no snapshot: the run starts again at its first step\n"),
    });
    expect(bytesOf(out)).toEqual(bytesOf(reference));
  });

  test("is not begun anew by accident", async () => {
    expect(await raretag(...command(stopped))).toEqual({
      code: 2,
      stdout: "",
      stderr: `${stopped}: holds a run that is not finished. Go on with it by raretag train --resume ${stopped}, or replace it with --overwrite.\n`,
    });
  });

  test("takes over the lock of a dead process", async () => {
    const out = stoppedCopy("dead");
    const dead = { pid: 2 ** 22 + 1, host: hostname(), started: "1" };
    writeFileSync(join(out, "run.lock"), JSON.stringify(dead));
    expect(await resume(out)).toMatchObject({ code: 0 });
    expect(bytesOf(out)).toEqual(bytesOf(reference));
  });
});

describe("raretag train --resume refuses", () => {
  /** Resumes, and expects a refusal in one line that changes nothing. */
  async function refused(out: string, message: string, ...flags: string[]) {
    const before = bytesOf(out);
    const { code, stderr } = await resume(out, ...flags);
    expect({ code, last: stderr.split("\n").at(-2) }).toEqual({ code: 2, last: message });
    expect(bytesOf(out)).toEqual(before);
  }

  test.each([
    ["--threads", "2", "threads: the run began with 1 but --resume is given 2."],
    ["--epochs", "5", "training.epochs: the run began with 4 but --resume is given 5."],
    [
      "--set",
      "optimizer.clip=null",
      "optimizer.clip: the run began with 1 but --resume is given null.",
    ],
    [
      "--corpus-format",
      "conll",
      "--corpus-format: the run began with auto but --resume is given conll.",
    ],
    ["--test", "/more", "--test: the run began with none but --resume is given /more."],
  ])("%s %s", async (flag, value, problem) => {
    await refused(stopped, `${problem} Leave it out, or start a new run.`, flag, value);
  });

  test("another corpus, and flags that would begin anew", async () => {
    const contradiction = `--corpus: the run began with ${corpus} but --resume is given ${encoder}.`;
    await refused(
      stopped,
      `${contradiction} Leave it out, or start a new run.`,
      "--corpus",
      encoder,
    );
    for (const flag of ["--overwrite", "--dry-run"])
      await refused(
        stopped,
        `${flag}: cannot be combined with --resume, which changes nothing of a run. Leave one of them out.`,
        flag,
      );
  });

  test.each([
    ["engine", "onnxruntime-node 0.1.0", engineVersion()],
    ["raretag", "0.0.9", JSON.parse(readFileSync("package.json", "utf8")).version],
    ["threads", 64, 1],
  ])("another %s", async (name, began, now) => {
    const out = stoppedCopy(`other-${name}`);
    edit(out, ["machinery", name], began);
    await refused(
      out,
      `${out}/run.json: ${name}: the run began with ${began} but now it is ${now}. Go on with what it began with, or start a new run.`,
    );
  });

  test.each([
    ["the training part", () => corpus],
    ["the encoder", () => encoder],
  ])("a run whose material has changed: %s", async (name, place) => {
    const files = readdirSync(place(), { encoding: "utf8" });
    const changed = files.filter((file) => /\.txt$|^model\.safetensors$/.test(file));
    const before = new Map(changed.map((file) => [file, readFileSync(join(place(), file))]));
    for (const file of changed)
      if (file === "model.safetensors") alter(join(place(), file));
      else if (file !== "vocab.txt") appendFileSync(join(place(), file), "\nmore\n");
    const { code, stderr } = await resume(stopped);
    for (const [file, bytes] of before) writeFileSync(join(place(), file), bytes);
    expect({ code, last: stderr.split("\n").at(-2) }).toEqual({
      code: 2,
      last: expect.stringMatching(
        new RegExp(
          `^${stopped}/run.json: ${name}: the run began with [0-9a-f]{12} but now it is [0-9a-f]{12}\\. Go on with what it began with, or start a new run\\.$`,
        ),
      ),
    });
  });

  test("a definition that was edited", async () => {
    const advice = "Put it back or remove it, or start a new run with --config.";
    const out = stoppedCopy("edited");
    edit(out, ["config", "optimizer", "learningRate"], 0.02);
    await refused(
      out,
      `${out}/config.yaml: is not what the run began with, which run.json holds. ${advice}`,
    );
    rmSync(join(out, "config.yaml"));
    const { code, stderr } = await resume(out);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /belongs to the run [0-9a-f]{12} but the definition beside it is of [0-9a-f]{12}\. Put run\.json back as it was when the run began\.\n$/,
      ),
    });
    writeFileSync(join(out, "run.json"), "{}");
    await refused(
      out,
      `${out}/run.json: does not hold the definition of a run. Put it back as it was when the run began, or start a new run.`,
    );
  });

  test("a folder without a run, and none", async () => {
    const advice = "Name a folder that `raretag train --out` began to fill.";
    await refused(encoder, `${encoder}: there is no run.json, so no run to go on with. ${advice}`);
    expect((await resume(folder.path("absent"))).stderr).toBe(
      `${folder.path("absent")}: there is no such folder. ${advice}\n`,
    );
  });

  test("a run that a living process works on", async () => {
    const out = stoppedCopy("busy");
    const stat = `/proc/${process.ppid}/stat`;
    const started = existsSync(stat)
      ? readFileSync(stat, "utf8").split(") ").at(-1)?.split(" ")[19]
      : undefined;
    const holder = { pid: process.ppid, host: hostname(), started };
    writeFileSync(join(out, "run.lock"), JSON.stringify(holder));
    await refused(
      out,
      `${out}/run.lock: process ${process.ppid} on ${hostname()} works on this run. Wait for it or end it; if there is no such process, remove this file.`,
    );
  });
});

describe("a run ended by Ctrl-C", () => {
  test.each(["in its folder", "beside it, with --overwrite"])(
    "%s, leaves a model and goes on to the same bytes",
    async (where) => {
      const out = folder.path(`interrupted ${where}`);
      const beside = where.startsWith("beside");
      const work = beside ? `${out}.partial` : out;
      mkdirSync(out);
      if (beside) writeFileSync(join(out, "old"), "old");
      const argv = [...MAIN, ...command(out), ...(beside ? ["--overwrite"] : [])];
      const moment = () => snapshotsOf(work).length === 2;
      const { code, stderr } = await runUntil(argv, { moment, signal: "SIGINT" });
      expect({ code, last: stderr.trimEnd().split("\n").slice(-2) }).toEqual({
        code: 0,
        last: [
          `note: raretag train --resume ${out} goes on with this run`,
          expect.stringMatching(
            /^interrupted; the model (of epoch \d|before the end of epoch 1) is in /,
          ),
        ],
      });
      expect(stderr.endsWith(` is in ${work}\n`)).toBe(true);
      const { training } = JSON.parse(readFileSync(join(work, "raretag.json"), "utf8"));
      expect(training.interrupted).toBe(true);
      expect(await raretag("annotate", "--model", work, corpus)).toMatchObject({ code: 0 });
      expect(existsSync(join(out, "old"))).toBe(beside);
      expect(await resume(out)).toMatchObject({ code: 0 });
      expect(bytesOf(out)).toEqual(bytesOf(reference));
    },
  );
});
