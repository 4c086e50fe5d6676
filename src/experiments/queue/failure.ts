/** How a task failed, as text that passes through the queue: what to tell, and whether trying again could help. */

import { RaretagError } from "../../core/index.js";
import { ExperimentError } from "../error.js";
import { JobError } from "../localWorkers.js";

/** A failure as it lies in the queue. Holds no text of documents. */
export interface Failure {
  /** Another try would say the same. */
  readonly final: boolean;
  readonly problem: string;
  readonly advice: string;
}

const REPORT = "Start it again to try once more; if it comes back, report it";

/** What BullMQ says of a task whose workers were lost as often as is allowed. */
const STALLED = /stalled more than allowable limit/;

/**
 * Makes of an error what may be told. A refusal of ours is final; a fault is not, and of it only the name and the place
 * in the program are kept, because the message of a foreign error may quote a document.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof RaretagError) {
    const end = ` ${error.advice}.`;
    const problem = error.message.endsWith(end)
      ? error.message.slice(0, -end.length)
      : error.message;
    return { final: true, problem: problem.replace(/\.$/, ""), advice: error.advice };
  }
  const { message, stack = "", name } = error as Error;
  if (error instanceof JobError && error.kind === "refusal")
    return { final: true, problem: message.replace(/\.$/, ""), advice: "Then start it again" };
  const [kind, place] =
    error instanceof JobError
      ? [/\b\w*Error\b/.exec(message)?.[0], placeIn(message)]
      : [name, placeIn(stack)];
  return {
    final: false,
    problem: `unexpected ${kind}${place ? ` at ${place}` : ""}`,
    advice: REPORT,
  };
}

/** Function and place of the first call in a stack. */
const placeIn = (stack: string) => /^\s+at (.+)$/m.exec(stack)?.[1];

/** @param reason what {@link failureOf} made, as JSON, or a sentence of BullMQ's own */
export function toError(reason: string, { task }: { readonly task: string }): ExperimentError {
  const { problem, advice } = parse(reason);
  return new ExperimentError({ source: task }, problem, advice);
}

function parse(reason: string): Pick<Failure, "problem" | "advice"> {
  try {
    return JSON.parse(reason) as Failure;
  } catch {
    const lost = STALLED.test(reason);
    return {
      problem: lost ? "its worker was lost each time" : "the queue gave it up",
      advice: lost ? "Look at what the workers printed; memory may have run out" : REPORT,
    };
  }
}
