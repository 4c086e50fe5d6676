/** Records on disk: whole, shared, and refused where they are damaged. */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jobOf } from "../../test/queue/jobs.js";
import { recordOf } from "../../test/queue/records.js";
import { EXPERIMENT_FORMAT, type Experiment } from "./experiment.js";
import type { Finished } from "./job.js";
import { openStore, readExperiment } from "./store.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "raretag-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function finished(name: string, seconds = 1): Finished {
  const record = recordOf(jobOf(name, { begun: "" }));
  const times = { training: seconds, scoring: 1 };
  return {
    record,
    cost: { id: record.id, seconds: times, peakMemory: 1, machine: "test", at: "2026-01-01" },
  };
}
const [one, two] = [finished("one"), finished("two")];
const run = ({ record: { id } }: Finished) => ({ id, cell: {}, seed: 1, split: 1, fold: 1 });
const planOf = (...runs: Finished[]): Experiment => ({
  ...{ format: EXPERIMENT_FORMAT, name: "demo", about: "", axes: {}, decoders: [], baseline: {} },
  runs: runs.map(run),
});

describe("openStore", () => {
  test("gives back what was planned and written", async () => {
    const store = await openStore({ folder: join(folder, "new", "experiment") });
    await store.plan(planOf(one, two));
    await store.write(one);
    expect(await store.ids()).toEqual(new Set([one.record.id]));
    const read = await readExperiment({ folder: join(folder, "new", "experiment") });
    expect(read.experiment).toEqual(planOf(one, two));
    expect(read.records).toEqual(new Map([[one.record.id, one.record]]));
    expect(read.costs).toEqual(new Map([[one.record.id, one.cost]]));
  });

  test("leaves a record and its cost as they are", async () => {
    const store = await openStore({ folder });
    await store.write(one);
    const content = () =>
      readdirSync(store.folder).map((name) => [name, readFileSync(join(store.folder, name))]);
    const before = content();
    await store.write(finished("one", 99));
    expect(content()).toEqual(before);
  });

  test("writes the same bytes for the same record", async () => {
    const stores = await Promise.all(
      ["a", "b"].map((name) => openStore({ folder: join(folder, name) })),
    );
    for (const store of stores) await store.write(one);
    const [a, b] = stores.map((store) =>
      readFileSync(join(store.folder, `${one.record.id}.json.gz`)),
    );
    expect(a).toEqual(b);
  });

  test("shares records between experiments, each of which reads its own", async () => {
    const records = join(folder, "records");
    const places = ["a", "b"].map((name) => ({ folder: join(folder, name), records }));
    const [a, b] = await Promise.all(places.map(openStore));
    await a?.plan(planOf(one));
    await b?.plan(planOf(one, two));
    await a?.write(one);
    await b?.write(two);
    expect(await b?.ids()).toEqual(new Set([one.record.id, two.record.id]));
    const read = await Promise.all(places.map(readExperiment));
    expect(read.map((experiment) => experiment.records.size)).toEqual([1, 2]);
  });

  test("takes files that are half written, or not its own, for no records", async () => {
    const store = await openStore({ folder });
    for (const name of [".raretag-1-1.tmp", "notes.json.gz", `${one.record.id}.cost.json`])
      writeFileSync(join(store.folder, name), "{}");
    expect(await store.ids()).toEqual(new Set());
  });
});

describe("readExperiment", () => {
  const file = () => join(folder, "records", `${one.record.id}.json.gz`);
  beforeEach(async () => {
    const store = await openStore({ folder });
    await store.plan(planOf(one));
    await store.write(one);
  });

  test("refuses a folder without an experiment", async () => {
    rmSync(join(folder, "experiment.json"));
    await expect(readExperiment({ folder })).rejects.toThrow(
      `${folder}: holds no experiment: there is no experiment.json. Give a folder that`,
    );
  });

  test.each([
    ["cut short", () => truncateSync(file(), 100)],
    ["empty", () => writeFileSync(file(), "")],
    ["not packed", () => writeFileSync(file(), "{}")],
    ["no JSON", () => writeFileSync(file(), gzipSync("{"))],
  ])("refuses a record that is %s", async (_, damage) => {
    damage();
    await expect(readExperiment({ folder })).rejects.toThrow(
      `${file()}: is damaged: it is no JSON. Remove the file and run the experiment again.`,
    );
  });

  test.each([
    ["null", "has format undefined and this version reads 1. Use the version of raretag that"],
    [JSON.stringify({ ...one.record, format: 2 }), "has format 2 and this version reads 1. "],
    [JSON.stringify(two.record), `holds the record ${two.record.id}. Remove the file and run`],
  ])("refuses another record in its place: %.20s", async (content, message) => {
    writeFileSync(file(), gzipSync(content));
    await expect(readExperiment({ folder })).rejects.toThrow(`${file()}: ${message}`);
  });

  test("refuses an experiment that is damaged or of a later version", async () => {
    const plan = join(folder, "experiment.json");
    writeFileSync(plan, "{");
    await expect(readExperiment({ folder })).rejects.toThrow(`${plan}: is damaged`);
    writeFileSync(plan, JSON.stringify({ ...planOf(one), format: 2 }));
    await expect(readExperiment({ folder })).rejects.toThrow(`${plan}: has format 2 and`);
  });
});
