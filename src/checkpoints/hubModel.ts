/** A whole model from the Hub into the cache: all files of one commit, the weights last. */

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type ListFileEntry, listFiles, modelInfo } from "@huggingface/hub";
import { writeAtomically } from "../core/index.js";
import { CheckpointError } from "./error.js";
import {
  DESCRIPTION_FILES,
  isCommit,
  mainReference,
  SINGLE_WEIGHT_FILES,
  snapshotFolder,
  whatIsMissing,
} from "./hubCache.js";
import { explained } from "./hubErrors.js";
import { downloadFile, type Hub } from "./hubFile.js";

const MOST_FILES = 10_000;
const OTHER_MODEL = "Choose a BERT model that has its files for transformers";

/**
 * Downloads what the cache lacks of a model, and notes there which commit main is.
 * @returns its folder
 * @throws CheckpointError saying what the Hub, the network or the disk refused
 */
export async function downloadModel(hub: Hub, cacheFolder: string): Promise<string> {
  try {
    const sha = await commitOf(hub);
    const files = await filesOf(hub, sha);
    const folder = snapshotFolder(cacheFolder, hub.id, sha);
    await mkdir(folder, { recursive: true });
    const weights = SINGLE_WEIGHT_FILES.find((name) => files.has(name)) as string;
    for (const name of [...DESCRIPTION_FILES, weights]) {
      const file = files.get(name);
      if (file && !existsSync(join(folder, name))) await downloadFile({ hub, folder, file, sha });
    }
    await writeAtomically(mainReference(cacheFolder, hub.id), sha, { folders: "make" });
    return folder;
  } catch (cause) {
    throw explained(hub, { cause, cacheFolder });
  }
}

/** The commit that main is; every file is asked of it, so that no two versions can mix. */
async function commitOf({ id, hubUrl, fetch, credentials }: Hub): Promise<string> {
  const { sha } = await modelInfo({
    name: id,
    revision: "main",
    additionalFields: ["sha"],
    hubUrl,
    fetch,
    ...credentials,
  });
  if (isCommit(sha)) return sha;
  throw new CheckpointError(
    { source: id },
    `${hubUrl} does not say which commit main is`,
    "Check HF_ENDPOINT",
  );
}

/** The files of a commit by name. */
async function filesOf(
  { id, hubUrl, fetch, credentials }: Hub,
  sha: string,
): Promise<ReadonlyMap<string, ListFileEntry>> {
  const refuse = (problem: string): never => {
    throw new CheckpointError({ source: id }, `has ${problem} on ${hubUrl}`, OTHER_MODEL);
  };
  const files = new Map<string, ListFileEntry>();
  let listed = 0;
  for await (const file of listFiles({ repo: id, revision: sha, hubUrl, fetch, ...credentials })) {
    if (++listed > MOST_FILES) refuse(`more than ${MOST_FILES} files`);
    if (file.type === "file") files.set(file.path, file);
  }
  const missing = whatIsMissing((name) => files.has(name));
  return missing === undefined ? files : refuse(`no ${missing}`);
}
