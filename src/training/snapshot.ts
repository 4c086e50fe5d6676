/**
 * Snapshots of a run on disk: safetensors files that carry the hash of their content in their name, so that a torn or
 * altered one is not taken for a whole one.
 */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { readSafetensorsFile, safetensorsChunks } from "../checkpoints/index.js";
import { TEMPORARY_NAME, type Tensor, writeAtomically } from "../core/index.js";
import { TrainingError } from "./error.js";
import type { Kept, Progress, RunState } from "./runState.js";

/** How far a log was when a snapshot was made. */
export interface LogMark {
  readonly bytes: number;
  /** Of these bytes, 64 hex digits. */
  readonly sha256: string;
}

/** What a snapshot says beside the state. */
interface Mark {
  /** Names the definition of the run, so that none goes on from another's weights. */
  readonly run: string;
  readonly log: LogMark;
}

/** A run that can go on from here. */
export interface Snapshot extends Mark {
  readonly state: RunState;
}

/** A whole snapshot that fits. */
export interface FoundSnapshot extends Mark {
  readonly progress: Progress;
  /** Reads its tensors, which are held by nobody else. */
  readonly read: () => Promise<RunState>;
}

/** Snapshots that are kept: the newest, and one for the case that it is damaged. */
const KEPT = 2;
/** While the newest is written, as many as are kept and it are on the disk. */
export const SNAPSHOTS_ON_DISK = KEPT + 1;

const NAME = /^(\d{8})-([0-9a-f]{64})\.safetensors$/;
/** In front of the names of the stepper's tensors, and of the parameters of the best epoch. */
const [STEPPER, BEST] = ["stepper/", "best/"] as const;

/** What is in the metadata of the file, as JSON. */
interface Header extends Mark {
  readonly progress: Progress;
  readonly best?: Omit<Kept, "parameters">;
}

/**
 * Writes a snapshot, then removes all but the last two. Tensors are read where they are, not copied.
 * @param write for tests: a disk that fails
 * @returns its size in bytes
 * @throws DiskError, with the snapshots before it left as they were
 */
export async function writeSnapshot(
  folder: string,
  { run, log, state: { progress, best, tensors } }: Snapshot,
  { write = writeAtomically }: { write?: typeof writeAtomically } = {},
): Promise<number> {
  const header: Header = { run, log, progress, ...(best ? { best: withoutParameters(best) } : {}) };
  const all = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) all.set(STEPPER + name, tensor);
  for (const [name, tensor] of best?.parameters ?? []) all.set(BEST + name, tensor);
  const chunks = safetensorsChunks(all, { raretag: JSON.stringify(header) });
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  const names = await listSnapshots(folder);
  const number = Number(names.at(-1)?.match(NAME)?.[1] ?? 0) + 1;
  const name = `${String(number).padStart(8, "0")}-${hash.digest("hex")}.safetensors`;
  await write(join(folder, name), chunks);
  for (const old of [...names, name].slice(0, -KEPT)) await rm(join(folder, old));
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

/** Bytes of the tensors of a state, which are nearly all of a snapshot. */
export function snapshotBytes({ tensors, best }: RunState): number {
  const all = [...tensors.values(), ...(best?.parameters.values() ?? [])];
  return all.reduce((sum, { data }) => sum + data.byteLength, 0);
}

function withoutParameters({ parameters: _, ...rest }: Kept): Omit<Kept, "parameters"> {
  return rest;
}

/**
 * Finds the newest whole snapshot.
 * @param run what its `run` must be
 * @param fits whether the log still begins as it did when the snapshot was made
 * @returns none if there is none, and a sentence on each that had to be passed over
 * @throws TrainingError if it is of another run
 */
export async function findSnapshot(
  folder: string,
  { run, fits }: { run: string; fits: (log: LogMark) => boolean },
): Promise<{ readonly snapshot?: FoundSnapshot; readonly notices: readonly string[] }> {
  const notices: string[] = [];
  for (const name of (await listSnapshots(folder)).reverse()) {
    const path = join(folder, name);
    if ((await hashOf(path)) !== name.match(NAME)?.[2]) {
      notices.push(`${path} is damaged: its content is not what was written; it is passed over`);
      continue;
    }
    const header = await readHeader(path);
    if (header.run !== run)
      throw new TrainingError(
        { source: path },
        `belongs to the run ${header.run.slice(0, 12)} but the definition beside it is of ${run.slice(0, 12)}`,
        "Put run.json back as it was when the run began",
      );
    if (fits(header.log))
      return { snapshot: { ...header, read: () => readState(path, header) }, notices };
    notices.push(
      `${path} is passed over: the log does not begin with the ${header.log.bytes} bytes that it had then`,
    );
  }
  return { notices };
}

/** Reads what is before the tensors, in a file whose hash is right. */
async function readHeader(path: string): Promise<Header> {
  const file = await open(path);
  try {
    const { buffer: size } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const length = Number(size.readBigUInt64LE());
    const { buffer: json } = await file.read(Buffer.alloc(length), 0, length, 8);
    return JSON.parse(JSON.parse(json.toString()).__metadata__.raretag) as Header;
  } finally {
    await file.close();
  }
}

async function readState(path: string, { progress, best }: Header): Promise<RunState> {
  const { tensors: all } = await readSafetensorsFile(path);
  const tensors = new Map<string, Tensor>();
  const parameters = new Map<string, Tensor<"float32">>();
  for (const [name, tensor] of all)
    if (name.startsWith(STEPPER)) tensors.set(name.slice(STEPPER.length), tensor);
    else parameters.set(name.slice(BEST.length), tensor as Tensor<"float32">);
  return { progress, tensors, best: best && { ...best, parameters } };
}

/** Makes the folder where it is missing, and clears away what a killed process was writing. */
export async function openSnapshots(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder))
    if (TEMPORARY_NAME.test(name)) await rm(join(folder, name));
}

/** Names of the snapshots of a folder, oldest first; none if there is no such folder. */
export async function listSnapshots(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => NAME.test(name)).sort();
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}
