/** Shows a training run: a line that is rewritten on a terminal, a line now and then elsewhere. */
import type { EpochEvent, PlanEvent, StepEvent, TrainEvent } from "../training/index.js";
import type { Io } from "./io.js";

const SECONDS_BETWEEN_LINES = 15;

/** Prints events to standard error. */
export function showProgress(io: Io): (event: TrainEvent) => void {
  let printed = Number.NEGATIVE_INFINITY;
  const rewrites = io.terminals?.stderr ?? false;
  const clear = rewrites ? "\r\u001b[K" : "";
  return (event) => {
    if (event.kind === "step") {
      const now = performance.now() / 1000;
      if (!rewrites && now - printed < SECONDS_BETWEEN_LINES) return;
      printed = now;
      io.stderr(rewrites ? `${clear}${stepLine(event)}` : `${stepLine(event)}\n`);
    } else io.stderr(`${clear}${event.kind === "plan" ? planLine(event) : epochLine(event)}\n`);
  };
}

/** What a run will do. */
export function planLine(plan: PlanEvent): string {
  const { parameters } = plan;
  const size =
    parameters < 1e6 ? `${Math.ceil(parameters / 1e3)} k` : `${(parameters / 1e6).toFixed(1)} M`;
  return (
    `${plan.documents} documents, ${plan.devDocuments} for dev; ${plan.windows} windows of ${plan.pieces} pieces, ` +
    `${(100 * plan.padding).toFixed(1)} % padding; ${plan.epochs} epochs, ${plan.steps} steps; ${size} parameters`
  );
}

function stepLine({ epoch, step, steps, loss, piecesPerSecond, secondsLeft }: StepEvent): string {
  return `epoch ${epoch}  step ${step}/${steps}  loss ${loss.toFixed(4)}  ${piecesPerSecond.toFixed(0)} pieces/s  ${duration(secondsLeft)} left`;
}

function epochLine({ epoch, loss, seconds, report, best }: EpochEvent): string {
  const figure = (value: number | null) => (value === null ? "-" : value.toFixed(3));
  const scores = report
    ? `  words: recall ${figure(report.tokens.unweightedAccuracy)}, macro-F1 ${figure(report.tokens.macroF1)}; mentions: strict F1 ${figure(report.mentions.strict.micro.f1)}`
    : "";
  return `epoch ${epoch} done in ${duration(seconds)}  loss ${loss.toFixed(4)}${scores}${report && best ? "  best" : ""}`;
}

/** Seconds as people say them: `45 s`, `12 min 5 s`, `3 h 20 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
