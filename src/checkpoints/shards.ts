/** Weights in several files, which an index names: `*.index.json`, as transformers writes it. */

import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Tensor } from "../core/index.js";
import { withFile } from "./checkpointFile.js";
import { CheckpointError, quoted, quotedValue } from "./error.js";
import { isRecord, parseStrictJson } from "./strictJson.js";

const LONGEST_INDEX = 16 * 1024 * 1024; // bytes

/**
 * Reads every file that the index at `path` names. Tensors that it does not list are kept, as
 * transformers keeps them.
 * @param read reads one file
 * @throws CheckpointError if the index is damaged, names a file outside of its folder, a tensor is not
 * where it is placed, or comes twice
 */
export async function readShards(
  path: string,
  read: (path: string) => Promise<ReadonlyMap<string, Tensor>>,
): Promise<Map<string, Tensor>> {
  const refuse = (problem: string): never => {
    throw new CheckpointError({ source: path }, problem, "Copy the files of this model again");
  };
  const tensors = new Map<string, Tensor>();
  for (const [shard, names] of await shardsOf(path, refuse)) {
    const held = await read(await insideFolder(path, shard));
    const lacking = names.find((name) => !held.has(name));
    if (lacking !== undefined)
      refuse(`places tensor ${quoted(lacking)} in ${shard}, which lacks it`);
    for (const [name, tensor] of held) {
      if (tensors.has(name))
        refuse(`names ${shard}, which holds tensor ${quoted(name)} of another file again`);
      tensors.set(name, tensor);
    }
  }
  return tensors;
}

/** Names of files, each with the tensors that the index places in it. */
async function shardsOf(
  path: string,
  refuse: (problem: string) => never,
): Promise<Map<string, string[]>> {
  const bytes = await withFile(path, (file) =>
    file.size > LONGEST_INDEX
      ? refuse(`has ${file.size} bytes but an index has at most ${LONGEST_INDEX}`)
      : file.read(0, file.size),
  );
  const { weight_map: weightMap } = parseStrictJson({ bytes, source: path, what: "index" });
  if (!isRecord(weightMap)) return refuse("has no weight_map");
  const shards = new Map<string, string[]>();
  for (const [name, shard] of Object.entries(weightMap)) {
    if (typeof shard !== "string" || !/^[\w-][\w.-]*$/.test(shard))
      return refuse(
        `places tensor ${quoted(name)} in ${quotedValue(shard)}, which is no file name`,
      );
    const names = shards.get(shard) ?? [];
    names.push(name);
    shards.set(shard, names);
  }
  return shards;
}

/**
 * The path of a file beside the index, wherever it leads: it may be a link, but only within the folder
 * or, in the cache of Hugging Face's tools, from `snapshots/COMMIT` to `blobs`.
 */
async function insideFolder(index: string, shard: string): Promise<string> {
  const path = join(dirname(index), shard);
  const folder = await realpath(dirname(index));
  const repository = dirname(dirname(folder));
  const allowed = [
    folder,
    ...(basename(dirname(folder)) === "snapshots" ? [join(repository, "blobs")] : []),
  ];
  const target = await realpath(path).catch(() => path); // the reader says what is wrong with it
  if (target !== path && !allowed.includes(dirname(target)))
    throw new CheckpointError(
      { source: index },
      `names ${shard}, a link that leaves the folder`,
      "Give the folder that the files themselves lie in",
    );
  return path;
}
