/** Random access to one file, with every read checked against its size before memory is taken. */

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { CheckpointError, COPY_AGAIN, reasonOf } from "./error.js";

/** A file open for reading. */
export interface CheckpointFile {
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** Reads `[start, start + length)`. @throws CheckpointError if the file does not reach that far */
  read(start: number, length: number): Promise<Uint8Array>;
}

/** Opening a pipe would otherwise wait for a writer for ever; Windows has no such flag. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const LARGEST_READ = 1 << 30; // one read of Node is bounded by 2^31 bytes

/** Whether V8 refused an array, either by its own limit or by the machine's. */
function isOutOfMemory(cause: unknown): boolean {
  return (
    cause instanceof RangeError &&
    /^(Array buffer allocation failed|Invalid typed array length)/.test(cause.message)
  );
}

async function fill(handle: FileHandle, bytes: Uint8Array, start: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const length = Math.min(bytes.length - done, LARGEST_READ);
    const { bytesRead } = await handle.read(bytes, done, length, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/**
 * Opens `path`, gives it to `use` and closes it whatever happens.
 * @throws CheckpointError if it is no readable file, or takes more memory than there is
 */
export async function withFile<T>(
  path: string,
  use: (file: CheckpointFile) => Promise<T>,
): Promise<T> {
  const handle = await open(path, READ_AT_ONCE).catch((cause: unknown) => {
    throw new CheckpointError(
      { source: path },
      `cannot be opened (${(cause as NodeJS.ErrnoException).code ?? reasonOf(cause)})`,
      "Check the path and its permissions",
      { cause },
    );
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile())
      throw new CheckpointError({ source: path }, "is not a file", "Check the path");
    return await use(checkedFile(handle, path, stats.size));
  } catch (cause) {
    if (!isOutOfMemory(cause)) throw cause;
    throw new CheckpointError(
      { source: path },
      "does not fit into memory",
      "Use a smaller model, or a machine with more memory",
      { cause },
    );
  } finally {
    await handle.close();
  }
}

function checkedFile(handle: FileHandle, path: string, size: number): CheckpointFile {
  return {
    path,
    size,
    async read(start, length) {
      const available = Math.max(0, size - start);
      const bytes = length <= available ? new Uint8Array(length) : undefined;
      const got = bytes ? await fill(handle, bytes, start) : available;
      if (bytes === undefined || got < length)
        throw new CheckpointError(
          { source: path },
          `needs ${length} bytes at byte ${start} but ${got} are there`,
          COPY_AGAIN,
        );
      return bytes;
    },
  };
}
