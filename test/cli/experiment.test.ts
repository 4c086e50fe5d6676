/** `raretag experiment` from grid to records: equal to train and evaluate, and to itself however often it is killed. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.js";
import type { Document } from "../../src/corpus/index.js";
import { readExperiment } from "../../src/experiments/index.js";
import { createPartsReader } from "../../src/experiments/parts.js";
import { processesWith } from "../processes.js";
import {
  buildInto,
  ENCODER,
  type Outcome,
  raretag,
  SMALL,
  temporaryFolder,
  writeNotes,
} from "./raretag.js";
import { runUntil } from "./smallRun.js";

const SEED = Number(process.env.RARETAG_KILL_SEED ?? 1);
const KILLS = 4;

const folder = temporaryFolder();
const corpus = folder.path("corpus");
const whole = folder.path("whole");
let notes: Document[] = [];
let main = "";
/** Milliseconds of an undisturbed experiment. */
let length = 0;

const [ATL, BTL] = ["{ objective: { name: atl } }", "{ objective: { name: btl } }"];
const SYSTEMS: Readonly<Record<string, string>> = { atl: ATL, btl: BTL };

/** Two systems, two seeds, two decoders. */
const grid = (name: string, { systems = SYSTEMS, seeds = "[1, 2]" } = {}): string => {
  const file = folder.path(`${name}.yaml`);
  writeFileSync(
    file,
    `
name: ${name}
settings:
  encoder: ${ENCODER}
  windows: { length: 64, overlap: 8 }
  training: { epochs: 1, dev: none }
  optimizer: { learningRate: 0.01 }
corpora:
  notes: { path: ${corpus}, test: 4 }
axes:
  system:
${Object.entries(systems)
  .map(([system, settings]) => `    ${system}: ${settings}`)
  .join("\n")}
decoders:
  argmax: { decoder: argmax }
  knn: { decoder: knn, knn: { k: 3 } }
seeds: ${seeds}
`,
  );
  return file;
};

const commandLine = (file: string, out: string, ...more: string[]) => [
  ...[main, "experiment", file, "--out", out, "--workers", "2"],
  ...more,
];

/** Runs a command line in a process of its own. */
function experiment(file: string, out: string, ...more: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, commandLine(file, out, ...more));
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].on("data", (data) => {
      said[stream] += data;
    });
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code: code ?? -1, ...said }));
  });
}

/** Content of the files in a folder whose names end so, by name. */
function filesIn(records: string, end: string): Record<string, string> {
  const names = existsSync(records)
    ? readdirSync(records).filter((name) => name.endsWith(end))
    : [];
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(`${records}/${name}`).toString("latin1")]),
  );
}
const recordsOf = (out: string) => filesIn(`${out}/records`, ".json.gz");

/** Worker processes of this file's own build. */
const workersLeft = () => processesWith(folder.path("dist/experiments/workerProcess"));

beforeAll(async () => {
  main = buildInto(folder.path());
  notes = await writeNotes(corpus, 12);
  const began = performance.now();
  const { code, stderr } = await experiment(grid("demo"), whole);
  length = performance.now() - began;
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("4 of 4 done") });
}, 300_000);
afterAll(() => folder.remove());

