/** `raretag train --resume`: goes on with a run as if it had never stopped. */
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Config, formatConfig } from "../config/index.js";
import { machineName, TEMPORARY_NAME } from "../core/index.js";
import { findSnapshot, openSnapshots } from "../training/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { type OutputFolder, reopenOutput } from "./outputFolder.js";
import { readConfig } from "./readConfig.js";
import { reportSaved } from "./reportSaved.js";
import {
  checkUnchanged,
  machineryOf,
  materialOf,
  parseDefinition,
  type RunDefinition,
} from "./runDefinition.js";
import { holdsRun, holdsUnfinishedRun, isUntidy, RUN_FILES, tidyFinished } from "./runFolder.js";
import { lockRun } from "./runLock.js";
import { beginsWith } from "./runLog.js";
import { planObjective, settleObjective } from "./settleObjective.js";
import type { TrainOptions } from "./train.js";
import { type Recording, trainAndSave } from "./trainAndSave.js";
import { loadJob } from "./trainJob.js";

/** Flags of `raretag train --resume`; those that it does not need must say what the run began with. */
export type ResumeOptions = Omit<Partial<TrainOptions>, "resume"> & { readonly resume: string };

const START_ANEW = "or start a new run";

/**
 * Goes on with the run of a folder, from its last snapshot or from the start; a finished one is left as it is.
 * @throws CliError if there is no run, another process works on it, or something is not as it was when it began
 */
export async function runResume(options: ResumeOptions, io: Io): Promise<void> {
  const output = reopenOutput(options.resume);
  const { folder, name } = output;
  if (!holdsRun(folder))
    throw new CliError(
      { source: name },
      existsSync(folder)
        ? "there is no run.json, so no run to go on with"
        : "there is no such folder",
      "Name a folder that `raretag train --out` began to fill",
    );
  const source = join(folder, RUN_FILES.definition);
  const text = await readFile(source, "utf8");
  const definition = parseDefinition(text, source);
  await checkFlags(options, definition);
  const finished = () => !holdsUnfinishedRun(folder);
  const sayFinished = () => io.stderr(`${name} is finished: there is nothing to go on with\n`);
  const inPlace = resolve(folder) === resolve(name);
  if (finished() && inPlace && !isUntidy(folder)) return sayFinished();
  const lock = await lockRun(folder);
  try {
    if (finished()) {
      await tidyFinished(folder);
      await output.keep();
      return sayFinished();
    }
    await goOn(output, { definition, text, offline: options.offline }, io);
  } finally {
    await lock.release(folder, name);
  }
}

async function goOn(
  output: OutputFolder,
  {
    definition,
    text,
    offline,
  }: { definition: RunDefinition; text: string; offline?: true | undefined },
  io: Io,
): Promise<void> {
  const { folder } = output;
  const { config, machinery, material, machine, sources, innerFolds } = definition;
  const source = join(folder, RUN_FILES.definition);
  checkUnchanged(source, machinery, machineryOf(config));
  if (machine !== machineName())
    io.stderr(
      `note: the run began on ${machine}; this is ${machineName()}, where results may differ in their last digits\n`,
    );
  const encoder = existsSync(sources.encoder) ? sources.encoder : undefined;
  const { job } = await loadJob(config, { ...sources, encoder }, { offline, io });
  checkUnchanged(source, material, materialOf(job));
  for (const left of await readdir(folder))
    if (TEMPORARY_NAME.test(left)) await rm(join(folder, left));
  const planned = planObjective(job, { innerFolds });
  const settled = await settleObjective(output, { planned, text }, io);
  if (!settled) return;
  await checkConfigFile(folder, settled.job.config);
  const { id } = settled;
  const recording: Recording = { id, from: await lastSnapshot(folder, id, io) };
  reportSaved(output, await trainAndSave(output, { job: settled.job, recording }, io), io);
}

/** The newest whole snapshot; says where the run goes on, and what was passed over. */
async function lastSnapshot(folder: string, run: string, io: Io): Promise<Recording["from"]> {
  const snapshots = join(folder, RUN_FILES.snapshots);
  const log = join(folder, RUN_FILES.log);
  await openSnapshots(snapshots);
  const { snapshot, notices } = await findSnapshot(snapshots, {
    run,
    fits: (mark) => beginsWith(log, mark),
  });
  for (const notice of notices) io.stderr(`note: ${notice}\n`);
  const { step, epoch } = snapshot?.progress ?? {};
  io.stderr(
    step === undefined
      ? "no snapshot: the run starts again at its first step\n"
      : `going on after step ${step}, in epoch ${epoch}\n`,
  );
  return snapshot;
}

/** @throws CliError if `config.yaml` no longer says what the run began with */
async function checkConfigFile(folder: string, config: Config): Promise<void> {
  const source = join(folder, RUN_FILES.config);
  if (!existsSync(source) || (await readFile(source, "utf8")) === formatConfig(config)) return;
  throw new CliError(
    { source },
    "is not what the run began with, which run.json holds",
    `Put it back or remove it, ${START_ANEW} with --config`,
  );
}

/** @throws CliError if a flag says something else than the run began with */
async function checkFlags(options: ResumeOptions, definition: RunDefinition): Promise<void> {
  const { resume, dryRun, overwrite } = options;
  for (const [flag, given] of Object.entries({ "--dry-run": dryRun, "--overwrite": overwrite }))
    if (given)
      throw new CliError(
        { source: flag },
        "cannot be combined with --resume, which changes nothing of a run",
        "Leave one of them out",
      );
  const { corpus, corpusFormat, read, test, split, fold, ...accepted } = definition.sources;
  const paths = { corpus, test, split, out: resolve(resume) };
  for (const [flag, began] of Object.entries(paths)) {
    const given = options[flag as keyof typeof paths];
    if (given !== undefined && resolve(given) !== began) refuse(`--${flag}`, began, resolve(given));
  }
  if (options.corpusFormat !== undefined && options.corpusFormat !== (corpusFormat ?? "auto"))
    refuse("--corpus-format", corpusFormat ?? "auto", options.corpusFormat);
  if (options.read !== undefined && String(options.read) !== String(read ?? ""))
    refuse("--read", read?.join(" "), options.read.join(" "));
  if (options.fold !== undefined && options.fold !== fold) refuse("--fold", fold, options.fold);
  const { innerFolds } = definition;
  if (options.innerFolds !== undefined && options.innerFolds !== innerFolds)
    refuse("--inner-folds", innerFolds, options.innerFolds);
  for (const [flag, name] of ACCEPTED)
    if (options[name] !== undefined && options[name] !== accepted[name])
      refuse(flag, accepted[name], options[name]);
  const began = formatConfig(definition.config);
  const config = await readConfig("train", options, { source: "run.json", text: began });
  checkSame(definition.config, config);
}

/** Flags that accept something about the corpus. */
const ACCEPTED = [
  ["--changed-corpus", "changedCorpus"],
  ["--skip-unreadable", "skipUnreadable"],
] as const;

function checkSame(began: object, given: object, prefix = ""): void {
  for (const [key, value] of Object.entries(began)) {
    const other = (given as Record<string, unknown>)[key];
    if (typeof value === "object" && value !== null)
      checkSame(value, other as object, `${prefix}${key}.`);
    else if (value !== other) refuse(prefix + key, value, other);
  }
}

function refuse(source: string, began: unknown, given: unknown): never {
  throw new CliError(
    { source },
    `the run began with ${began ?? "none"} but --resume is given ${given}`,
    `Leave it out, ${START_ANEW}`,
  );
}
