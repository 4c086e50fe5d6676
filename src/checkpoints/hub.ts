/** Fetches a model from the Hugging Face Hub into the cache, and explains why where it cannot. */

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HUB_URL, HubApiError, type ListFileEntry, listFiles, modelInfo } from "@huggingface/hub";
import { CheckpointError, reasonOf } from "./error.js";
import {
  cachedModel,
  DESCRIPTION_FILES,
  type Environment,
  hubCacheFolder,
  isCommit,
  isModelId,
  mainReference,
  SINGLE_WEIGHT_FILES,
  snapshotFolder,
  whatIsMissing,
} from "./hubCache.js";
import { type DownloadProgress, downloadInto, type Hub } from "./hubDownload.js";
import { writeAtomically } from "./writeAtomically.js";

const DISK_ERRORS = ["EACCES", "EDQUOT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"];

/** How to reach the Hub; every field has a default. */
export interface HubOptions {
  /** default: that of Hugging Face's tools, see {@link hubCacheFolder} */
  readonly cacheFolder?: string | undefined;
  /** use the cache only; default: whether HF_HUB_OFFLINE is set */
  readonly offline?: boolean | undefined;
  /** access token for models that need one; default: HF_TOKEN */
  readonly token?: string | undefined;
  /** default: HF_ENDPOINT, else https://huggingface.co */
  readonly hubUrl?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly env?: Environment | undefined;
  /** called while a large file arrives; in bytes */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * The folder of model `id`: from the cache where it is there whole, else downloaded (config.json, files
 * of the tokenizer, and model.safetensors or else pytorch_model.bin). A cached model is not looked up again.
 * @throws CheckpointError if it cannot be had, saying how to go on without network
 */
export async function fetchModel(id: string, options: HubOptions = {}): Promise<string> {
  if (!isModelId(id))
    throw new CheckpointError({ source: id }, "is no name of a model", "Give owner/name");
  const env = options.env ?? process.env;
  const cacheFolder = options.cacheFolder ?? hubCacheFolder(env);
  const cached = cachedModel(cacheFolder, id);
  if (cached !== undefined) return cached;
  if (options.offline ?? isOn(env.HF_HUB_OFFLINE))
    throw new CheckpointError(
      { source: id },
      `is neither a folder nor in the cache ${cacheFolder}, and the network is switched off`,
      withoutNetwork(id),
    );
  const token = options.token ?? env.HF_TOKEN ?? "";
  if (token !== "" && !token.startsWith("hf_"))
    throw new CheckpointError(
      { source: id },
      "was given an access token that does not start with hf_",
      "Copy the token from https://huggingface.co/settings/tokens",
    );
  const hub: Hub = {
    id,
    hubUrl: (options.hubUrl ?? (env.HF_ENDPOINT || HUB_URL)).replace(/\/+$/, ""),
    fetch: options.fetch ?? globalThis.fetch,
    onProgress: options.onProgress ?? (() => undefined),
    credentials: token === "" ? {} : { accessToken: token },
  };
  try {
    return await download(hub, cacheFolder);
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (DISK_ERRORS.includes(code ?? ""))
      throw new CheckpointError(
        { source: cacheFolder },
        `cannot hold ${id} (${code})`,
        "Make room there, or set HF_HOME to a folder that can be written",
        { cause },
      );
    throw explained(hub, cause);
  }
}

function isOn(value: string | undefined): boolean {
  return ["1", "on", "yes", "true"].includes((value ?? "").toLowerCase());
}

async function download(hub: Hub, cacheFolder: string): Promise<string> {
  const { id, hubUrl, fetch, credentials } = hub;
  const common = { hubUrl, fetch, ...credentials };
  const { sha } = await modelInfo({
    name: id,
    revision: "main",
    additionalFields: ["sha"],
    ...common,
  });
  if (!isCommit(sha))
    throw new CheckpointError(
      { source: id },
      `${hubUrl} does not say which commit main is`,
      "Check HF_ENDPOINT",
    );
  const files = new Map<string, ListFileEntry>();
  for await (const file of listFiles({ repo: id, revision: sha, ...common }))
    if (file.type === "file") files.set(file.path, file);
  const missing = whatIsMissing((name) => files.has(name));
  if (missing !== undefined)
    throw new CheckpointError(
      { source: id },
      `has no ${missing} on ${hubUrl}`,
      "Choose a BERT model that has its files for transformers",
    );
  const folder = snapshotFolder(cacheFolder, id, sha);
  await mkdir(folder, { recursive: true });
  const weights = SINGLE_WEIGHT_FILES.find((name) => files.has(name)) as string;
  for (const name of [...DESCRIPTION_FILES, weights]) {
    const file = files.get(name);
    if (file && !existsSync(join(folder, name))) await downloadInto({ hub, folder, file, sha });
  }
  const reference = mainReference(cacheFolder, id);
  await mkdir(dirname(reference), { recursive: true });
  await writeAtomically(reference, [Buffer.from(sha)]);
  return folder;
}

/** An error of the network or of the Hub, in one line for the user. */
function explained({ id, hubUrl, credentials }: Hub, cause: unknown): CheckpointError {
  const at = { source: id };
  if (!(cause instanceof HubApiError)) {
    const { code } = ((cause as Error | undefined)?.cause ?? cause ?? {}) as { code?: unknown };
    const reason = typeof code === "string" ? code : reasonOf(cause);
    return new CheckpointError(
      at,
      `is not in the cache and cannot be fetched from ${hubUrl} (${reason})`,
      withoutNetwork(id),
      { cause },
    );
  }
  const { statusCode } = cause;
  if (statusCode === 401 || statusCode === 403)
    return new CheckpointError(
      at,
      `${hubUrl} does not give it to you (status ${statusCode} ${credentials.accessToken ? "with a token" : "without a token"})`,
      "Check the name; for a private or gated model accept its terms and set HF_TOKEN",
      { cause },
    );
  if (statusCode === 404)
    return new CheckpointError(
      at,
      `is neither a folder here nor a model on ${hubUrl}`,
      "Check the spelling, e.g. dmis-lab/biobert-v1.1",
      { cause },
    );
  return new CheckpointError(
    at,
    `${hubUrl} answered with status ${statusCode}`,
    withoutNetwork(id),
    {
      cause,
    },
  );
}

/** How to have a model without reaching the Hub. */
function withoutNetwork(id: string): string {
  return `Run "raretag fetch ${id} --out DIR" on a machine with network, or copy config.json, vocab.txt or tokenizer.json, and pytorch_model.bin or model.safetensors into a folder, and give that folder; "raretag demo" (npm run demo) needs no model`;
}
