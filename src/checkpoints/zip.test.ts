import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withFile } from "./checkpointFile.js";
import { extentOf, readZipDirectory } from "./zip.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "raretag-zip-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Little-endian fields, each `[value, bytes]`. */
const fields = (...values: [number | bigint, 2 | 4 | 8][]) =>
  Buffer.concat(
    values.map(([value, bytes]) => {
      const out = Buffer.alloc(8);
      out.writeBigUInt64LE(BigInt(value));
      return out.subarray(0, bytes);
    }),
  );

interface Options {
  entries: Record<string, string>;
  /** use the 64-bit fields for everything */
  wide?: boolean;
  method?: number;
  flags?: number;
  comment?: string;
  /** added to the offset of each entry */
  shift?: bigint;
}

/** A zip file after APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3. */
function zip({ entries, wide = false, method = 0, flags = 0, comment = "", shift = 0n }: Options) {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const size = () => parts.reduce((sum, { length }) => sum + length, 0);
  for (const [name, text] of Object.entries(entries)) {
    const offset = BigInt(size()) + shift;
    const { length } = Buffer.from(text);
    parts.push(
      fields(
        [0x04034b50, 4],
        [45, 2],
        [flags, 2],
        [method, 2],
        [0, 4],
        [0, 4],
        [length, 4],
        [length, 4],
        [name.length, 2],
        [3, 2],
      ),
      Buffer.from(`${name}pad${text}`),
    );
    const extra = wide
      ? fields([1, 2], [24, 2], [length, 8], [length, 8], [offset, 8])
      : Buffer.alloc(0);
    const narrow = (value: number | bigint) => (wide ? 0xffffffff : value);
    directory.push(
      fields(
        [0x02014b50, 4],
        [45, 2],
        [45, 2],
        [flags, 2],
        [method, 2],
        [0, 4],
        [0, 4],
        [narrow(length), 4],
        [narrow(length), 4],
      ),
      fields(
        [name.length, 2],
        [extra.length, 2],
        [0, 2],
        [0, 2],
        [0, 2],
        [0, 4],
        [narrow(offset), 4],
      ),
      Buffer.from(name),
      extra,
    );
  }
  const start = size();
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const count = Object.keys(entries).length;
  const end64 = start + length;
  if (wide)
    directory.push(
      fields(
        [0x06064b50, 4],
        [44, 8],
        [45, 2],
        [45, 2],
        [0, 4],
        [0, 4],
        [count, 8],
        [count, 8],
        [length, 8],
        [start, 8],
      ),
      fields([0x07064b50, 4], [0, 4], [end64, 8], [1, 4]),
    );
  directory.push(
    fields(
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [count, 2],
      [count, 2],
      [wide ? 0xffffffff : length, 4],
      [wide ? 0xffffffff : start, 4],
      [comment.length, 2],
    ),
    Buffer.from(comment),
  );
  return Buffer.concat([...parts, ...directory]);
}

async function contents(bytes: Buffer): Promise<Record<string, string>> {
  const path = join(folder, "f.zip");
  await writeFile(path, bytes);
  return withFile(path, async (file) => {
    const found: Record<string, string> = {};
    for (const [name, entry] of await readZipDirectory(file)) {
      const { start, length } = await extentOf(file, entry);
      found[name] = Buffer.from(await file.read(start, length)).toString();
    }
    return found;
  });
}

const ENTRIES = { "a/data.pkl": "hello", "a/data/0": "", "a/version": "3\n" };

describe("readZipDirectory", () => {
  test.each<[string, Partial<Options>]>([
    ["plain", {}],
    ["zip64", { wide: true }],
    [
      "with a comment that looks like an end",
      { comment: "PK\x05\x06 and more text than an end has" },
    ],
  ])("finds the entries of a file: %s", async (_, options) => {
    expect(await contents(zip({ entries: ENTRIES, ...options }))).toEqual(ENTRIES);
  });

  test("finds nothing in an empty file", async () => {
    expect(await contents(zip({ entries: {} }))).toEqual({});
  });

  const twice = zip({ entries: { aa: "1", ab: "2" } });
  const second = twice.lastIndexOf("ab");
  const DAMAGED = "The file is damaged or incomplete, copy or download it again.";
  const STORED = "Torch stores entries as they are: take the original file.";
  test.each<[string, Buffer, string]>([
    [
      "compressed entries",
      zip({ entries: ENTRIES, method: 8 }),
      `holds "a/data.pkl" compressed or encrypted. ${STORED}`,
    ],
    [
      "encrypted entries",
      zip({ entries: ENTRIES, flags: 1 }),
      `holds "a/data.pkl" compressed or encrypted. ${STORED}`,
    ],
    [
      "a name that comes twice",
      Buffer.concat([twice.subarray(0, second), Buffer.from("aa"), twice.subarray(second + 2)]),
      `holds "aa" twice. ${DAMAGED}`,
    ],
    [
      "an entry that is not where it should be",
      zip({ entries: { a: "1" }, shift: 1n }),
      `has no entry at byte 1, where its directory places one. ${DAMAGED}`,
    ],
    [
      "an entry beyond the end",
      zip({ entries: { a: "1" }, shift: 1000n }),
      `needs 30 bytes at byte 1000 but 0 are there. ${DAMAGED}`,
    ],
    [
      "an entry beyond what numbers hold",
      zip({ entries: { a: "1" }, wide: true, shift: 2n ** 63n }),
      `needs 30 bytes at byte 9223372036854776000 but 0 are there. ${DAMAGED}`,
    ],
    [
      "a file cut off",
      zip({ entries: ENTRIES }).subarray(0, -1),
      `is a zip file without its end. ${DAMAGED}`,
    ],
    [
      "a file cut off at its start",
      zip({ entries: ENTRIES }).subarray(1),
      `has a damaged directory at byte 133. ${DAMAGED}`,
    ],
  ])("refuses %s", async (_, bytes, message) => {
    await expect(contents(bytes)).rejects.toMatchObject({
      name: "CheckpointError",
      message: `${join(folder, "f.zip")}: ${message}`,
    });
  });
});
