/** Output folders: never overwritten unasked, and even then only once the new content is complete. */
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve, sep } from "node:path";
import { CliError } from "./error.js";
import { makeFolder, writable } from "./outputFile.js";
import { areLeftovers, holdsRun, holdsUnfinishedRun } from "./runFolder.js";

/** A folder in the making. */
export interface OutputFolder {
  /** As the user calls it. */
  readonly name: string;
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
  if (!existsSync(folder) || areLeftovers(await writable(folder, readdir(folder)))) return "free";
  if (overwrite) return "occupied";
  if (holdsUnfinishedRun(folder))
    throw new CliError(
      { source: folder },
      "holds a run that is not finished",
      `Go on with it by raretag train --resume ${folder}, or replace it with --overwrite`,
    );
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
  const { partial } = besides(folder);
  if (holdsRun(partial)) throw inTheWay(partial, folder);
  const existed = existsSync(folder);
  await writable(folder, makeFolder(folder));
  return {
    name: folder,
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
  const { partial, previous } = besides(folder);
  for (const left of [partial, previous])
    if (existsSync(left) && !isLeftOver(left)) throw inTheWay(left, folder);
  await writable(partial, makeFolder(partial));
  return { ...workBeside(folder), discard: () => rm(partial, { recursive: true }) };
}

/** Opens the folder again in which a run stopped: beside `folder` with `--overwrite`, else itself. Never discards. */
export function reopenOutput(folder: string): OutputFolder {
  const discard = async () => {};
  if (holdsRun(besides(folder).partial)) return { ...workBeside(folder), discard };
  return { name: folder, folder, keep: async () => {}, discard };
}

/** Where new content grows, and where the old one waits for its removal. */
function besides(folder: string): { target: string; partial: string; previous: string } {
  const target = realPathOf(folder);
  return { target, partial: `${target}.partial`, previous: `${target}.previous` };
}

function workBeside(folder: string): Omit<OutputFolder, "discard"> {
  const { target, partial, previous } = besides(folder);
  return {
    name: folder,
    folder: partial,
    async keep() {
      const place = `${folder} (the new content is in ${partial})`;
      if (existsSync(target)) await writable(place, rename(target, previous));
      await rename(partial, target);
      await rm(previous, { recursive: true, force: true });
    },
  };
}

function inTheWay(left: string, folder: string): CliError {
  const resume = holdsRun(left) ? `, go on with it by raretag train --resume ${folder},` : "";
  return new CliError(
    { source: left },
    "another run works here, or has left this when it was killed",
    `Wait for it${resume || ","} or move this folder away`,
  );
}

/** Whether a run was killed here at its very start; its lock decides who may work here. */
function isLeftOver(folder: string): boolean {
  const names = statSync(folder).isDirectory() ? readdirSync(folder) : [];
  return names.length > 0 && areLeftovers(names);
}

function realPathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
