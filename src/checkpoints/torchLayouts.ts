/** The two layouts of torch files: where the pickle is, and where the bytes of each storage are. */

import type { CheckpointFile } from "./checkpointFile.js";
import { CheckpointError, COPY_AGAIN, quoted } from "./error.js";
import { type Fail, parsePickle } from "./pickle.js";
import { STORED_TYPES } from "./storedTypes.js";
import { storageOf, TORCH_GLOBALS, type TorchStorage, type TorchValue } from "./torchValues.js";
import { type Extent, extentOf, readZipDirectory } from "./zip.js";

/** What was found in a torch file; nothing of the storages is read yet. */
export interface TorchContents {
  readonly root: TorchValue;
  /** by key, each as long as its elements need */
  readonly extents: ReadonlyMap<string, Extent>;
}

/** Pickles of state_dicts take some hundred kilobytes. */
const LONGEST_PICKLE = 16 * 1024 * 1024;
const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_PROTOCOL = 1001;
const COUNT_BYTES = 8;

function refuse(file: CheckpointFile, problem: string, advice = COPY_AGAIN): never {
  throw new CheckpointError({ source: file.path }, problem, advice);
}

/** Bytes that a storage takes. */
function storageBytes({ type, elements }: TorchStorage): number {
  return elements * STORED_TYPES[type].size;
}

/** Collects the storages that a pickle refers to, each key with one meaning. */
function storageTable(): {
  storages: Map<string, TorchStorage>;
  persistent: (id: TorchValue, fail: Fail) => TorchStorage;
} {
  const storages = new Map<string, TorchStorage>();
  const persistent = (id: TorchValue, fail: Fail) => {
    const storage = storageOf(id, fail);
    const known = storages.get(storage.key) ?? storage;
    if (known.type !== storage.type || known.elements !== storage.elements)
      fail(
        `the pickle gives storage ${quoted(storage.key)} as ${known.elements} ${known.type} and as ${storage.elements} ${storage.type}`,
      );
    storages.set(storage.key, known);
    return known;
  };
  return { storages, persistent };
}

/**
 * Reads the layout of torch 1.6 and later: a zip of `NAME/data.pkl` and `NAME/data/KEY`.
 * @throws CheckpointError
 */
export async function readZipLayout(file: CheckpointFile): Promise<TorchContents> {
  const entries = await readZipDirectory(file);
  const names = [...entries.keys()];
  const pickles = names.filter((name) => name === "data.pkl" || name.endsWith("/data.pkl"));
  const [pickleName] = pickles;
  if (pickleName === undefined || pickles.length > 1)
    return refuse(
      file,
      `holds ${pickles.length} entries named data.pkl but a torch file has one`,
      "Take a file written by torch.save",
    );
  const folder = pickleName.slice(0, -"data.pkl".length);
  const read = async (name: string, most: number) => {
    const entry = entries.get(name);
    if (!entry) return undefined;
    const { start, length } = await extentOf(file, entry);
    if (length > most) refuse(file, `${quoted(name)} has ${length} bytes but ${most} are allowed`);
    return file.read(start, length);
  };
  const order = await read(`${folder}byteorder`, 16);
  if (order && Buffer.from(order).toString("latin1") !== "little")
    refuse(file, "was written on a big-endian machine", "Save it again on a little-endian one");
  const bytes = (await read(pickleName, LONGEST_PICKLE)) as Uint8Array;
  const { storages, persistent } = storageTable();
  const { value } = parsePickle({
    bytes,
    source: `${file.path} (${quoted(pickleName)})`,
    globals: TORCH_GLOBALS,
    persistent,
  });
  const extents = new Map<string, Extent>();
  for (const storage of storages.values()) {
    const entry = entries.get(`${folder}data/${storage.key}`);
    if (!entry) return refuse(file, `storage ${quoted(storage.key)} is missing`);
    const extent = await extentOf(file, entry);
    if (extent.length !== storageBytes(storage))
      refuse(
        file,
        `storage ${quoted(storage.key)} has ${extent.length} bytes but ${storage.elements} elements of ${storage.type} need ${storageBytes(storage)}`,
      );
    extents.set(storage.key, extent);
  }
  const total = [...extents.values()].reduce((sum, { length }) => sum + length, 0);
  if (total > file.size)
    refuse(
      file,
      `its storages take ${total} bytes but the file has ${file.size}`,
      "Do not use this file: its storages overlap",
    );
  return { root: value, extents };
}

/**
 * Reads the layout before torch 1.6: pickles of a magic number, a protocol, the machine, the value
 * and the storage keys, then for each key a 64-bit count and its little-endian elements.
 * @throws CheckpointError
 */
export async function readLegacyLayout(file: CheckpointFile): Promise<TorchContents> {
  const bytes = await file.read(0, Math.min(file.size, LONGEST_PICKLE));
  const { storages, persistent } = storageTable();
  let start = 0;
  const next = (): TorchValue => {
    const { value, end } = parsePickle({
      bytes,
      start,
      source: file.path,
      globals: TORCH_GLOBALS,
      persistent,
    });
    start = end;
    return value;
  };
  if (next() !== LEGACY_MAGIC)
    refuse(file, "is a pickle but not of torch", "Take a file written by torch.save");
  const protocol = next();
  if (protocol !== LEGACY_PROTOCOL)
    refuse(file, `has another legacy protocol than ${LEGACY_PROTOCOL}`);
  next(); // byte order and integer sizes of the machine; the storages do not depend on them
  const root = next();
  const keys = next();
  if (!Array.isArray(keys)) return refuse(file, "has no list of storages after its pickle");
  const extents = new Map<string, Extent>();
  for (const key of keys) {
    const storage = typeof key === "string" ? storages.get(key) : undefined;
    if (!storage || extents.has(storage.key))
      return refuse(file, "lists a storage twice, or one that no tensor uses");
    const count = new DataView((await file.read(start, COUNT_BYTES)).buffer).getBigInt64(0, true);
    if (count !== BigInt(storage.elements))
      refuse(
        file,
        `storage ${quoted(storage.key)} has ${count} elements but its tensors were made on ${storage.elements}`,
      );
    extents.set(storage.key, { start: start + COUNT_BYTES, length: storageBytes(storage) });
    start += COUNT_BYTES + storageBytes(storage);
  }
  const missing = [...storages.keys()].find((key) => !extents.has(key));
  if (missing !== undefined) refuse(file, `storage ${quoted(missing)} is missing`);
  return { root, extents };
}
