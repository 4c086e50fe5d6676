/** Prints the figures of a side as the one JSON line that the runner reads. */

import { existsSync, readFileSync } from "node:fs";

/** Cores of every side, as the peers' scripts set them. */
export const THREADS = 2;

/** Ends a side: prints what it measured, with the peak of its memory. */
export function report(figures: object): void {
  process.stdout.write(`${JSON.stringify({ ...figures, peakMemoryMiB: peakMemory() })}\n`);
}

/** Calls `run` as often as asked. @returns seconds of each call */
export async function timed(times: number, run: () => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await run();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
}

/** Largest resident memory in MiB. The system's own counter may include that of the parent before the start. */
function peakMemory(): number {
  const status = "/proc/self/status";
  const line = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8")) : null;
  return Math.round(Number(line?.[1] ?? process.resourceUsage().maxRSS) / 1024);
}
