/** Reads the profile that the engine writes: how long each node of a graph took. */

import { RuntimeError } from "./error.js";

/** Time of one node over all runs that are counted. */
export interface NodeTime {
  /** Name in the model that the engine was given, or one of its own for what its optimisation made. */
  readonly node: string;
  readonly opType: string;
  readonly seconds: number;
}

/** What a session spent, without the runs that were skipped. */
export interface Profile {
  readonly runs: number;
  /** From the call of each run to its end, all added. */
  readonly runSeconds: number;
  /** In the order of their first run. Their sum is less than `runSeconds` by the engine's own work between them. */
  readonly nodes: readonly NodeTime[];
}

/** An event of Chrome's trace format, as far as it is used; times are microseconds. */
interface TraceEvent {
  readonly cat?: unknown;
  readonly name?: unknown;
  readonly ts?: unknown;
  readonly dur?: unknown;
  readonly args?: { readonly op_name?: unknown };
}

const KERNEL = "_kernel_time";

/**
 * Adds up the events of a profile.
 * @param text content of the file that the engine wrote
 * @param skip first runs that are left out, which the engine needs to warm up
 * @throws RuntimeError if the text is no profile, or has no run after those
 */
export function readProfile(text: string, { skip = 0 }: { readonly skip?: number } = {}): Profile {
  const events = parseEvents(text);
  const all = events
    .filter(({ cat, name }) => cat === "Session" && name === "model_run")
    .map(spanOf)
    .sort((a, b) => a.start - b.start);
  const runs = all.slice(skip);
  const first = runs[0];
  if (first === undefined)
    throw new RuntimeError(
      {},
      `the engine's profile has ${all.length} runs and ${skip} are left out`,
      "Profile more runs",
    );
  const seconds = new Map<string, { node: string; opType: string; seconds: number }>();
  for (const event of events) {
    const { cat, name, args } = event;
    if (cat !== "Node" || typeof name !== "string" || !name.endsWith(KERNEL)) continue;
    const { start, length } = spanOf(event);
    if (start < first.start) continue;
    const node = name.slice(0, -KERNEL.length);
    const known = seconds.get(node) ?? { node, opType: String(args?.op_name), seconds: 0 };
    known.seconds += length / 1e6;
    seconds.set(node, known);
  }
  return {
    runs: runs.length,
    runSeconds: runs.reduce((sum, { length }) => sum + length, 0) / 1e6,
    nodes: [...seconds.values()],
  };
}

function parseEvents(text: string): readonly TraceEvent[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new RuntimeError(
      {},
      `the engine's profile of ${text.length} characters is not valid JSON`,
      "Profile fewer steps: the engine cuts long profiles off",
      { cause },
    );
  }
  const isEvent = (event: unknown) => typeof event === "object" && event !== null;
  if (Array.isArray(json) && json.every(isEvent)) return json as readonly TraceEvent[];
  throw new RuntimeError(
    {},
    "the engine's profile is not a list of events",
    "This is a defect of raretag, please report it",
  );
}

function spanOf({ ts, dur }: TraceEvent): { start: number; length: number } {
  return { start: Number(ts), length: Number(dur) };
}
