/** `raretag fetch`: the files of an encoder, for a machine without network. */
import { copyModel, type DownloadProgress, resolveEncoder } from "../checkpoints/index.js";
import type { Io } from "./io.js";

/** Flags and arguments of `raretag fetch`. */
export interface FetchOptions {
  readonly id: string;
  readonly out: string;
  readonly offline?: true;
  readonly overwrite?: true;
}

/** Downloads an encoder, unless the cache has it, and copies it into a folder. */
export async function runFetch(options: FetchOptions, io: Io): Promise<void> {
  const { id, out, offline, overwrite } = options;
  const from = await resolveEncoder(id, { offline, onProgress: progressOn(io) });
  await copyModel({ from, to: out, onExisting: overwrite ? "replace" : "refuse" });
  io.stderr(`${id} is in ${out}: train with --encoder ${out}\n`);
}

/** Reports every tenth of a download on a line of its own. */
export function progressOn(io: Io): (progress: DownloadProgress) => void {
  let reported = "";
  return ({ file, done, total }) => {
    const line = `${file}: ${Math.floor((10 * done) / total) * 10} % of ${(total / 1e6).toFixed(0)} MB`;
    if (line !== reported) io.stderr(`${line}\n`);
    reported = line;
  };
}
