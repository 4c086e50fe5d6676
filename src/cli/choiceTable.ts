/** What `--objective auto` prints: what it will cost, how far it is, and what it found. */
import type { ChoicePlan, ChoiceProgress, ObjectiveChoice } from "../experiments/index.js";
import type { Interval } from "../statistics/index.js";
import { markdownTable } from "./benchTable.js";
import type { Io } from "./io.js";
import { duration } from "./progress.js";

/** How many times the work of the run itself choosing takes. @param documents that the run trains on */
export function workOf({ trials }: ChoicePlan, documents: number): number {
  return trials.reduce((sum, { parts }) => sum + parts.train.length, 0) / documents;
}

/** What choosing will cost. @param documents that the run trains on */
export function costLine(plan: ChoicePlan, documents: number): string {
  const { trials, folds } = plan;
  const work = workOf(plan, documents).toFixed(1);
  return `choosing the objective: ${trials.length / folds} objectives x ${folds} folds of ${plan.documents} documents, ${trials.length} trainings, ${work} times the work of the run itself`;
}

/** Prints how far choosing is. */
export function showChoosing(io: Io): (progress: ChoiceProgress) => void {
  const began = performance.now();
  const rewrites = io.terminals?.stderr ?? false;
  const clear = rewrites ? "\r\u001b[K" : "";
  return ({ trial: { candidate, fold }, done, before, trials, event }) => {
    if (event?.kind === "step" && rewrites)
      io.stderr(
        `${clear}training ${done + 1} of ${trials}: ${candidate.name}, fold ${fold}, step ${event.step}/${event.steps}`,
      );
    if (event) return;
    const each = (performance.now() - began) / 1000 / (done - before);
    const left = done === trials ? "" : `, about ${duration(each * (trials - done))} left`;
    io.stderr(`${clear}${done} of ${trials} trainings done${left}\n`);
  };
}

/** A row for each objective and decoding, the highest score first. */
export function renderChoice({ systems, selection }: ObjectiveChoice): string {
  const rows = [...systems].sort((a, b) => b.score - a.score);
  return markdownTable(
    ["objective", "decoding", selection, "95 %", "less the chosen", "95 %", "p"],
    rows.map(({ objective, decoding, score, interval, difference }) => [
      objective,
      decoding,
      score.toFixed(3),
      shown({ ...interval, low: Math.max(0, interval.low) }),
      ...(difference
        ? [
            signed(difference.difference),
            difference.interval ? shown(difference.interval) : "-",
            difference.p < 0.001 ? "< 0.001" : difference.p.toFixed(3),
          ]
        : ["chosen", "", ""]),
    ]),
    { left: [1] },
  );
}

function shown({ low, high }: Interval): string {
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(3)}`;
}
