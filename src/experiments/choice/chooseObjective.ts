/** `objective: auto`: does all trials, those that are not there yet, and chooses by their pooled scores. */

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom, writeAtomically } from "../../core/index.js";
import { countedScore } from "../../evaluation/index.js";
import { encoderFingerprint } from "../../recognizer/index.js";
import type { TrainEvent } from "../../training/index.js";
import { materialOf, runId } from "../runId.js";
import { DECODINGS, SYSTEMS, type System } from "./candidates.js";
import { chooseSystem } from "./chooseSystem.js";
import { describeChoice, type ObjectiveChoice } from "./objectiveChoice.js";
import type { ChoicePlan, Trial } from "./planChoice.js";
import { doTrial, type TrialCounts, type TrialOptions } from "./trial.js";

/** How far a choice is. */
export interface ChoiceProgress {
  readonly trial: Trial;
  /** Trials that are done, with those of before. */
  readonly done: number;
  /** Trials that were done before. */
  readonly before: number;
  readonly trials: number;
  /** What the training reports; absent when the trial is done. */
  readonly event?: TrainEvent;
}

/** What choosing needs beside its plan. */
export interface ChooseOptions extends Omit<TrialOptions, "report"> {
  /** Where trials are kept that are done, a file each; made where it is missing. */
  readonly folder: string;
  readonly report: (progress: ChoiceProgress) => void;
  /** Does a trial, {@link doTrial} unless given. */
  readonly attempt?: typeof doTrial;
}

/** Chooses. @returns undefined if it was ended by the signal; what is done is kept */
export async function chooseObjective(
  plan: ChoicePlan,
  { folder, report, attempt = doTrial, ...options }: ChooseOptions,
): Promise<ObjectiveChoice | undefined> {
  const { trials } = plan;
  const fingerprint = encoderFingerprint(options.encoder);
  await mkdir(folder, { recursive: true });
  const files = trials.map((trial) => join(folder, `${trialId(trial, fingerprint)}.json`));
  const counts = await Promise.all(files.map(readTrial));
  const before = counts.filter((found) => found !== undefined).length;
  let done = before;
  for (const [i, trial] of trials.entries()) {
    if (counts[i]) continue;
    const progress = { trial, before, trials: trials.length };
    const found = await attempt(trial, {
      ...options,
      report: (event) => report({ ...progress, done, event }),
    });
    if (!found) return undefined;
    await writeAtomically(files[i] as string, `${JSON.stringify(found)}\n`);
    counts[i] = found;
    report({ ...progress, done: ++done });
  }
  return decide(plan, counts as TrialCounts[]);
}

/** Hash of all that can change what a trial comes to. */
function trialId({ config, parts }: Trial, encoder: string): string {
  const decoders = Object.fromEntries(
    Object.entries(DECODINGS).map(([name, decoding]) => [name, { ...config.decode, ...decoding }]),
  );
  return runId({ config, decoders }, materialOf(parts, encoder));
}

/** @returns undefined if there is no such file, or it is no JSON */
async function readTrial(file: string): Promise<TrialCounts | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as TrialCounts;
  } catch {
    return undefined;
  }
}

/** Puts the folds together and chooses. @param counts of each trial */
function decide(plan: ChoicePlan, counts: readonly TrialCounts[]): ObjectiveChoice {
  const { asked, trials } = plan;
  const ofSystem = ({ objective, decoding }: System) =>
    counts.flatMap((found, i) => (trials[i]?.candidate.name === objective ? found[decoding] : []));
  const rows = SYSTEMS.map(ofSystem);
  const names = [
    ...new Set(rows.flatMap((row) => row.flatMap((document) => Object.keys(document)))),
  ];
  const { score } = countedScore(asked.training.selection);
  const decision = chooseSystem(
    rows.map((row) => ({
      counts: row.map((document) =>
        names.flatMap((name) => {
          const { credit, support, predicted } = document[name] ?? NOTHING;
          return [credit, support, predicted];
        }),
      ),
    })),
    {
      score: (sums) =>
        score(
          names.map((_, n) => {
            const [credit = 0, support = 0, predicted = 0] = sums.subarray(3 * n, 3 * n + 3);
            return { credit, support, predicted };
          }),
        ),
      random: createRandom(asked.seed).stream("choice"),
    },
  );
  return describeChoice(plan, decision);
}

const NOTHING = { credit: 0, support: 0, predicted: 0 } as const;
