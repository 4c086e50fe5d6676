/** Output files and the folders above them: checked before the work starts, never overwritten unasked. */
import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CliError } from "./error.js";

/**
 * Makes sure that a result can be written to `file`, and makes the folder above it.
 * @throws CliError if `file` exists and may not be overwritten, is a folder, or cannot be written
 */
export async function checkOutputFile(
  file: string | undefined,
  { overwrite = false }: { overwrite?: boolean | undefined },
): Promise<void> {
  if (file === undefined) return;
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory())
    throw new CliError({ source: file }, "is a folder", "Name the file to write");
  if (there && !overwrite)
    throw new CliError(
      { source: file },
      "the file exists already",
      "Name another file, or replace it with --overwrite",
    );
  await writable(file, makeFolder(dirname(file)));
}

/** Makes a folder that can be written, with those above it. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
}

/** Waits for `work` on the disk. @throws CliError naming `source` if the disk refuses it */
export async function writable<T>(source: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new CliError(
      { source },
      `cannot be written (${(cause as NodeJS.ErrnoException).code})`,
      "Check the path, its permissions and the room on the disk",
      { cause },
    );
  }
}
