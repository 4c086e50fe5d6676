/** A training run in its folder: its log and snapshots while it goes on, the model at its end. */
import { existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { formatConfig } from "../config/index.js";
import { DiskError, writeAtomically } from "../core/index.js";
import {
  type FoundSnapshot,
  listSnapshots,
  type Occasion,
  type RunState,
  type TrainEvent,
  type Trained,
  TrainingError,
  train,
  writeSnapshot,
} from "../training/index.js";
import { onInterrupt } from "./interruption.js";
import type { Io } from "./io.js";
import type { OutputFolder } from "./outputFolder.js";
import { showProgress } from "./progress.js";
import { finishRun, RUN_FILES } from "./runFolder.js";
import { openLog, type RunLog } from "./runLog.js";
import { type ScoredModel, saveTrained, scoreSaved } from "./saveTrained.js";
import type { TrainJob } from "./trainJob.js";

/** What makes a run one that can go on later. */
export interface Recording {
  /** Of its definition, see `idOf`. */
  readonly id: string;
  /** Where it goes on; absent at the start. */
  readonly from?: FoundSnapshot | undefined;
}

/** What a run leaves. */
export interface Saved extends ScoredModel {
  readonly trained: Trained;
}

/**
 * Trains and saves into a folder. If it fails, the folder is as it was; but a recorded run that has come to something stays,
 * to be gone on with, unless it would only come to the same error again.
 * @param recording absent for a run that nobody will go on with
 */
export async function trainAndSave(
  output: OutputFolder,
  { job, recording }: { job: TrainJob; recording?: Recording },
  io: Io,
): Promise<Saved> {
  const { folder } = output;
  const interruption = onInterrupt(io);
  try {
    const trained = await trainInto(folder, { job, recording, signal: interruption.signal }, io);
    await saveTrained(folder, job, trained);
    const scored = await scoreSaved(folder, job, trained);
    if (recording && trained.interrupted) return { trained, ...scored };
    if (recording) await finishRun(folder);
    await output.keep();
    return { trained, ...scored };
  } catch (error) {
    const stays = recording && !(error instanceof TrainingError) && (await hasResults(folder));
    if (!stays) await output.discard();
    else io.stderr(`note: raretag train --resume ${output.name} goes on from the last snapshot\n`);
    throw error;
  } finally {
    interruption.end();
  }
}

/** Whether there is something to go on with: a snapshot, or the choice of an objective. */
async function hasResults(folder: string): Promise<boolean> {
  const snapshots = await listSnapshots(join(folder, RUN_FILES.snapshots));
  return snapshots.length > 0 || existsSync(join(folder, RUN_FILES.choice));
}

/** Runs the loop; the log holds nothing that differs between two runs of one seed. */
async function trainInto(
  folder: string,
  {
    job,
    recording,
    signal,
  }: { job: TrainJob; recording?: Recording | undefined; signal: AbortSignal },
  io: Io,
): Promise<Trained> {
  const { data, encoder, config } = job;
  const from = recording?.from;
  await writeAtomically(join(folder, RUN_FILES.config), formatConfig(config));
  const log = await openLog(join(folder, RUN_FILES.log), from?.log);
  const time = timings(folder);
  const events = train({
    ...{ ...job, tokenizer: encoder.tokenizer, signal },
    train: data.train,
    ...(data.dev ? { dev: data.dev } : {}),
    resume: from?.read,
    savepoint: recording && snapshotsInto(folder, { job, id: recording.id, log, time }),
  });
  const show = showProgress(io);
  let rate = 0;
  try {
    await time({ kind: "start", step: from?.progress.step ?? 0 });
    for (;;) {
      const { done, value } = await events.next();
      if (done) return value;
      show(value);
      if (value.kind === "step") rate = value.piecesPerSecond;
      if (value.kind === "plan" && from) continue; // logged when the run began
      await log.append(logEntry(value));
      if (value.kind === "epoch")
        await time({
          kind: "epoch",
          epoch: value.epoch,
          seconds: value.seconds,
          piecesPerSecond: rate,
        });
    }
  } finally {
    await log.close();
  }
}

/** Takes a snapshot when it is time for one: every so many minutes, after an epoch, at an interruption. */
function snapshotsInto(
  folder: string,
  {
    job,
    id,
    log,
    time,
  }: { job: TrainJob; id: string; log: RunLog; time: (entry: object) => Promise<void> },
): (occasion: Occasion, state: RunState) => Promise<void> {
  const pause = job.config.training.snapshotMinutes * 60_000;
  let last = performance.now();
  return async (occasion, state) => {
    const started = performance.now();
    if (occasion === "step" && started - last < pause) return;
    const bytes = await writeSnapshot(join(folder, RUN_FILES.snapshots), {
      ...{ run: id, log: await log.mark(), state },
    });
    last = performance.now();
    const { step } = state.progress;
    await time({ kind: "snapshot", step, bytes, seconds: (last - started) / 1000 });
  };
}

/** Appends to the file of what differs from run to run. @throws DiskError if the disk refuses */
function timings(folder: string): (entry: object) => Promise<void> {
  const file = join(folder, RUN_FILES.timings);
  return async (entry) => {
    const line = JSON.stringify({ at: new Date().toISOString(), ...entry });
    await appendFile(file, `${line}\n`).catch((cause: unknown) => {
      throw new DiskError(file, cause);
    });
  };
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
