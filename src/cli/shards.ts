/** What an annotation by queue keeps in its folder until it is done: a manifest, and a file for each shard. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { TEMPORARY_NAME, writeAtomically } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import type { Annotated } from "./annotation.js";
import { CliError } from "./error.js";

const FILES = { manifest: "manifest.json", shards: "shards" } as const;
const SHARD = /^\d{8}\.jsonl$/;
const FORMAT = 1;
/** Bytes that hold the first line of a shard. */
const HEAD = 256;

/** Some documents of the input, one after the other. */
export interface Shard {
  /** From 0. */
  readonly number: number;
  readonly documents: readonly Document[];
  /** SHA-256 over the documents in their order, 64 hex digits. */
  readonly input: string;
}

/** What an annotation is made with; it goes on with nothing else. */
export type Settings = Readonly<Record<string, string | number>>;

/** Content of `manifest.json`. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly settings: Settings;
  /** There when the output is whole. */
  readonly result?: {
    readonly shards: number;
    readonly documents: number;
    readonly mentions: number;
    /** SHA-256 over those of the shards. */
    readonly input: string;
  };
}

/** Cuts documents into shards, and reads no further than it is asked. */
export async function* cutIntoShards(
  documents: AsyncIterable<Document>,
  size: number,
): AsyncGenerator<Shard> {
  let number = 0;
  let some: Document[] = [];
  const shard = () => ({ number: number++, documents: some, input: inputOf(some) });
  for await (const document of documents) {
    some.push(document);
    if (some.length < size) continue;
    yield shard();
    some = [];
  }
  if (some.length > 0) yield shard();
}

function inputOf(documents: readonly Document[]): string {
  const hash = createHash("sha256");
  for (const { id, text, words, meta } of documents)
    hash.update(`${JSON.stringify([id, text, words, meta])}\n`);
  return hash.digest("hex");
}

/** The manifest of a folder; undefined if there is none. @throws CliError if it is damaged or of another version */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const source = join(folder, FILES.manifest);
  if (!existsSync(source)) return undefined;
  const manifest = parse(await readFile(source, "utf8")) as Manifest | undefined;
  if (manifest?.format === FORMAT) return manifest;
  throw new CliError(
    { source },
    `has format ${String(manifest?.format)} and this raretag reads ${FORMAT}`,
    "Use the version of raretag that wrote it, or name another folder with --out",
  );
}

/** Writes the manifest, whole or not at all. */
export function writeManifest(folder: string, manifest: Omit<Manifest, "format">): Promise<void> {
  const content = { format: FORMAT, ...manifest };
  return writeAtomically(
    join(folder, FILES.manifest),
    `${JSON.stringify(content, undefined, 1)}\n`,
  );
}

/** Makes room for shards, and removes what a killed process was writing. */
export async function prepareShards(folder: string): Promise<void> {
  await mkdir(join(folder, FILES.shards), { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (TEMPORARY_NAME.test(entry.name)) await rm(join(entry.parentPath, entry.name));
}

/** Removes all shards. */
export async function removeShards(folder: string): Promise<void> {
  const shards = join(folder, FILES.shards);
  for (const name of await namesOf(folder)) await rm(join(shards, name));
  await rmdir(shards).catch(() => {}); // not there, or not ours alone: texts may have ids such as shards/a
}

/** The files of the shards that are there. */
async function namesOf(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, FILES.shards)).catch(() => []);
  return names.filter((name) => SHARD.test(name));
}

/** Writes what was found in a shard, whole or not at all. */
export function writeShard(
  folder: string,
  { number, input }: Shard,
  annotated: readonly Annotated[],
): Promise<void> {
  const lines = [{ input, documents: annotated.length }, ...annotated];
  return writeAtomically(
    fileOf(folder, number),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  );
}

/** Whether a shard is there. @throws CliError if it is that of other documents */
export async function isWritten(folder: string, { number, input }: Shard): Promise<boolean> {
  const source = fileOf(folder, number);
  if (!existsSync(source)) return false;
  const handle = await open(source);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD));
  await handle.close();
  const [head = ""] = buffer.toString("utf8", 0, bytesRead).split("\n", 1);
  const was = (parse(head) as { input?: string } | undefined)?.input;
  if (was === input) return true;
  throw new CliError(
    { source },
    `the documents were ${was?.slice(0, 12)} and are ${input.slice(0, 12)} now: the input has changed`,
    "Put the input back, or annotate it into another folder",
  );
}

/** @throws CliError if there is a shard beyond the first `count` */
export async function checkNoMore(folder: string, count: number): Promise<void> {
  const names = await namesOf(folder);
  if (names.length > count)
    throw new CliError(
      { source: join(folder, FILES.shards) },
      `there are ${names.length} shards but the input has ${count}: the input has changed`,
      "Put the input back, or annotate it into another folder",
    );
}

/** What was found in the first `count` shards, in the order of the input. */
export async function* readShards(folder: string, count: number): AsyncGenerator<Annotated> {
  for (let number = 0; number < count; number++) {
    const [, ...lines] = (await readFile(fileOf(folder, number), "utf8")).trimEnd().split("\n");
    for (const line of lines) yield JSON.parse(line) as Annotated;
  }
}

const fileOf = (folder: string, number: number) =>
  join(folder, FILES.shards, `${String(number).padStart(8, "0")}.jsonl`);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
