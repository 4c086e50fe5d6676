/** `raretag train --dry-run`: what a run would take, after timing a few of its steps. */
import { train } from "../training/index.js";
import type { Io } from "./io.js";
import { duration, planLine } from "./progress.js";
import type { TrainJob } from "./train.js";

const TIMED_STEPS = 5;

/** Prints windows, steps, memory, disk and time; writes nothing. */
export async function dryRun({ config, data, encoder, labelSet }: TrainJob, io: Io): Promise<void> {
  const { tokenizer } = encoder;
  const events = train({ config, encoder, tokenizer, labelSet, train: data.train });
  let parameters = 0;
  let pieces = 0;
  let done = 0;
  for await (const event of events) {
    if (event.kind === "plan") {
      ({ parameters, pieces } = event);
      const devDocuments = data.dev?.length ?? 0;
      io.stdout(`${planLine({ ...event, devDocuments })}\n`);
    }
    if (event.kind !== "step") continue;
    done++;
    if (done < TIMED_STEPS && event.step < event.steps) continue;
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
    const datastore = pieces * (4 * labelSet.labels.length + 16);
    io.stdout(`time: ${duration(event.secondsLeft)}, scoring the dev part aside\n`);
    io.stdout(
      `memory: ${megabytes(process.resourceUsage().maxRSS * 1024)} reached in ${done} steps\n`,
    );
    io.stdout(`disk: ${megabytes(4 * parameters + datastore)} for the model\n`);
    break;
  }
}
