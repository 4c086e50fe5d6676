/** `log.jsonl` of a run: a line for each event, equal in all runs of one definition. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { open, truncate, writeFile } from "node:fs/promises";
import { DiskError } from "../core/index.js";
import type { LogMark } from "../training/index.js";

/** A log that grows. */
export interface RunLog {
  append(entry: object): Promise<void>;
  /** Flushes the log. @returns how far it is */
  mark(): Promise<LogMark>;
  close(): Promise<void>;
}

/**
 * Opens a log; what comes after `mark`, all without one, is cut off.
 * @throws DiskError here and later, if the disk refuses
 */
export async function openLog(file: string, mark?: LogMark): Promise<RunLog> {
  const kept = mark ? readFileSync(file).subarray(0, mark.bytes) : Buffer.alloc(0);
  const written = <T>(work: Promise<T>) =>
    work.catch((cause: unknown) => {
      throw new DiskError(file, cause);
    });
  await written(mark ? truncate(file, kept.length) : writeFile(file, ""));
  const handle = await written(open(file, "a"));
  const hash = createHash("sha256").update(kept);
  let bytes = kept.length;
  return {
    async append(entry) {
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      await written(handle.appendFile(line));
      hash.update(line);
      bytes += line.length;
    },
    async mark() {
      await written(handle.sync());
      return { bytes, sha256: hash.copy().digest("hex") };
    },
    close: () => handle.close(),
  };
}

/** Whether a log begins with what a mark stands for. */
export function beginsWith(file: string, { bytes, sha256 }: LogMark): boolean {
  let log: Buffer;
  try {
    log = readFileSync(file);
  } catch {
    return false;
  }
  const start = log.subarray(0, bytes);
  return start.length === bytes && createHash("sha256").update(start).digest("hex") === sha256;
}
