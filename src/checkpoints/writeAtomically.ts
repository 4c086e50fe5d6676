/** Files that are whole or absent: written under another name, flushed, then renamed. */

import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { CheckpointError, reasonOf } from "./error.js";

let written = 0;

/**
 * Writes `chunks` one after the other to `path`, replacing what was there in one step: a process
 * that dies on the way leaves the old file, and at most a `.tmp` beside it.
 * @throws CheckpointError if the folder is missing, the disk full, or permission lacking
 */
export async function writeAtomically(path: string, chunks: readonly Uint8Array[]): Promise<void> {
  const temporary = `${path}.${process.pid}-${written++}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      for (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new CheckpointError(
      { source: path },
      `cannot be written (${(cause as NodeJS.ErrnoException).code ?? reasonOf(cause)})`,
      "Check that the folder exists, that you may write there and that the disk has room",
      { cause },
    );
  }
}

/** Makes a rename last through a power cut, where the system can (Windows cannot open a folder). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
