/** `raretag train`: an annotated corpus in, a trained and scored model folder out. */
import { appendFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { resolveEncoder } from "../checkpoints/index.js";
import { type Config, formatConfig } from "../config/index.js";
import { renderReport } from "../evaluation/index.js";
import { createLabelSet, type LabelSet } from "../labels/index.js";
import { type LoadedEncoder, loadEncoder } from "../recognizer/index.js";
import { checkWindowLength } from "../tokenizer/index.js";
import { type TrainEvent, type Trained, train } from "../training/index.js";
import { dryRun } from "./dryRun.js";
import { progressOn } from "./fetch.js";
import type { Io } from "./io.js";
import { checkOutputFolder, type OutputFolder, openOutput } from "./outputFolder.js";
import { showProgress } from "./progress.js";
import { type ConfigOptions, readConfig } from "./readConfig.js";
import { saveTrained, scoreSaved } from "./saveTrained.js";
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
  if (!options.dryRun) await checkOutputFolder(options.out, options);
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

  const kept = resolve(folder) === resolve(options.out) ? [] : [folder];
  const inputs = [options.corpus, options.test, options.split, options.config, config.training.dev];
  const output = await openOutput(options.out, {
    overwrite: options.overwrite,
    inputs: [...kept, ...inputs.filter((input) => typeof input === "string")],
  });
  const trained = await trainAndSave(output, job, io);
  const { affected, documents } = trained.prepared;
  const mentions = documents.reduce((sum, document) => sum + document.mentions.length, 0);
  if (affected.length > 0)
    io.stderr(
      `note: flat labels change ${affected.length} of ${mentions} mentions: ${options.out}/affected.jsonl lists them\n`,
    );
  const report = await scoreSaved(options.out, job, trained);
  if (report) io.stdout(`${renderReport(report, { metrics: "harmonic" })}\n`);
  io.stderr(`${reached(trained)} is in ${options.out}\n`);
}

/** Trains and saves into a folder; if training fails, the folder is as it was. */
export async function trainAndSave(output: OutputFolder, job: TrainJob, io: Io): Promise<Trained> {
  const interruption = onInterrupt(io);
  try {
    const trained = await trainInto(output.folder, job, interruption.signal, io).catch(
      async (error: unknown) => {
        await output.discard();
        throw error;
      },
    );
    await saveTrained(output.folder, job, trained);
    await output.keep();
    return trained;
  } finally {
    interruption.end();
  }
}

function reached({ epoch, interrupted }: Trained): string {
  const model = epoch === 0 ? "the model before the end of epoch 1" : `the model of epoch ${epoch}`;
  return interrupted ? `interrupted; ${model}` : model;
}

/** Runs the loop; the log holds nothing that differs between two runs of one seed. */
async function trainInto(
  folder: string,
  { config, data, encoder, labelSet }: TrainJob,
  signal: AbortSignal,
  io: Io,
): Promise<Trained> {
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
