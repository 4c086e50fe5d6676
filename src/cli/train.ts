/** `raretag train`: an annotated corpus in, a trained and scored model folder out. */
import { join, resolve } from "node:path";
import { writeAtomically } from "../core/index.js";
import { costLine } from "./choiceTable.js";
import { dryRun } from "./dryRun.js";
import type { Io } from "./io.js";
import { makeFolder, writable } from "./outputFile.js";
import { checkOutputFolder, type OutputFolder, openOutput } from "./outputFolder.js";
import { type ConfigOptions, readConfig } from "./readConfig.js";
import { reportSaved } from "./reportSaved.js";
import { type ResumeOptions, runResume } from "./resume.js";
import { defineRun, type RunDefinition } from "./runDefinition.js";
import { RUN_FILES } from "./runFolder.js";
import { checkUnlocked, lockRun } from "./runLock.js";
import { planObjective, settleObjective } from "./settleObjective.js";
import { trainAndSave } from "./trainAndSave.js";
import type { DataOptions } from "./trainData.js";
import { devFolder, loadJob } from "./trainJob.js";

/** Flags of `raretag train`; those of the configuration are read by {@link readConfig}. */
export interface TrainOptions extends ConfigOptions, DataOptions {
  readonly out: string;
  readonly innerFolds?: number;
  readonly resume?: undefined;
  readonly dryRun?: true;
  readonly offline?: true;
  readonly overwrite?: true;
}

/** Trains a model, goes on with a run, or with `--dry-run` says what training would take. */
export async function runTrain(options: TrainOptions | ResumeOptions, io: Io): Promise<void> {
  if (options.resume !== undefined) return runResume(options, io);
  const config = await readConfig("train", options);
  if (!options.dryRun) await checkOutputFolder(options.out, options);
  const { corpus, corpusFormat, read, skipUnreadable, offline } = options;
  const { test, split, fold, changedCorpus } = options;
  const named = { corpus, corpusFormat, read, skipUnreadable, test, split, fold, changedCorpus };
  const sources = { ...named, dev: devFolder(config) };
  const { job, encoderFolder } = await loadJob(config, sources, { offline, io });
  const planned = planObjective(job, options);
  const { plan } = planned;
  if (plan) io.stderr(`${costLine(plan, job.data.train.length)}\n`);
  if (options.dryRun) return dryRun(planned, io);

  const definition = defineRun(job, {
    sources: { ...sources, encoder: encoderFolder },
    innerFolds: plan?.folds,
  });
  const kept = resolve(encoderFolder) === resolve(options.out) ? [] : [encoderFolder];
  const inputs = [corpus, test, split, options.config, sources.dev];
  await checkUnlocked(options.out);
  const output = await openOutput(options.out, {
    overwrite: options.overwrite,
    inputs: [...kept, ...inputs.filter((input) => typeof input === "string")],
  });
  const lock = await lockRun(output.folder);
  try {
    const text = await beginRecording(output, definition);
    const settled = await settleObjective(output, { planned, text }, io);
    if (!settled) return;
    const { job, id } = settled;
    reportSaved(output, await trainAndSave(output, { job, recording: { id } }, io), io);
  } finally {
    await lock.release(output.folder, output.name);
  }
}

/** Writes what the run is before its first step; from here on it can be gone on with. @returns what was written */
async function beginRecording(
  { folder, discard }: OutputFolder,
  definition: RunDefinition,
): Promise<string> {
  const text = `${JSON.stringify(definition, null, 2)}\n`;
  try {
    const snapshots = join(folder, RUN_FILES.snapshots);
    await writable(snapshots, makeFolder(snapshots));
    await writeAtomically(join(folder, RUN_FILES.definition), text);
  } catch (error) {
    await discard();
    throw error;
  }
  return text;
}
