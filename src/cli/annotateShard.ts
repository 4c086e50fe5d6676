/** Annotates shards that come through a queue; a worker's process loads this module and keeps the model. */
import { version } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import type { Precision } from "../encoder/index.js";
import type { DecoderName } from "../inference/index.js";
import { createRecognizer, loadModel, type Recognizer } from "../recognizer/index.js";
import { engineVersion } from "../runtime/index.js";
import { annotateTexts } from "./annotateTexts.js";
import type { Findings } from "./annotation.js";
import { CliError } from "./error.js";
import { modelFingerprint } from "./modelFingerprint.js";

/** The kind of task that a shard is. */
export const SHARD = "annotate";

/** What to do with which texts. */
export interface ShardTask {
  readonly id: string;
  /** Absolute. */
  readonly model: string;
  /** See `modelFingerprint`. */
  readonly fingerprint: string;
  /** See {@link software}, of who asks. */
  readonly software: string;
  readonly decode: DecoderName;
  readonly precision: Precision;
  readonly minProbability: number;
  readonly neighbours: boolean;
  readonly texts: readonly Pick<Document, "text" | "words">[];
}

/** The same, with what the worker decides. */
export interface ShardJob extends ShardTask {
  readonly threads: number;
}

/** What was found, by text. */
export interface ShardResult {
  readonly id: string;
  readonly findings: readonly Findings[];
}

/** What computes, with versions. */
export const software = (): string => `raretag ${version()}, ${engineVersion()}`;

/** The model of the last shard. */
let loaded: { readonly key: string; readonly recognizer: Promise<Recognizer> } | undefined;

/** Annotates a shard. @throws CliError if the model or the version here is not that of who asks */
export async function execute(job: ShardJob): Promise<ShardResult> {
  if (job.software !== software())
    throw new CliError(
      { source: "raretag worker" },
      `the texts are from ${job.software} and this is ${software()}`,
      "Use the same versions everywhere",
    );
  const recognizer = await recognizerFor(job);
  const documents = job.texts.map((text) => ({ id: "", mentions: [], ...text }));
  const findings: Findings[] = [];
  for await (const { mentions, decided } of annotateTexts(recognizer, documents, job))
    findings.push({ mentions, decided });
  return { id: job.id, findings };
}

async function recognizerFor(job: ShardJob): Promise<Recognizer> {
  const { model, fingerprint, decode, precision, threads } = job;
  const key = JSON.stringify([model, fingerprint, decode, precision, threads]);
  if (loaded?.key !== key) {
    const before = loaded?.recognizer;
    loaded = undefined;
    await (await before)?.release();
    const recognizer = load(job);
    recognizer.catch(() => {
      if (loaded?.recognizer === recognizer) loaded = undefined;
    });
    loaded = { key, recognizer };
  }
  return loaded.recognizer;
}

async function load({ model: folder, fingerprint, decode, ...options }: ShardJob) {
  const model = await loadModel(folder);
  const here = await modelFingerprint(model);
  if (here !== fingerprint)
    throw new CliError(
      { source: folder },
      `the model is ${fingerprint.slice(0, 12)} where the texts are and ${here.slice(0, 12)} here`,
      "Put the same model here",
    );
  const { threads, precision } = options;
  return createRecognizer(model, { decoder: decode, threads, precision });
}
