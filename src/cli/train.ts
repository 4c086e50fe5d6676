/** `raretag train`: an annotated corpus in, a trained and scored model folder out. */
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resolveEncoder } from "../checkpoints/index.js";
import { type Config, formatConfig } from "../config/index.js";
import { fingerprint } from "../corpus/index.js";
import { type EvaluationReport, renderReport } from "../evaluation/index.js";
import { createLabelSet, type LabelSet } from "../labels/index.js";
import {
  createRecognizer,
  type LoadedEncoder,
  loadEncoder,
  loadModel,
  MODEL_FORMAT,
  saveModel,
} from "../recognizer/index.js";
import { checkWindowLength } from "../tokenizer/index.js";
import { scoreDocuments, type TrainEvent, type Trained, train } from "../training/index.js";
import { dryRun } from "./dryRun.js";
import { progressOn } from "./fetch.js";
import type { Io } from "./io.js";
import { openOutput } from "./outputFolder.js";
import { showProgress } from "./progress.js";
import { type ConfigOptions, readConfig } from "./readConfig.js";
import { type DataOptions, readTrainData, type TrainData } from "./trainData.js";

/** Flags of `raretag train`; those of the configuration are read by {@link readConfig}. */
export interface TrainOptions extends ConfigOptions, DataOptions {
  readonly out: string;
  readonly dryRun?: true;
  readonly offline?: true;
  readonly overwrite?: true;
}

/** Everything that a run starts from. */
export interface TrainJob {
  readonly config: Config;
  readonly data: TrainData;
  readonly encoder: LoadedEncoder;
  readonly labelSet: LabelSet;
}

/** Trains a model, or with `--dry-run` says what that would take. */
export async function runTrain(options: TrainOptions, io: Io): Promise<void> {
  const config = await readConfig("train", options);
  const data = await readTrainData(options, config);
  const labelSet = createLabelSet({ scheme: config.labels.scheme, types: data.types });
  const folder = await resolveEncoder(config.encoder, {
    offline: options.offline,
    onProgress: progressOn(io),
  });
  const encoder = await loadEncoder(folder, labelSet);
  checkWindowLength({ length: config.windows.length, maxPositions: encoder.config.maxPositions });
  for (const notice of [...data.notices, ...encoder.notices]) io.stderr(`note: ${notice}\n`);
  const job: TrainJob = { config, data, encoder, labelSet };
  if (options.dryRun) return dryRun(job, io);

  const output = await openOutput(options.out, options);
  const { trained, report } = await trainAndSave(options.out, job, io);
  await output.keep();
  if (report) io.stdout(`${renderReport(report, { metrics: "harmonic" })}\n`);
  const how = trained.interrupted ? "interrupted; " : "";
  io.stderr(`${how}the model of epoch ${trained.epoch} is in ${options.out}\n`);
}

/** Trains into an existing folder. @returns the scores of the test part, else of the dev part, if there is one */
export async function trainAndSave(
  folder: string,
  job: TrainJob,
  io: Io,
): Promise<{ trained: Trained; report: EvaluationReport | undefined }> {
  const interruption = onInterrupt(io);
  try {
    const trained = await trainInto(folder, job, interruption.signal, io);
    return { trained, report: await finish(folder, job, trained) };
  } finally {
    interruption.end();
  }
}

/** Runs the loop; the log holds nothing that differs between two runs of one seed. */
async function trainInto(
  folder: string,
  { config, data, encoder, labelSet }: TrainJob,
  signal: AbortSignal,
  io: Io,
): Promise<Trained> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "config.yaml"), formatConfig(config));
  const { train: documents, dev } = data;
  const { tokenizer } = encoder;
  const events = train({
    ...{ config, encoder, tokenizer, labelSet, signal },
    train: documents,
    ...(dev ? { dev } : {}),
  });
  const show = showProgress(io);
  for (;;) {
    const { done, value } = await events.next();
    if (done) return value;
    show(value);
    await appendFile(join(folder, "log.jsonl"), `${JSON.stringify(logEntry(value))}\n`);
  }
}

/** Saves the model, scores the test part with it as saved, and writes the scores beside it. */
async function finish(
  folder: string,
  { config, data, encoder, labelSet }: TrainJob,
  trained: Trained,
): Promise<EvaluationReport | undefined> {
  const { prepared, objective, counts } = trained;
  const lines = prepared.affected.map((entry) => `${JSON.stringify(entry)}\n`);
  await writeFile(join(folder, "affected.jsonl"), lines.join(""));
  const model = {
    encoder: encoder.config,
    parameters: trained.parameters,
    labelSet,
    tokenizer: encoder.tokenizer,
    knn: { datastore: trained.datastore, settings: config.decode.knn },
    description: {
      format: MODEL_FORMAT,
      labels: { scheme: labelSet.scheme, types: labelSet.types },
      head: objective.head.kind,
      windows: config.windows,
      policies: { overlaps: config.labels.overlaps, discontinuous: config.labels.discontinuous },
      decoder: config.decode.decoder,
      objective: { name: objective.name, options: { ...objective.options } },
      config,
      training: {
        documents: data.train.length,
        pieces: counts.reduce((sum, count) => sum + count, 0),
        counts: Object.fromEntries(labelSet.labels.map((label, id) => [label, counts[id] ?? 0])),
        fingerprint: fingerprint(data.train),
        epoch: trained.epoch,
        interrupted: trained.interrupted,
      },
    },
  } as const;
  const metrics = { dev: trained.report ?? null, test: null };
  await saveModel(folder, { ...model, metrics });
  if (!data.test) return trained.report;
  const recognizer = await createRecognizer(await loadModel(folder), { threads: config.threads });
  const test = await scoreDocuments(data.test, {
    ...recognizer.options,
    policies: model.description.policies,
  });
  await recognizer.release();
  await writeFile(
    join(folder, "metrics.json"),
    `${JSON.stringify({ ...metrics, test }, null, 2)}\n`,
  );
  return test;
}

/** An event without times and rates. */
function logEntry(event: TrainEvent): object {
  if (event.kind === "step") {
    const { piecesPerSecond: _, secondsLeft: __, ...rest } = event;
    return rest;
  }
  if (event.kind === "plan") return event;
  const { seconds: _, report, ...rest } = event;
  if (!report) return rest;
  const { unweightedAccuracy, macroF1, microF1 } = report.tokens;
  const strict = report.mentions.strict;
  const mentions = { strictMicroF1: strict.micro.f1, strictMacroF1: strict.macro.f1 };
  return { ...rest, tokens: { unweightedAccuracy, macroF1, microF1 }, mentions };
}

/** The first Ctrl-C ends the run after the step in progress, the second at once. */
function onInterrupt(io: Io): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const handler = () => {
    if (controller.signal.aborted) process.exit(130);
    io.stderr("\nending after this step; what was reached is saved. Ctrl-C again stops at once.\n");
    controller.abort();
  };
  process.on("SIGINT", handler);
  return { signal: controller.signal, end: () => process.off("SIGINT", handler) };
}
