/** Output folders: never overwritten unasked, and even then only once the new content is complete. */
import { existsSync, realpathSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve, sep } from "node:path";
import { CliError } from "./error.js";
import { makeFolder, writable } from "./outputFile.js";

/** A folder in the making. */
export interface OutputFolder {
  /** Where to write: the folder itself, or one beside it while its old content must stay. */
  readonly folder: string;
  /** The content is complete: it takes its place, and what was there goes. */
  keep(): Promise<void>;
  /** The work has failed: everything is as it was. */
  discard(): Promise<void>;
}

/** @throws CliError if `folder` has content and may not be overwritten; call it before the work starts */
export async function checkOutputFolder(
  folder: string,
  { overwrite = false }: { overwrite?: boolean | undefined },
): Promise<"free" | "occupied"> {
  if (!existsSync(folder) || (await writable(folder, readdir(folder))).length === 0) return "free";
  if (overwrite) return "occupied";
  throw new CliError(
    { source: folder },
    "the folder is not empty",
    "Name another folder with --out, or replace it with --overwrite",
  );
}

/**
 * Opens an empty folder for results.
 * @param inputs what the run reads, which it therefore never deletes
 * @throws CliError if the folder has content and may not be overwritten, or cannot be written
 */
export async function openOutput(
  folder: string,
  {
    overwrite = false,
    inputs = [],
  }: { overwrite?: boolean | undefined; inputs?: readonly string[] },
): Promise<OutputFolder> {
  if ((await checkOutputFolder(folder, { overwrite })) === "occupied")
    return openBeside(folder, inputs);
  const existed = existsSync(folder);
  await writable(folder, makeFolder(folder));
  return {
    folder,
    keep: async () => {},
    discard: async () => {
      await rm(folder, { recursive: true });
      if (existed) await mkdir(folder);
    },
  };
}

/** Works in `FOLDER.partial`; only `keep` touches the folder. */
async function openBeside(folder: string, inputs: readonly string[]): Promise<OutputFolder> {
  const target = realpathSync(folder);
  for (const kept of [...inputs, process.cwd(), homedir()])
    if (`${realPathOf(kept)}${sep}`.startsWith(`${target}${sep}`))
      throw new CliError(
        { source: folder },
        `--overwrite would delete ${kept}`,
        "Name another folder with --out",
      );
  const [partial, previous] = [`${target}.partial`, `${target}.previous`];
  const left = [partial, previous].find((path) => existsSync(path));
  if (left !== undefined)
    throw new CliError(
      { source: left },
      "another run works here, or has left this when it was killed",
      "Wait for it, or move this folder away",
    );
  await writable(partial, makeFolder(partial));
  return {
    folder: partial,
    async keep() {
      await writable(`${folder} (the new content is in ${partial})`, rename(target, previous));
      await rename(partial, target);
      await rm(previous, { recursive: true });
    },
    discard: () => rm(partial, { recursive: true }),
  };
}

function realPathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