describe("raretag experiment", () => {
  test("scores as train and evaluate do with the same configuration, parts and seed", async () => {
    const { experiment: planned, records } = await readExperiment({ folder: whole });
    const source = { path: corpus, test: 4 };
    const where = { split: 1, fold: 1, seed: 2, dev: "none" } as const;
    const parts = await createPartsReader().parts(source, where);
    const ids = (documents: readonly Document[]) => documents.map(({ id }) => id);
    const split = folder.path("split.json");
    writeFileSync(split, JSON.stringify({ train: ids(parts.train), test: ids(parts.test) }));
    for (const system of Object.keys(SYSTEMS)) {
      const run = planned.runs.find(({ cell, seed }) => cell.system === system && seed === 2);
      const record = records.get(run?.id as string);
      const model = folder.path(`model-${system}`);
      const given = ["--corpus", corpus, "--split", split];
      const trained = await raretag(
        ...["train", ...given, "--encoder", ENCODER, "--out", model, ...SMALL],
        ...["--dev", "none", "--seed", "2", "--objective", system, "--learning-rate", "0.01"],
        ...["--set", "decode.decoder=knn", "--set", "decode.knn.k=3"],
      );
      expect(trained.code, trained.stderr).toBe(0);
      for (const decoder of ["argmax", "knn"]) {
        const out = folder.path(`${system}-${decoder}.json`);
        const evaluated = await raretag(
          ...["evaluate", "--model", model, ...given, "--decode", decoder, "--out", out],
          ...["--threads", "1"],
        );
        expect(evaluated.code, evaluated.stderr).toBe(0);
        const { tokens, mentions, runs, shares } = JSON.parse(readFileSync(out, "utf8"));
        const close = (value: number) => expect.closeTo(value, 12);
        expect(record?.decoders[decoder]?.scores).toEqual({
          unweightedAccuracy: close(tokens.unweightedAccuracy),
          macroF1: close(tokens.macroF1),
          microF1: close(tokens.microF1),
          mentionMicroF1: close(mentions.strict.micro.f1),
          mentionMacroF1: close(mentions.strict.macro.f1),
          runMicroF1: close(runs.micro.f1),
        });
        for (const [type, { gold, predicted }] of Object.entries<Record<string, number>>(
          shares.words,
        ))
          expect(record?.decoders[decoder]?.shares[type]).toMatchObject({
            gold: expect.closeTo(gold as number, 6),
            predicted: expect.closeTo(predicted as number, 6),
          });
      }
      const log = readFileSync(`${model}/log.jsonl`, "utf8").trim().split("\n");
      const epochs = log.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "epoch");
      expect(record?.epochs).toMatchObject(epochs.map(({ epoch, loss }) => ({ epoch, loss })));
    }
    const [atl, btl] = Object.keys(SYSTEMS).map((system) => {
      const run = planned.runs.find(({ cell, seed }) => cell.system === system && seed === 2);
      return records.get(run?.id as string)?.epochs;
    });
    expect(atl).not.toEqual(btl);
  });

  test(`leaves the same bytes after ${KILLS} kills at moments drawn with the seed ${SEED}, and does nothing twice`, async () => {
    const random = createRandom(SEED).stream("kills");
    const file = grid("demo");
    let kills = 0;
    for (let run = 1; kills < KILLS; run++) {
      const out = folder.path(`killed-${run}`);
      const there = (end: string) => filesIn(`${out}/records`, end);
      for (let [finished, starts] = [false, 0]; !finished; starts++) {
        const before = { records: there(".json.gz"), costs: there(".cost.json") };
        const known = Object.keys(before.records).length;
        // when it has just written another record, or at any time
        const another = () => Object.keys(there(".json.gz")).length > known;
        const moment = starts % 2 === 0 ? another : random.next() * length;
        const { killed, code, stderr } = await runUntil(commandLine(file, out), {
          moment: kills < KILLS ? moment : undefined,
        });
        if (killed) kills++;
        else expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
        if (stderr.includes("runs, ")) expect(stderr).toContain(`4 runs, ${known} of them done`);
        expect(there(".json.gz")).toMatchObject(before.records);
        const costs = there(".cost.json");
        for (const name of Object.keys(before.records).map((record) => record.slice(0, 64)))
          expect(costs[`${name}.cost.json`]).toBe(before.costs[`${name}.cost.json`]);
        while (workersLeft().length > 0) await sleep(20); // they see that they are alone
        finished = !killed;
      }
      expect(recordsOf(out)).toEqual(recordsOf(whole));
      const plan = (folder: string) => readFileSync(`${folder}/experiment.json`, "utf8");
      expect(plan(out)).toBe(plan(whole));
    }
  }, 600_000);

  test("refuses a second runner in the same folder; ends with its workers on Ctrl-C, and goes on", async () => {
    const file = grid("demo");
    const out = folder.path("interrupted");
    let second: Promise<Outcome> | undefined;
    let refused: Outcome | undefined;
    const { code, stderr } = await runUntil(commandLine(file, out), {
      signal: "SIGINT",
      moment() {
        if (!second && workersLeft().length > 0) {
          second = raretag("experiment", file, "--out", out);
          void second.then((outcome) => {
            refused = outcome;
          });
        }
        return refused !== undefined;
      },
    });
    expect(refused).toEqual({
      ...{ code: 2, stdout: "" },
      stderr: expect.stringMatching(
        /run\.lock: process \d+ on \S+ works on this run\. Wait for it/,
      ),
    });
    if (code === 0) throw new Error("the runs were done before the second runner was refused");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /stopped with \d of 4 runs done\. The same command goes on with what is/,
    );
    expect(workersLeft()).toEqual([]);
    expect(existsSync(`${out}/records/run.lock`)).toBe(false);
    expect((await experiment(file, out)).code).toBe(0);
    expect(recordsOf(out)).toEqual(recordsOf(whole));
  }, 300_000);

  test("names a run that fails, does the others, and tries it again the next time", async () => {
    const broken = "{ objective: { name: atl }, training: { freeze: 9 } }";
    const file = grid("broken", { systems: { broken, ...SYSTEMS }, seeds: "[1]" });
    const out = folder.path("failing");
    const reason =
      "system=broken seed=1 failed: training.freeze: 9 layers are to stay as they are but the encoder has 2. ";
    for (const done of [0, 2]) {
      const { code, stderr } = await experiment(file, out);
      expect(code).toBe(2);
      expect(stderr).toContain(`3 runs, ${done} of them done`);
      expect(stderr).toContain(reason);
      expect(stderr).toContain("1 of 3 runs failed");
      expect(Object.keys(recordsOf(out))).toHaveLength(2);
    }
    expect(recordsOf(whole)).toMatchObject(recordsOf(out));
  }, 300_000);

  test("leaves the same bytes with one worker", async () => {
    const out = folder.path("alone");
    const { code } = await experiment(grid("demo"), out, "--workers", "1");
    expect(code).toBe(0);
    expect(recordsOf(out)).toEqual(recordsOf(whole));
  }, 300_000);

  test("finds records that another experiment has left, and says how many", async () => {
    const { experiment: planned } = await readExperiment({ folder: whole });
    const fewer = grid("fewer", { systems: { other: BTL }, seeds: "[2]" });
    const out = folder.path("sharing");
    const shared = ["--records", `${whole}/records`];
    const { code, stderr } = await experiment(fewer, out, ...shared);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "1 runs, 1 of them done\n" });
    const read = await readExperiment({ folder: out, records: `${whole}/records` });
    expect([...read.records.keys()]).toEqual(
      planned.runs
        .filter(({ cell, seed }) => cell.system === "btl" && seed === 2)
        .map(({ id }) => id),
    );
  }, 300_000);

  test("with --dry-run says how many runs there are, and leaves nothing", async () => {
    const systems = { ...SYSTEMS, again: ATL };
    const out = folder.path("dry");
    expect(
      await raretag("experiment", grid("dry", { systems }), "--out", out, "--dry-run"),
    ).toEqual({
      ...{ code: 0, stderr: "" },
      stdout: "6 runs, 4 different ones\n",
    });
    expect(existsSync(out)).toBe(false);
  });

  test("refuses a grid in one line, before anything is written", async () => {
    const out = folder.path("refused");
    const file = grid("refused", { systems: { atl: "{ training: { epochs: 0 } }" } });
    expect(await raretag("experiment", file, "--out", out)).toEqual({
      ...{ code: 2, stdout: "" },
      stderr: `${file}:12: training.epochs is 0 but must be a whole number >= 1. Leave it out for 12, the default of recipe small.\n`,
    });
    expect(existsSync(out)).toBe(false);
  });

  test("keeps texts out of records", () => {
    const records = Object.values(recordsOf(whole)).map((content) =>
      gunzipSync(Buffer.from(content, "latin1")).toString("utf8"),
    );
    expect(records).toHaveLength(4);
    for (const { text } of notes)
      for (const record of records) expect(record).not.toContain(text.slice(0, 20));
  });
});
