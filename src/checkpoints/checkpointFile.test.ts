import { execFileSync } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withFile } from "./checkpointFile.js";
import { readSafetensorsFile } from "./safetensorsFile.js";
import { readTorchFile } from "./torchFile.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "raretag-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A file of `size` bytes that takes no room on disk, with `start` at its start. */
async function sparse(start: Uint8Array, size: number): Promise<string> {
  const path = join(folder, "sparse");
  await writeFile(path, start);
  const handle = await open(path, "r+");
  await handle.truncate(size);
  await handle.close();
  return path;
}

function safetensors(header: string, announced = BigInt(header.length)): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(announced);
  return Buffer.concat([length, Buffer.from(header)]);
}

const messageOf = (outcome: Promise<unknown>) =>
  outcome.then(
    () => "no error",
    (error: Error) => `${error.name}: ${error.message}`.replaceAll(folder, "DIR"),
  );

describe("withFile", () => {
  test("says that a file is not there, or is none", async () => {
    const use = () => Promise.resolve();
    expect(await messageOf(withFile(join(folder, "absent"), use))).toBe(
      "CheckpointError: DIR/absent: cannot be opened (ENOENT). Check the path and its permissions.",
    );
    expect(await messageOf(withFile(folder, use))).toBe(
      "CheckpointError: DIR: is not a file. Check the path.",
    );
  });

  test.skipIf(process.platform === "win32")("never waits for a pipe", async () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    expect(await messageOf(readSafetensorsFile(path))).toBe(
      "CheckpointError: DIR/pipe: is not a file. Check the path.",
    );
  });
});

describe("files of ten gigabytes", () => {
  const GIANT = 10_000_000_000;

  test.each([
    ["2^63 bytes", 2n ** 63n, "but 9999999992 follow. It is damaged, or no safetensors file"],
    ["2 GB", 2_000_000_000n, "but the format allows 100000000. Do not use this file"],
  ])("a header of %s is refused before it is read", async (_, announced, problem) => {
    const path = await sparse(safetensors("{}", announced), GIANT);
    expect(await messageOf(readSafetensorsFile(path))).toContain(
      `DIR/sparse: announces a header of ${announced} bytes ${problem}`,
    );
  });

  test("a tensor that no array can hold is refused", async () => {
    const header = (end: number) =>
      `{"a":{"dtype":"U8","shape":[${end}],"data_offsets":[0,${end}]}}`;
    const room = GIANT - 8 - header(GIANT).length;
    const path = await sparse(safetensors(header(room).padEnd(header(GIANT).length)), GIANT);
    expect(await messageOf(readSafetensorsFile(path))).toBe(
      "CheckpointError: DIR/sparse: does not fit into memory. Use a smaller model, or a machine with more memory.",
    );
  });

  test("a tensor that takes a part of the data is refused", async () => {
    const header = '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}';
    expect(await messageOf(readSafetensorsFile(await sparse(safetensors(header), GIANT)))).toBe(
      `CheckpointError: DIR/sparse: its tensors take 4 bytes but ${GIANT - 8 - header.length} follow the header. The file is damaged or incomplete, copy or download it again.`,
    );
  });

  test.each([
    ["zip", "PK\x03\x04", "is a zip file without its end"],
    ["legacy", "\x80\x02", "the pickle has the opcode 0x0, which is not read (before byte 3)"],
  ])("torch's %s layout without content is refused", async (_, start, problem) => {
    const path = await sparse(Buffer.from(start, "latin1"), GIANT);
    expect(await messageOf(readTorchFile(path))).toBe(
      `CheckpointError: DIR/sparse: ${problem}. The file is damaged or incomplete, copy or download it again.`,
    );
  });
});
