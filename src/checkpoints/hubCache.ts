/**
 * Where models from the Hugging Face Hub lie on disk. We share the cache of Hugging Face's own tools:
 * what transformers has downloaded is found here, and what we download is found there.
 * @see https://huggingface.co/docs/huggingface_hub/guides/manage-cache
 */

import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Environment variables, `process.env` unless a test says otherwise. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Files of a model beside its weights; those that exist are fetched. */
export const DESCRIPTION_FILES = [
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "vocab.txt",
] as const;

/** Files of weights, the preferred first; one is fetched, after all other files. */
export const SINGLE_WEIGHT_FILES = ["model.safetensors", "pytorch_model.bin"] as const;

/** Folder of the cache, by the variables that Hugging Face's tools obey; empty ones do not count. */
export function hubCacheFolder(env: Environment = process.env): string {
  const cache = env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const home = env.HF_HOME || join(cache, "huggingface");
  return env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE || join(home, "hub");
}

/** Whether a text can be the name of a model on the Hub: `name` or `owner/name`. */
export function isModelId(text: string): boolean {
  const part = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
  return new RegExp(`^${part}(/${part})?$`).test(text) && !text.includes("..");
}

/** The folder of a model in the cache. @param id must satisfy {@link isModelId} */
export function repositoryFolder(cacheFolder: string, id: string): string {
  return join(cacheFolder, ["models", ...id.split("/")].join("--"));
}

/** The folder of one version of a model. @param commit 40 hexadecimal digits */
export function snapshotFolder(cacheFolder: string, id: string, commit: string): string {
  return join(repositoryFolder(cacheFolder, id), "snapshots", commit);
}

/** The file that says which version `main` is. */
export function mainReference(cacheFolder: string, id: string): string {
  return join(repositoryFolder(cacheFolder, id), "refs", "main");
}

/** What a list of file names lacks to be a model that can be used, as a phrase; undefined if nothing. */
export function whatIsMissing(has: (name: string) => boolean): string | undefined {
  if (!has("config.json")) return "config.json";
  if (!has("vocab.txt") && !has("tokenizer.json")) return "vocab.txt or tokenizer.json";
  return SINGLE_WEIGHT_FILES.some(has) ? undefined : SINGLE_WEIGHT_FILES.join(" or ");
}

/** The folder of a model that the cache holds whole; undefined if it does not. */
export function cachedModel(cacheFolder: string, id: string): string | undefined {
  const reference = mainReference(cacheFolder, id);
  if (!existsSync(reference)) return undefined;
  const commit = readFileSync(reference, "utf8").trim();
  if (!isCommit(commit)) return undefined;
  const folder = snapshotFolder(cacheFolder, id, commit);
  const missing = whatIsMissing((name) => existsSync(join(folder, name)));
  return missing === undefined ? folder : undefined;
}

/** Whether a text is the full name of a commit. */
export function isCommit(text: unknown): text is string {
  return typeof text === "string" && /^[0-9a-f]{40}$/.test(text);
}
