/** The folder of an experiment: what was planned, and a file for each record that is there. */

import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { writeAtomically } from "../core/index.js";
import { ExperimentError } from "./error.js";
import { EXPERIMENT_FORMAT, type Experiment } from "./experiment.js";
import type { Finished } from "./job.js";
import { RECORD_FORMAT, type RunCost, type RunRecord } from "./record.js";

/** In the folder of an experiment. */
const EXPERIMENT = "experiment.json";
const RECORDS = "records";
const RECORD = /^([0-9a-f]{64})\.json\.gz$/;

/** Where the parts of an experiment lie. */
export interface Places {
  /** Folder of what was planned. */
  readonly folder: string;
  /** Folder of records, which several experiments may share; `records` in the folder unless given. */
  readonly records?: string | undefined;
}

/** The records of an experiment, on disk. */
export interface Store {
  /** Of the records. */
  readonly folder: string;
  /** Ids of the records that are there. */
  ids(): Promise<ReadonlySet<string>>;
  /** Writes a record, whole or not at all; one that is there stays as it is. */
  write(finished: Finished): Promise<void>;
  plan(experiment: Experiment): Promise<void>;
}

/** Opens folders, which are made if they are missing. */
export async function openStore({
  folder,
  records = join(folder, RECORDS),
}: Places): Promise<Store> {
  for (const place of [folder, records]) await mkdir(place, { recursive: true });
  return {
    folder: records,
    ids: () => idsIn(records),
    async write({ record, cost }) {
      const file = join(records, `${record.id}.json.gz`);
      if (existsSync(file)) return;
      await writeAtomically(join(records, `${record.id}.cost.json`), `${JSON.stringify(cost)}\n`);
      await writeAtomically(file, [gzipSync(`${JSON.stringify(record)}\n`, { level: 9 })]);
    },
    plan: (experiment) =>
      writeAtomically(join(folder, EXPERIMENT), `${JSON.stringify(experiment, undefined, 1)}\n`),
  };
}

async function idsIn(records: string): Promise<ReadonlySet<string>> {
  const names = await readdir(records).catch(() => []);
  return new Set(names.flatMap((name) => RECORD.exec(name)?.[1] ?? []));
}

/** An experiment as it lies in a folder, with the records that are there. */
export interface StoredExperiment {
  readonly experiment: Experiment;
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly costs: ReadonlyMap<string, RunCost>;
}

/** Reads an experiment. @throws ExperimentError if the folder holds none, or a record is damaged */
export async function readExperiment({
  folder,
  records: place = join(folder, RECORDS),
}: Places): Promise<StoredExperiment> {
  const source = join(folder, EXPERIMENT);
  const experiment = await readJson<Experiment>(source);
  if (!experiment)
    throw new ExperimentError(
      { source: folder },
      `holds no experiment: there is no ${EXPERIMENT}`,
      "Give a folder that `raretag experiment` has written",
    );
  checkFormat(source, experiment, EXPERIMENT_FORMAT);
  const there = await idsIn(place);
  const ids = [...new Set(experiment.runs.map(({ id }) => id))].filter((id) => there.has(id));
  const records = new Map<string, RunRecord>();
  const costs = new Map<string, RunCost>();
  for (const id of ids) {
    const file = join(place, `${id}.json.gz`);
    const record = (await readJson<RunRecord>(file)) as RunRecord;
    checkFormat(file, record, RECORD_FORMAT);
    if (record.id !== id)
      throw new ExperimentError(
        { source: file },
        `holds the record ${record.id}`,
        "Remove the file and run the experiment again",
      );
    records.set(id, record);
    const cost = await readJson<RunCost>(join(place, `${id}.cost.json`));
    if (cost) costs.set(id, cost);
  }
  return { experiment, records, costs };
}

function checkFormat(source: string, content: { format?: unknown } | null, known: number): void {
  if (content?.format !== known)
    throw new ExperimentError(
      { source },
      `has format ${content?.format} and this version reads ${known}`,
      "Use the version of raretag that wrote it, or run the experiment again",
    );
}

/** @returns undefined if there is no such file */
async function readJson<T>(source: string): Promise<T | undefined> {
  const content = await readFile(source).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (content === undefined) return undefined;
  try {
    const text = source.endsWith(".gz") ? gunzipSync(content) : content;
    return JSON.parse(text.toString("utf8")) as T;
  } catch (cause) {
    throw new ExperimentError(
      { source },
      "is damaged: it is no JSON",
      "Remove the file and run the experiment again",
      { cause },
    );
  }
}
