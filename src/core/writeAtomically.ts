/** Files that are whole or absent: written under another name, flushed, then renamed. */

import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DiskError } from "./error.js";

/** How to write. */
export interface WriteOptions {
  /** Whether missing folders above the file are made, or an error. */
  readonly folders?: "make" | "expect";
}

/** Names of files that were being written; a process that dies on the way leaves one. */
export const TEMPORARY_NAME = /^\.raretag-\d+-\d+\.tmp$/;

let written = 0;

/**
 * Writes a text, or chunks one after the other, to `path`, replacing what was there in one step: whatever happens,
 * the old file or the new one is there. Chunks are not copied.
 * @throws DiskError if the folder is missing, the disk full, or permission lacking
 */
export async function writeAtomically(
  path: string,
  content: string | Iterable<Uint8Array> | AsyncIterable<string | Uint8Array>,
  { folders = "expect" }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.raretag-${process.pid}-${written++}.tmp`);
  try {
    if (folders === "make") await mkdir(folder, { recursive: true });
    const handle = await open(temporary, "w");
    try {
      for await (const chunk of typeof content === "string" ? [content] : content)
        await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {}); // the first failure is the one to tell
    throw new DiskError(path, cause);
  }
}

/** Makes a rename last through a power cut, where the system can (Windows cannot open a folder). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
