/** The objective of a run before it trains: the one that was named, or for `auto` the one that is chosen. */
import { existsSync, readdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isSettled } from "../config/index.js";
import { writeAtomically } from "../core/index.js";
import {
  type ChoicePlan,
  chooseObjective,
  parseChoice,
  planChoice,
  settledBy,
} from "../experiments/index.js";
import { TrainingError } from "../training/index.js";
import { renderChoice, showChoosing } from "./choiceTable.js";
import { CliError } from "./error.js";
import { onInterrupt } from "./interruption.js";
import type { Io } from "./io.js";
import type { OutputFolder } from "./outputFolder.js";
import { idOf } from "./runDefinition.js";
import { RUN_FILES } from "./runFolder.js";
import { groupsFor } from "./trainData.js";
import type { AskedJob, TrainJob } from "./trainJob.js";

const FOLDS = 3;

/** A run that can begin, with the plan of the choice that comes first if there is one. */
export type PlannedJob =
  | { readonly job: TrainJob; readonly plan?: undefined }
  | { readonly job: AskedJob; readonly plan: ChoicePlan };

/**
 * Plans the choice, if the objective is to be chosen.
 * @throws CliError for folds without a choice, ExperimentError if the training part cannot be parted into so many
 */
export function planObjective(
  job: AskedJob,
  { innerFolds }: { readonly innerFolds?: number | undefined },
): PlannedJob {
  const { config, data } = job;
  if (!isSettled(config)) {
    const { groups } = groupsFor(data.undivided, data.made);
    const plan = planChoice(data.undivided, { asked: config, folds: innerFolds ?? FOLDS, groups });
    return { job, plan };
  }
  if (innerFolds === undefined) return { job: { ...job, config } };
  throw new CliError(
    { source: "--inner-folds" },
    `is for the objective auto, and the objective is ${config.objective.name}`,
    "Leave it out, or add --objective auto",
  );
}

/** A run whose objective is settled. */
export interface SettledJob {
  readonly job: TrainJob;
  /** Names the run, for its snapshots. */
  readonly id: string;
}

/**
 * Settles the objective: chooses it, unless it was named, or chosen before the run was killed.
 * @param options `text`: the definition of the run
 * @returns undefined if it was interrupted; then `--resume` goes on with choosing
 */
export async function settleObjective(
  output: OutputFolder,
  { planned, text }: { readonly planned: PlannedJob; readonly text: string },
  io: Io,
): Promise<SettledJob | undefined> {
  const { job, plan } = planned;
  if (!plan) return { job, id: idOf(text) };
  const file = join(output.folder, RUN_FILES.choice);
  const chosen = existsSync(file)
    ? await readFile(file, "utf8")
    : await choose(output, { job, plan }, io);
  if (chosen === undefined) return undefined;
  const choice = parseChoice(chosen, file);
  io.stderr(`${choice.reason}\n`);
  await rm(join(output.folder, RUN_FILES.trials), { recursive: true, force: true });
  return { job: { ...job, config: settledBy(choice, job.config) }, id: idOf(text + chosen) };
}

/** Chooses, prints the scores and writes them. @returns what was written; undefined if it was interrupted */
async function choose(
  { folder, name, discard }: OutputFolder,
  { job, plan }: { job: AskedJob; plan: ChoicePlan },
  io: Io,
): Promise<string | undefined> {
  const interruption = onInterrupt(io);
  const trials = join(folder, RUN_FILES.trials);
  const goesOn = `note: raretag train --resume ${name} goes on with choosing\n`;
  try {
    const choice = await chooseObjective(plan, {
      ...{ folder: trials, encoder: job.encoder, device: job.device },
      ...{ signal: interruption.signal, report: showChoosing(io) },
    });
    if (!choice) {
      io.stderr(goesOn);
      return undefined;
    }
    io.stdout(`${renderChoice(choice)}\n\n`);
    const text = `${JSON.stringify(choice, null, 2)}\n`;
    await writeAtomically(join(folder, RUN_FILES.choice), text);
    return text;
  } catch (error) {
    const stays = !(error instanceof TrainingError) && readdirSync(trials).length > 0;
    if (stays) io.stderr(goesOn);
    else await discard();
    throw error;
  } finally {
    interruption.end();
  }
}
