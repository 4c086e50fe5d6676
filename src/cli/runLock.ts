/** One process a run: a file that names the process which works on it. */
import { readFileSync } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "./error.js";
import { RUN_FILES } from "./runFolder.js";

/** A run that this process may work on. */
export interface RunLock {
  /** @param folders where the run may lie by now */
  release(...folders: readonly string[]): Promise<void>;
}

/** A process, as the lock names it. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When it started, in the system's own count; tells it from a later process of the same number. */
  readonly started?: string | undefined;
}

/** A process that was just killed takes a moment to go. */
const PATIENCE = 2000;
const PAUSE = 50;
/** Milliseconds after which a process that was taking a lock away must have died on the way. */
const ABANDONED = 10_000;

/**
 * Takes the lock of a run; that of a dead process is taken over.
 * @param patience milliseconds to wait for a process that still runs
 * @throws CliError if another process works on the run
 */
export async function lockRun(
  folder: string,
  { patience = PATIENCE }: { patience?: number } = {},
): Promise<RunLock> {
  const file = join(folder, RUN_FILES.lock);
  const { pid } = process;
  const mine: Holder = { pid, host: hostname(), started: startOf(pid) };
  const text = JSON.stringify(mine);
  const end = performance.now() + patience;
  while (!(await create(file, text))) {
    const found = await readFile(file, "utf8").catch(() => "");
    const holder = parse(found);
    const late = performance.now() >= end;
    if (holder ? !isAlive(holder) : late) await takeAway(file, found);
    else if (holder && late) throw inUse(file, holder);
    else await sleep(PAUSE);
  }
  return {
    async release(...folders) {
      for (const place of folders.map((name) => join(name, RUN_FILES.lock)))
        if ((await readFile(place, "utf8").catch(() => "")) === text) await rm(place);
    },
  };
}

/** @throws CliError if another process works on the run of this folder */
export async function checkUnlocked(folder: string): Promise<void> {
  const file = join(folder, RUN_FILES.lock);
  const holder = parse(await readFile(file, "utf8").catch(() => ""));
  if (holder && isAlive(holder)) throw inUse(file, holder);
}

function inUse(file: string, { pid, host }: Holder): CliError {
  return new CliError(
    { source: file },
    `process ${pid} on ${host} works on this run`,
    "Wait for it or end it; if there is no such process, remove this file",
  );
}

/** Creates the lock. @returns whether it was not there */
async function create(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes a lock that says `text`, and not one that another process has put in its place: while one process looks and
 * removes, no other does.
 */
async function takeAway(file: string, text: string): Promise<void> {
  const guard = `${file}.takeover`;
  if (!(await create(guard, ""))) {
    const since = await stat(guard).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > ABANDONED) await rm(guard, { force: true });
    else await sleep(PAUSE);
    return;
  }
  try {
    if ((await readFile(file, "utf8").catch(() => undefined)) === text) await rm(file);
  } finally {
    await rm(guard, { force: true });
  }
}

/** @returns none of a lock that is not yet, or was never, written to its end */
function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

/** Whether a process still runs; one on another machine is taken to. */
function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === startOf(pid);
}

/** When a process started, on Linux; undefined elsewhere, and for one that is only waited for. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : rest[18];
  } catch {
    return undefined;
  }
}
