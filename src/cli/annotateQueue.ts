/** `raretag annotate --queue`: the texts in shards, done by workers on any machine, each exactly once in the output. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { openTaskQueue, type TaskQueue } from "../experiments/index.js";
import { type LoadedModel, loadModel } from "../recognizer/index.js";
import { type AnnotateOptions, checkNeighbours, type Leaving } from "./annotate.js";
import { streamInput } from "./annotateInput.js";
import { SHARD, type ShardResult, type ShardTask, software } from "./annotateShard.js";
import { CHUNK } from "./annotateTexts.js";
import type { Annotated } from "./annotation.js";
import { CliError } from "./error.js";
import { type Io, noticesOn } from "./io.js";
import { modelFingerprint } from "./modelFingerprint.js";
import { makeFolder, writable } from "./outputFile.js";
import { checkOutputFolder } from "./outputFolder.js";
import { queuePlace } from "./queuePlace.js";
import { checkUnchanged } from "./runDefinition.js";
import { lockRun, type RunLock } from "./runLock.js";
import * as shards from "./shards.js";

/** Shards that are with the workers at a time; the input is read no further. */
const IN_FLIGHT = 32;
/** Texts of a shard. */
const SHARD_SIZE = 256;
/** Shards that may fail before it is given up. */
const MANY = 10;
const SECONDS_BETWEEN_LINES = 15;

/** Annotates by workers, and goes on where an earlier process stopped. */
export async function annotateByQueue(
  options: AnnotateOptions & { readonly queue: string },
  { format, io, log }: Leaving,
): Promise<void> {
  const out = checkQueueFlags(options);
  const model = await loadModel(options.model);
  const size = CHUNK * Math.ceil((options.shardSize ?? SHARD_SIZE) / CHUNK);
  const work = await describe(options, model);
  const queue = await openTaskQueue(queuePlace(options), noticesOn(io));
  try {
    const lock = await lockFolder(out);
    try {
      const settings = settingsOf(work, size);
      await begin(out, settings);
      const cut = shards.cutIntoShards(streamInput(options, { io, log }), size);
      const done = await annotateShards(cut, { out, work, queue, io });
      await shards.checkNoMore(out, done.shards);
      const counts = { documents: 0, mentions: 0 };
      await format.save(out, counted(shards.readShards(out, done.shards), counts), {
        ...{ types: model.labelSet.types, onProblem: log.onProblem },
      });
      await shards.writeManifest(out, { settings, result: { ...done, ...counts } });
      await shards.removeShards(out);
      io.stderr(`${counts.documents} annotated texts are in ${out}\n`);
    } finally {
      await lock.release(out);
    }
  } finally {
    await queue.close();
  }
}

/** What workers are to do with every shard. */
type Work = Omit<ShardTask, "id" | "texts">;

async function describe(options: AnnotateOptions, model: LoadedModel): Promise<Work> {
  const decode = options.decode ?? model.description.decoder;
  checkNeighbours(options, decode);
  return {
    ...{ software: software(), model: resolve(options.model) },
    ...{ fingerprint: await modelFingerprint(model), decode },
    precision: options.precision ?? "fp32",
    minProbability: options.minProbability ?? 0,
    neighbours: options.neighbours ?? false,
  };
}

/** All that can change the result, by its name in messages. */
const settingsOf = (work: Work, size: number): shards.Settings => ({
  "the software": work.software,
  "the model": work.fingerprint,
  "--decode": work.decode,
  "--precision": work.precision,
  "--min-probability": work.minProbability,
  "--neighbours": String(work.neighbours),
  "--shard-size": size,
});

function checkQueueFlags({ out, overwrite, device, threads }: AnnotateOptions): string {
  const misplaced = Object.entries({ overwrite, device, threads }).find(([, value]) => value);
  if (misplaced)
    throw new CliError(
      { source: `--${misplaced[0]}` },
      "does not go with --queue",
      overwrite ? "Name another folder with --out" : "Give it to raretag worker",
    );
  if (out !== undefined) return out;
  throw new CliError(
    { source: "--queue" },
    "needs a folder to work in and --out names none",
    "Add --out DIR",
  );
}

