/** `raretag train --dry-run`: what a run would take, after timing a few of its steps. */
import type { Trial } from "../experiments/index.js";
import {
  type PlanEvent,
  SNAPSHOTS_ON_DISK,
  type StepEvent,
  snapshotBytes,
  train,
} from "../training/index.js";
import { workOf } from "./choiceTable.js";
import type { Io } from "./io.js";
import { duration, planLine } from "./progress.js";
import type { PlannedJob } from "./settleObjective.js";

const TIMED_STEPS = 5;

/** Prints windows, steps, memory, disk and time; writes nothing. Where the objective is to be chosen, any is timed. */
export async function dryRun({ job, plan: choice }: PlannedJob, io: Io): Promise<void> {
  const { data, encoder, labelSet } = job;
  const config = choice ? (choice.trials[0] as Trial).config : job.config;
  let plan: PlanEvent | undefined;
  let last: StepEvent | undefined;
  let done = 0;
  let snapshot = 0;
  const events = train({
    ...{ ...job, config, tokenizer: encoder.tokenizer, train: data.train },
    savepoint: async (_, state) => {
      snapshot = snapshotBytes(state);
    },
  });
  for await (const event of events) {
    if (event.kind === "plan") {
      plan = event;
      const devDocuments = data.dev?.length ?? 0;
      io.stdout(`${planLine({ ...event, devDocuments })}\n`);
    } else if (event.kind === "step") {
      last = event;
      done++;
      if (done === TIMED_STEPS) break;
    } else if (last?.step === last?.steps) break;
  }
  if (!plan || !last) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  const weights = 4 * plan.parameters;
  const datastore = plan.pieces * (4 * labelSet.labels.length + 16);
  const snapshots = SNAPSHOTS_ON_DISK * (snapshot + weights); // those of the best epoch are in each
  io.stdout(`time: ${duration(last.secondsLeft)}, scoring the dev part aside\n`);
  if (choice) {
    const work = workOf(choice, data.train.length);
    io.stdout(`time for choosing the objective: ${duration(work * last.secondsLeft)}\n`);
  }
  io.stdout(
    `memory: ${megabytes(process.resourceUsage().maxRSS * 1024)} reached in ${done} steps\n`,
  );
  io.stdout(`disk until the run is finished: ${megabytes(snapshots)} for snapshots\n`);
  io.stdout(`disk: ${megabytes(weights + datastore)} for the model\n`);
}
