/**
 * One file from the Hub to disk. It gets its name only when it is whole: a large one grows as
 * `NAME.incomplete`, from where the next attempt goes on.
 */

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { downloadFile, type ListFileEntry } from "@huggingface/hub";
import { CheckpointError } from "./error.js";
import { writeAtomically } from "./writeAtomically.js";

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
  /** the commit, so that no two versions can mix */
  readonly sha: string;
}

/**
 * Downloads a file whole or not at all; large ones (of LFS) are resumed, and checked by their SHA-256.
 * @throws CheckpointError if what came is not what the Hub lists; errors of the network as they are
 */
export async function downloadInto(download: Download): Promise<void> {
  const { hub, folder, file, sha } = download;
  const blob = await downloadFile({
    repo: hub.id,
    path: file.path,
    revision: sha,
    xet: false, // plain HTTP can be resumed and checked
    hubUrl: hub.hubUrl,
    fetch: hub.fetch,
    ...hub.credentials,
  });
  const total = file.lfs?.size ?? file.size;
  if (!blob || blob.size !== total)
    throw damaged(download, `the Hub offers ${blob?.size ?? 0} bytes but lists ${total}`);
  if (file.lfs) return downloadLarge(download, { blob, total, digest: file.lfs.oid });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (bytes.length !== total)
    throw damaged(download, `${bytes.length} bytes came but ${total} are listed`);
  await writeAtomically(join(folder, file.path), [bytes]);
}

async function downloadLarge(
  download: Download,
  { blob, total, digest }: { blob: Blob; total: number; digest: string },
): Promise<void> {
  const path = join(download.folder, download.file.path);
  const incomplete = `${path}.incomplete`;
  const already = await sizeOf(incomplete);
  if (already < total) {
    const rest = already > 0 ? blob.slice(already) : blob;
    await pipeline(
      Readable.fromWeb(rest.stream() as ReadableStream<Uint8Array>),
      progressMeter(download, { done: already, total }),
      createWriteStream(incomplete, { flags: "a" }),
    );
  }
  const size = await sizeOf(incomplete);
  if (size < total) throw damaged(download, `the connection ended at byte ${size} of ${total}`);
  const found = await sha256(incomplete);
  if (found !== digest) {
    await rm(incomplete);
    throw damaged(
      download,
      `the ${size} bytes that came have SHA-256 ${found} but ${digest} is listed`,
    );
  }
  await rename(incomplete, path);
}

function progressMeter(
  { hub, file }: Download,
  { done, total }: { done: number; total: number },
): Transform {
  let arrived = done;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, callback) {
      arrived += chunk.length;
      hub.onProgress({ file: file.path, done: arrived, total });
      callback(null, chunk);
    },
  });
}

function damaged({ hub, file }: Download, problem: string): CheckpointError {
  return new CheckpointError({ source: `${hub.id}/${file.path}` }, problem, "Try again");
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