/** Takes a folder that is free, or in which an annotation by queue began. */
async function lockFolder(folder: string): Promise<RunLock> {
  if ((await shards.readManifest(folder)) === undefined) {
    await checkOutputFolder(folder, {});
    await writable(folder, makeFolder(folder));
  }
  return lockRun(folder);
}

/** Begins, or goes on. @throws CliError if the annotation in this folder is finished, or of other settings */
async function begin(folder: string, settings: shards.Settings): Promise<void> {
  const manifest = await shards.readManifest(folder);
  if (manifest === undefined) await shards.writeManifest(folder, { settings });
  else if (manifest.result === undefined) checkUnchanged(folder, manifest.settings, settings);
  else {
    await shards.removeShards(folder);
    throw new CliError(
      { source: folder },
      `holds a finished annotation of ${manifest.result.documents} texts`,
      "Name another folder with --out",
    );
  }
  await shards.prepareShards(folder);
}

/**
 * Does the shards that are not there yet; one that fails does not stop the others, unless many do.
 * @returns how many there are, and the fingerprint of them all
 * @throws CliError if not all are done
 */
async function annotateShards(
  cut: AsyncIterable<shards.Shard>,
  {
    out,
    work,
    queue,
    io,
  }: {
    readonly out: string;
    readonly work: Work;
    readonly queue: TaskQueue;
    readonly io: Io;
  },
): Promise<{ shards: number; input: string }> {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = () => {
    controller.abort();
    void queue.close();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const working = new Set<Promise<void>>();
  const hash = createHash("sha256");
  const tell = progress(io);
  let [count, failures] = [0, 0];
  const fail = ({ number }: shards.Shard, error: unknown) => {
    if (signal.aborted) return;
    failures++;
    io.stderr(`shard ${number} failed: ${(error as Error).message}\n`);
  };
  try {
    for await (const shard of cut) {
      if (signal.aborted || failures >= MANY) break;
      hash.update(shard.input);
      count++;
      if (await shards.isWritten(out, shard)) continue;
      const doing = annotateShard(shard, { out, work, queue })
        .catch((error: unknown) => fail(shard, error))
        .finally(() => working.delete(doing));
      working.add(doing);
      tell(count, working.size);
      if (working.size >= IN_FLIGHT) await Promise.race(working);
    }
    await Promise.all(working);
  } catch (error) {
    controller.abort(); // what the others say now is of no interest
    throw error;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
  if (!signal.aborted && failures === 0) return { shards: count, input: hash.digest("hex") };
  throw new CliError(
    { source: out },
    signal.aborted ? "stopped before all texts were annotated" : `${failures} shards failed`,
    "Start it again to go on where it stopped",
  );
}

async function annotateShard(
  shard: shards.Shard,
  { out, work, queue }: { readonly out: string; readonly work: Work; readonly queue: TaskQueue },
): Promise<void> {
  const id = createHash("sha256")
    .update(JSON.stringify([settingsOf(work, shard.documents.length), shard.input]))
    .digest("hex");
  const texts = shard.documents.map(({ text, words }) => ({ text, ...(words && { words }) }));
  const payload: ShardTask = { ...work, id, texts };
  const result = (await queue.request({ kind: SHARD, id, payload })) as ShardResult;
  if (result.id !== id || result.findings?.length !== texts.length)
    throw new CliError(
      { source: `shard ${shard.number}` },
      `a worker gave ${result.findings?.length} annotated texts for ${texts.length}`,
      "Use the same version of raretag everywhere",
    );
  const annotated = shard.documents.map(
    (document, i): Annotated => ({ ...document, ...(result.findings[i] as Annotated) }),
  );
  await shards.writeShard(out, shard, annotated);
}

async function* counted(
  annotated: AsyncIterable<Annotated>,
  counts: { documents: number; mentions: number },
): AsyncGenerator<Annotated> {
  for await (const document of annotated) {
    counts.documents++;
    counts.mentions += document.mentions.length;
    yield document;
  }
}

/** A line now and then. */
function progress({ stderr }: Io): (read: number, working: number) => void {
  let printed = performance.now();
  return (read, working) => {
    if (performance.now() - printed < SECONDS_BETWEEN_LINES * 1000) return;
    printed = performance.now();
    stderr(`${read - working} shards done, ${working} with the workers\n`);
  };
}
