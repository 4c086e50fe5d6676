/** What went wrong with the Hub, in one line for the user, and how to go on without it. */

import { CheckpointError, reasonOf } from "./error.js";
import type { Hub } from "./hubFile.js";

const DISK_ERRORS = ["EACCES", "EDQUOT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"];

/** The error to throw for `cause`, which the network, the Hub or the disk has raised. */
export function explained(
  { id, hubUrl, credentials }: Hub,
  { cause, cacheFolder }: { cause: unknown; cacheFolder: string },
): CheckpointError {
  if (cause instanceof CheckpointError) return cause;
  const because = (source: string, problem: string, advice: string) =>
    new CheckpointError({ source }, problem, advice, { cause });
  const { code, statusCode } = (cause ?? {}) as { code?: string; statusCode?: number };
  if (code !== undefined && DISK_ERRORS.includes(code))
    return because(
      cacheFolder,
      `cannot hold ${id} (${code})`,
      "Make room there, or set HF_HOME to a folder that can be written",
    );
  if (statusCode === 401 || statusCode === 403)
    return because(
      id,
      `${hubUrl} does not give it to you (status ${statusCode} ${credentials.accessToken ? "with a token" : "without a token"})`,
      "Check the name; for a private or gated model accept its terms and set HF_TOKEN",
    );
  if (statusCode === 404)
    return because(
      id,
      `is neither a folder here nor a model on ${hubUrl}`,
      "Check the spelling, e.g. dmis-lab/biobert-v1.1",
    );
  if (statusCode !== undefined)
    return because(id, `${hubUrl} answered with status ${statusCode}`, withoutNetwork(id));
  const { code: networkCode } = ((cause as Error | undefined)?.cause ?? cause ?? {}) as {
    code?: unknown;
  };
  return because(
    id,
    `is not in the cache and cannot be fetched from ${hubUrl} (${typeof networkCode === "string" ? networkCode : reasonOf(cause)})`,
    withoutNetwork(id),
  );
}

/** How to have a model without reaching the Hub. */
export function withoutNetwork(id: string): string {
  return `Run "raretag fetch ${id} --out DIR" on a machine with network, or copy config.json, vocab.txt or tokenizer.json, and pytorch_model.bin or model.safetensors into a folder, and give that folder; "raretag demo" (npm run demo) needs no model`;
}
