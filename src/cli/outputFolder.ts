/** Output folders: never overwritten unasked, and even then only once the new content is complete. */
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { CliError } from "./error.js";

/** Ends the work on a folder: `keep` drops what was there before. */
export interface OutputFolder {
  keep(): Promise<void>;
}

/**
 * Makes an empty folder for results. With `overwrite`, what is there moves aside to `FOLDER.previous`
 * until {@link OutputFolder.keep}, so that a run that fails loses nothing.
 * @throws CliError if the folder has content and may not be overwritten
 */
export async function openOutput(
  folder: string,
  { overwrite = false }: { overwrite?: boolean | undefined },
): Promise<OutputFolder> {
  const previous = `${folder.replace(/[/\\]+$/, "")}.previous`;
  const occupied = existsSync(folder) && (await readdir(folder)).length > 0;
  if (occupied && !overwrite)
    throw new CliError(
      { source: folder },
      "the folder is not empty",
      "Name another folder with --out, or replace it with --overwrite",
    );
  if (occupied) {
    if (existsSync(previous))
      throw new CliError(
        { source: previous },
        "an earlier run that did not end left its predecessor here",
        "Move or delete it first",
      );
    await rename(folder, previous);
  }
  await mkdir(folder, { recursive: true });
  return {
    keep: async () => {
      if (occupied) await rm(previous, { recursive: true });
    },
  };
}
