/** Shows how far an experiment is: done, running, time left, the best so far. */
import { type Experiment, failureOf, type JobEvent, runName } from "../experiments/index.js";
import type { Io } from "./io.js";
import { duration } from "./progress.js";

/** What is shown beside what happens. */
export interface ShownExperiment {
  readonly experiment: Experiment;
  /** Different runs of it, and how many of them were done before. */
  readonly total: number;
  readonly before: number;
  /** How many are done at a time. */
  readonly workers: number;
}

/** Prints to standard error: a line that is rewritten on a terminal, a line for each run that ends elsewhere. */
export function showExperiment(
  io: Pick<Io, "stderr" | "terminals">,
  { experiment, total, before, workers }: ShownExperiment,
): (event: JobEvent) => void {
  const began = performance.now();
  const rewrites = io.terminals?.stderr ?? false;
  const clear = rewrites ? "\r\u001b[K" : "";
  const planned = new Map(experiment.runs.map((run) => [run.id, run]));
  let [done, failed] = [0, 0];
  let best: { readonly score: number; readonly name: string } | undefined;
  return (event) => {
    const run = planned.get(event.job.id);
    const name = run ? runName(experiment, run) : event.job.id;
    if (event.kind === "failed") {
      failed++;
      const { problem, advice } = failureOf(event.error);
      io.stderr(`${clear}${name} failed: ${problem}. ${advice}.\n`);
    }
    if (event.kind === "done") {
      done++;
      for (const [decoder, { scores }] of Object.entries(event.finished.record.decoders))
        if (scores.macroF1 !== null && scores.macroF1 > (best?.score ?? -1))
          best = { score: scores.macroF1, name: `${name} ${decoder}` };
    }
    if (event.kind === "started" && !rewrites) return;
    const ended = done + failed;
    const open = total - before - ended;
    const each = (performance.now() - began) / 1000 / Math.max(1, ended);
    const left = ended === 0 ? "" : `, ${duration(each * open)} left`;
    const leader = best ? `; best macro-F1 ${best.score.toFixed(3)}, ${best.name}` : "";
    const busy = Math.min(workers, open); // the next run begins at once
    const line = `${before + done} of ${total} done, ${busy} of ${workers} workers busy${left}${leader}`;
    const end = !rewrites || open === 0 ? "\n" : "";
    io.stderr(`${clear}${line}${end}`);
  };
}
