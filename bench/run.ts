/** Runs the sides of a measurement in turn, each run in a fresh process. */

import { spawn } from "node:child_process";
import type { Measurement, Side } from "./benchmark.js";
import { type Setup, Unavailable } from "./setup.js";

/** What the runs of one side gave, one record a round, or why there are none. */
export interface Samples {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly missing?: string;
}

const LONGEST_RUN = 3_600_000;
/** Characters of a failed side's output that are shown. */
const SHOWN = 600;

/** Sides of a round: every second round goes backwards, so that no side always follows the same one. */
export function orderOf(sides: readonly string[], round: number): readonly string[] {
  return round % 2 === 0 ? sides : [...sides].reverse();
}

/**
 * Takes all rounds of a measurement. A side that cannot be run, or fails, is left out from then on.
 * @param log gets a line for each run
 */
export async function measure(
  { sides, rounds, exact }: Measurement,
  {
    setup,
    rounds: wanted = rounds,
    log,
  }: {
    readonly setup: Setup;
    readonly rounds?: number | undefined;
    readonly log: (line: string) => void;
  },
): Promise<Map<string, Samples>> {
  const commands = new Map<string, readonly string[]>();
  const samples = new Map<string, Samples>();
  for (const [name, side] of Object.entries(sides)) {
    try {
      commands.set(name, fill(side.command, setup));
      samples.set(name, { records: [] });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      samples.set(name, { records: [], missing: error.message });
      log(`${side.label}: not available, ${error.message}`);
    }
  }
  const last = exact ? 1 : wanted;
  for (let round = 0; round < last; round++)
    for (const name of orderOf([...commands.keys()], round)) {
      const side = sides[name] as Side;
      try {
        const record = await runOnce(side, commands.get(name) as readonly string[]);
        samples.set(name, { records: [...(samples.get(name)?.records ?? []), record] });
        log(`${side.label}, round ${round + 1} of ${last}: ${JSON.stringify(record)}`);
      } catch (error) {
        commands.delete(name);
        samples.set(name, { records: [], missing: "its run failed" });
        log(`${side.label}: ${(error as Error).message}`);
      }
    }
  return samples;
}

/** Puts the values of the setup into a command. @throws Unavailable if one is not there */
export function fill(command: string, setup: Setup): string[] {
  return command
    .split(" ")
    .map((word) => word.replace(/\{(\w+)\}/g, (_, name: string) => setup(name)));
}

/** @throws Error with the end of what the process said, if it fails or prints no figures */
async function runOnce(
  { read = (lines) => lines.at(-1) ?? {} }: Side,
  [program = "", ...args]: readonly string[],
): Promise<Record<string, unknown>> {
  const started = performance.now();
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST_RUN,
    env: { ...process.env, HF_HUB_OFFLINE: "1" },
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((done, fail) => {
      child.once("error", fail);
      child.once("close", done);
    }),
  ]);
  const wallSeconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`failed (${code}): ${stderr.trim().slice(-SHOWN)}`);
  return { ...read(jsonLines(stdout)), wallSeconds };
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The lines that are JSON objects; peers print warnings between them. */
export function jsonLines(text: string): object[] {
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      return [JSON.parse(line) as object];
    } catch {
      return [];
    }
  });
}
