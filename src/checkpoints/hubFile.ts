/**
 * One file from the Hub to disk. It grows as `NAME.incomplete`, from where the next attempt goes on, and
 * gets its name when it is whole and has the checksum that the Hub lists.
 */

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { fileDownloadInfo, HubApiError, type ListFileEntry } from "@huggingface/hub";
import { CheckpointError, quoted } from "./error.js";

/** How far a download is, in bytes. */
export interface DownloadProgress {
  readonly file: string;
  readonly done: number;
  readonly total: number;
}

/** The Hub, and the model that is wanted from it. */
export interface Hub {
  readonly id: string;
  readonly hubUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly onProgress: (progress: DownloadProgress) => void;
  readonly credentials: { readonly accessToken?: string };
}

/** A file of a model, and the folder that it goes to. */
export interface Download {
  readonly hub: Hub;
  readonly folder: string;
  readonly file: ListFileEntry;
  /** the commit that the file is of */
  readonly sha: string;
}

/**
 * Downloads a file whole or not at all.
 * @throws CheckpointError if what came is not what the Hub lists; errors of the network as they are
 */
export async function downloadFile(download: Download): Promise<void> {
  const { hub, folder, file, sha } = download;
  const { id: repo, hubUrl, fetch, credentials } = hub;
  const total = file.lfs?.size ?? file.size;
  const where = { repo, path: file.path, revision: sha };
  const info = await fileDownloadInfo({ ...where, hubUrl, fetch, ...credentials });
  if (info?.size !== total)
    throw damaged(download, `the Hub offers ${info?.size ?? 0} bytes but lists ${total}`);
  const path = join(folder, file.path);
  const incomplete = `${path}.incomplete`;
  if ((await sizeOf(incomplete)) > total) await rm(incomplete);
  const already = await sizeOf(incomplete);
  if (already < total || total === 0)
    await append(download, { url: info.url, incomplete, already, total });
  const size = await sizeOf(incomplete);
  if (size < total) throw damaged(download, `the connection ended at byte ${size} of ${total}`);
  const fault =
    size > total
      ? `more than the ${total} listed bytes came`
      : await checksumFault(incomplete, { file, size });
  if (fault !== undefined) {
    await rm(incomplete);
    throw damaged(download, fault);
  }
  await rename(incomplete, path);
}

/** Asks for what is missing and writes it behind what is there; or everything, where the Hub sends that. */
async function append(
  download: Download,
  {
    url,
    incomplete,
    already,
    total,
  }: { url: string; incomplete: string; already: number; total: number },
): Promise<void> {
  const { fetch, credentials } = download.hub;
  const response = await fetch(url, {
    headers: {
      "accept-encoding": "identity", // a part of a compressed file would be of no use
      ...(credentials.accessToken && { authorization: `Bearer ${credentials.accessToken}` }),
      ...(already > 0 && { range: `bytes=${already}-${total - 1}` }),
    },
  });
  const { status, body } = response;
  if (!response.ok) throw new HubApiError(response.url, status);
  if (!body) throw damaged(download, `the Hub answered with status ${status} and no content`);
  const range = response.headers.get("content-range") ?? "";
  const isRest = status === 206;
  if (isRest && !range.startsWith(`bytes ${already}-`)) {
    await body.cancel();
    throw damaged(
      download,
      `bytes from ${already} were asked for but the Hub sends ${quoted(range)}`,
    );
  }
  await pipeline(
    Readable.fromWeb(body as ReadableStream<Uint8Array>),
    metered(download, { done: isRest ? already : 0, total }),
    createWriteStream(incomplete, { flags: isRest ? "a" : "w" }),
  );
}

/** Passes bytes on and tells how many, for files worth waiting for; ends after the first that are too many. */
function metered({ hub, file }: Download, { done, total }: { done: number; total: number }) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let arrived = done;
    for await (const chunk of chunks) {
      arrived += chunk.length;
      if (file.lfs) hub.onProgress({ file: file.path, done: Math.min(arrived, total), total });
      yield chunk;
      if (arrived > total) return;
    }
  };
}

/**
 * How a file differs from the one that is listed: by its SHA-256 in LFS, else by its name in git.
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
async function checksumFault(
  path: string,
  { file: { lfs, oid = "" }, size }: { file: ListFileEntry; size: number },
): Promise<string | undefined> {
  const [algorithm, listed] = lfs ? ["sha256", lfs.oid] : ["sha1", oid];
  const hash = createHash(algorithm);
  if (!lfs) hash.update(`blob ${size}\0`);
  await pipeline(createReadStream(path), hash);
  const found = hash.digest("hex");
  if (found === listed) return undefined;
  const name = lfs ? "SHA-256" : "SHA-1";
  return `the ${size} bytes that came have ${name} ${found} but ${listed} is listed`;
}

function damaged({ hub, file }: Download, problem: string): CheckpointError {
  return new CheckpointError({ source: `${hub.id}/${file.path}` }, problem, "Try again");
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
