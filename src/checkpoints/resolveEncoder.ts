/** From what a user calls an encoder, a folder or a name on the Hub, to a folder; and copies of it. */

import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { CheckpointError } from "./error.js";
import { fetchModel, type HubOptions } from "./hub.js";
import { DESCRIPTION_FILES, isModelId, SINGLE_WEIGHT_FILES } from "./hubCache.js";

/**
 * The folder of an encoder. An existing folder wins; only a name that could be a model's is looked up,
 * first in the cache, then on the Hub.
 * @throws CheckpointError if there is no such folder or model
 */
export async function resolveEncoder(
  folderOrId: string,
  options: HubOptions = {},
): Promise<string> {
  const stats = statSync(folderOrId, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return folderOrId;
  if (stats)
    throw new CheckpointError({ source: folderOrId }, "is a file", "Give the folder that holds it");
  if (isModelId(folderOrId)) return fetchModel(folderOrId, options);
  throw new CheckpointError(
    { source: folderOrId },
    "is neither a folder nor the name of a model",
    "Check the path, or give a name such as dmis-lab/biobert-v1.1",
  );
}

/**
 * Copies the files of a model, the weights last: a folder without weights is an unfinished copy.
 * @param onExisting `replace` removes the model files of another model in `to`, and nothing else
 * @throws CheckpointError if `to` holds anything and `onExisting` is `refuse`
 */
export async function copyModel({
  from,
  to,
  onExisting,
}: {
  from: string;
  to: string;
  onExisting: "refuse" | "replace";
}): Promise<void> {
  if (onExisting === "refuse" && existsSync(to) && readdirSync(to).length > 0)
    throw new CheckpointError(
      { source: to },
      "exists and is not empty",
      "Give another folder, or --overwrite",
    );
  await mkdir(to, { recursive: true });
  if (realpathSync(from) === realpathSync(to)) return;
  const files = [...DESCRIPTION_FILES, ...SINGLE_WEIGHT_FILES];
  for (const name of files) await rm(join(to, name), { force: true });
  for (const name of files.filter((file) => existsSync(join(from, file)))) {
    const temporary = join(to, `${name}.tmp`);
    await copyFile(join(from, name), temporary);
    await rename(temporary, join(to, name));
  }
}
