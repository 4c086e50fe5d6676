/** The process that is watched: `node --expose-gc child.js CASE MODEL` prints what memory was in use, as JSON. */

import { setTimeout } from "node:timers/promises";
import { CASES, type CaseName } from "./cases.js";

/** What the process used. */
export interface Usage {
  /** How often the case was done. */
  readonly times: number;
  /** Resident bytes after a collection of garbage, at even distances. */
  readonly resident: readonly number[];
  /** Most bytes that were resident at any time. */
  readonly peak: number;
}

const SAMPLES = 100;

/** What the engine made is freed after a collection, by finalizers that wait for the event loop, and may free more. */
async function collect(gc: NodeJS.GCFunction): Promise<void> {
  for (let round = 0; round < 3; round++) {
    gc();
    await setTimeout(10);
  }
}

const [, , name, model] = process.argv as [string, string, CaseName, string];
const { gc } = globalThis;
if (!gc) throw new Error("start it with --expose-gc");

const { times, once } = await CASES[name](model);
const every = Math.ceil(times / SAMPLES);
const resident: number[] = [];
for (let i = 0; i < times; i++) {
  await once(i);
  if (i % every !== every - 1) continue;
  await collect(gc);
  resident.push(process.memoryUsage.rss());
}
const usage: Usage = { times, resident, peak: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(JSON.stringify(usage));
