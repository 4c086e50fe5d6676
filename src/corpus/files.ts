/** The disk of room `corpus`: which files there are, and their bytes. */

import { createReadStream } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, sep } from "node:path";
import { CorpusError } from "./error.js";
import type { SourceFile } from "./format.js";
import type { Listed } from "./listing.js";

/** A file of the disk as formats see it. @param onUse is called when it is read for the first time */
export function openFile(
  listed: Listed,
  { onUse = () => {} }: { onUse?: () => void } = {},
): SourceFile {
  const { path } = listed;
  return {
    ...listed,
    bytes: () => {
      onUse();
      return fromDisk(path, readFile(path));
    },
    async *stream() {
      onUse();
      try {
        yield* createReadStream(path) as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw refusal(path, cause);
      }
    },
  };
}

/** The first bytes of a file. */
export async function beginningOf(path: string, length: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(path, { end: length - 1 })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Whether a path is a folder. @throws CorpusError if there is nothing */
export const isFolder = async (path: string): Promise<boolean> =>
  (await statOf(path)).isDirectory();

async function statOf(path: string) {
  return fromDisk(path, stat(path));
}

/** Turns a refusal of the disk into an error of ours. */
async function fromDisk<T>(source: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    throw refusal(source, cause);
  }
}

function refusal(source: string, cause: unknown): CorpusError {
  const code = (cause as NodeJS.ErrnoException).code;
  return new CorpusError(
    { source },
    code === "ENOENT" ? "there is no such file or folder" : `it cannot be read (${code})`,
    "Check the path",
    { cause },
  );
}

/** All visible files under a folder, by path; of a single file, itself and its brat counterpart. */
export async function listFiles(path: string): Promise<{ files: Listed[]; notices: string[] }> {
  if (!(await statOf(path)).isDirectory()) {
    const { files } = await listFolder(dirname(path), "flat");
    const itself = toListed(path, basename(path));
    const pair = [".txt", ".ann", ".a1", ".a2"];
    const isPart = ({ key, extension }: Listed) => key === itself.key && pair.includes(extension);
    const others = isPart(itself)
      ? files.filter((file) => isPart(file) && basename(file.path) !== basename(path))
      : [];
    return { files: [itself, ...others], notices: [] };
  }
  const { files, links } = await listFolder(path, "nested");
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    notices:
      links.length > 0
        ? [`symbolic links out of the folder or to folders are not followed: ${links.join(", ")}`]
        : [],
  };
}

function toListed(path: string, name: string): Listed {
  const extension = extname(name);
  return {
    path,
    key: name.slice(0, name.length - extension.length),
    extension: extension.toLowerCase(),
  };
}

async function listFolder(root: string, depth: "flat" | "nested") {
  const files: Listed[] = [];
  const links: string[] = [];
  const inside = (await fromDisk(root, realpath(root))) + sep;
  const visit = async (relative: string): Promise<void> => {
    const folder = join(root, relative);
    for (const entry of await fromDisk(folder, readdir(folder, { withFileTypes: true }))) {
      const name = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) {
        if (depth === "nested") await visit(name);
      } else if (
        entry.isFile() ||
        (entry.isSymbolicLink() && (await isFileInside(root, name, inside)))
      )
        files.push(toListed(join(root, name), name));
      else if (entry.isSymbolicLink()) links.push(name);
    }
  };
  await visit("");
  return { files, links };
}

async function isFileInside(root: string, name: string, inside: string): Promise<boolean> {
  try {
    const target = await realpath(join(root, name));
    return target.startsWith(inside) && (await stat(target)).isFile();
  } catch {
    return false; // a link to nothing
  }
}
