/** Processes of this machine, for tests that must leave none behind. Linux. */
import { readdirSync, readFileSync } from "node:fs";

/** Ids of the processes whose command line contains a text. */
export function processesWith(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && commandOf(name).includes(text))
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8"); // empty of one that is only waited for
  } catch {
    return ""; // it has just ended
  }
}
