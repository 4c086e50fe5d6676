/**
 * The safetensors format, pure: bytes to tensors and back.
 * @see https://github.com/huggingface/safetensors#format
 */

import type { DType, Tensor } from "../core/index.js";
import { sizeOf } from "../core/index.js";
import { CheckpointError, COPY_AGAIN, quoted, quotedValue } from "./error.js";
import {
  decodeTensor,
  isStoredTypeName,
  STORED_TYPES,
  type StoredTypeName,
  WRITTEN_AS,
} from "./storedTypes.js";
import { isRecord, parseStrictJson } from "./strictJson.js";

/** Bytes before the header: its length, a little-endian 64-bit integer. */
export const LENGTH_BYTES = 8;
/** The limit of the reference implementation, in bytes. */
export const LONGEST_HEADER = 100_000_000;
const METADATA = "__metadata__";
const ALIGNMENT = 8;

/** Tensors of a file, in the order of its bytes, and the strings that came with them. */
export interface Safetensors {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Map<string, string>;
}

/** Where a tensor lies: bytes `[start, end)`, counted from the end of the header. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly type: StoredTypeName;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** A checked header: its entries cover the data exactly, without overlap or hole. */
export interface SafetensorsHeader {
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: Map<string, string>;
}

/**
 * The length of the header, in bytes.
 * @param bytes at least the first eight bytes of the file, where it has as many
 * @throws CheckpointError if the header is longer than the limit or the file
 */
export function headerLength({
  bytes,
  fileSize,
  source,
}: {
  bytes: Uint8Array;
  fileSize: number;
  source: string;
}): number {
  if (fileSize < LENGTH_BYTES)
    throw new CheckpointError(
      { source },
      `has ${fileSize} bytes but safetensors starts with ${LENGTH_BYTES} that give the length of a header`,
      COPY_AGAIN,
    );
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const room = fileSize - LENGTH_BYTES;
  if (length > room)
    throw new CheckpointError(
      { source },
      `announces a header of ${length} bytes but ${room} follow`,
      "It is damaged, or no safetensors file (a small text file is a pointer of Git LFS): copy or download it again",
    );
  if (length > LONGEST_HEADER)
    throw new CheckpointError(
      { source },
      `announces a header of ${length} bytes but the format allows ${LONGEST_HEADER}`,
      "Do not use this file",
    );
  return Number(length);
}

/**
 * Reads and checks a header.
 * @param header its bytes, without the length before them
 * @param dataSize bytes of the file after the header
 * @throws CheckpointError naming the tensor and both values
 */
export function parseHeader({
  header,
  dataSize,
  source,
}: {
  header: Uint8Array;
  dataSize: number;
  source: string;
}): SafetensorsHeader {
  const { [METADATA]: rawMetadata, ...rest } = parseStrictJson({
    bytes: header,
    source,
    what: "header",
  });
  const metadata = new Map<string, string>();
  if (rawMetadata !== undefined && !isRecord(rawMetadata))
    throw new CheckpointError({ source }, `${METADATA} is not an object`, COPY_AGAIN);
  for (const [key, value] of Object.entries(rawMetadata ?? {})) {
    if (typeof value !== "string")
      throw new CheckpointError(
        { source },
        `${METADATA} ${quoted(key)} is not a string`,
        COPY_AGAIN,
      );
    metadata.set(key, value);
  }
  const entries = Object.entries(rest).map(([name, value]) => parseEntry(source, name, value));
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  let covered = 0;
  for (const { name, start, end } of entries) {
    if (start !== covered)
      throw new CheckpointError(
        { source },
        `tensor ${quoted(name)} starts at byte ${start} of the data but the one before it ends at ${covered}`,
        `Do not use this file: its tensors ${start < covered ? "overlap" : "leave a hole"}`,
      );
    covered = end;
  }
  if (covered !== dataSize)
    throw new CheckpointError(
      { source },
      `its tensors take ${covered} bytes but ${dataSize} follow the header`,
      COPY_AGAIN,
    );
  return { entries, metadata };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function parseEntry(source: string, name: string, value: unknown): SafetensorsEntry {
  const refuse = (problem: string, advice = COPY_AGAIN): never => {
    throw new CheckpointError({ source }, `tensor ${quoted(name)} ${problem}`, advice);
  };
  if (!isRecord(value)) return refuse("is not described by an object");
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isStoredTypeName(dtype))
    return refuse(
      `has the element type ${quotedValue(dtype)} but ${Object.keys(STORED_TYPES).join(", ")} are read`,
      "Convert the file to F32",
    );
  if (!Array.isArray(shape) || !shape.every(isCount))
    return refuse(
      `has the shape ${quotedValue(shape)} but a list of whole numbers from 0 is needed`,
    );
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return refuse(
      `has the data_offsets ${quotedValue(offsets)} but two whole numbers from 0 are needed`,
    );
  const [start, end] = offsets as [number, number];
  const needed = sizeOf(shape) * STORED_TYPES[dtype].size;
  if (needed !== end - start)
    return refuse(
      `of shape [${shape.slice(0, 8).join(", ")}] and type ${dtype} needs ${needed} bytes but its offsets [${start}, ${end}] give it ${end - start}`,
    );
  return { name, type: dtype, shape, start, end };
}

/**
 * The tensors of a file that is in memory; they are views on `bytes` where that is possible.
 * F16 and BF16 become float32, I16 int32; the others stay what they are.
 * @param source names the file in messages
 * @throws CheckpointError for anything that the format does not allow
 */
export function parseSafetensors(bytes: Uint8Array, source = "safetensors"): Safetensors {
  const start = LENGTH_BYTES + headerLength({ bytes, fileSize: bytes.length, source });
  const header = bytes.subarray(LENGTH_BYTES, start);
  const data = bytes.subarray(start);
  const { entries, metadata } = parseHeader({ header, dataSize: data.length, source });
  const tensors = new Map<string, Tensor>();
  for (const { name, type, shape, start, end } of entries)
    tensors.set(name, decodeTensor(type, shape, data.subarray(start, end)));
  return { tensors, metadata };
}

/** Orders as Rust orders strings: by their UTF-8 bytes. */
function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Wide types first, so that every tensor is aligned; equal types by name, as the reference does. */
function compareTensors([a, x]: [string, Tensor<DType>], [b, y]: [string, Tensor<DType>]): number {
  const order = Object.keys(STORED_TYPES);
  const rank = (t: Tensor) => order.indexOf(WRITTEN_AS[t.dtype]);
  return rank(y) - rank(x) || compareNames(a, b);
}

/**
 * A safetensors file as consecutive pieces, the tensors as views: nothing large is copied.
 * Equal tensors and metadata give equal bytes, whatever their order.
 * @throws CheckpointError for a name that the format or {@link parseSafetensors} refuses
 */
export function safetensorsChunks(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const parts: string[] = [];
  const member = (key: string, value: unknown) => `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  const keys = Object.keys(metadata).sort(compareNames);
  if (keys.length > 0)
    parts.push(`"${METADATA}":{${keys.map((key) => member(key, metadata[key] as string)).join()}}`);
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { dtype, shape, data }] of [...tensors].sort(compareTensors)) {
    if (name === METADATA || name === "__proto__")
      throw new CheckpointError({}, `a tensor cannot be named ${name}`, "Rename it");
    const end = offset + data.byteLength;
    parts.push(member(name, { dtype: WRITTEN_AS[dtype], shape, data_offsets: [offset, end] }));
    chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset = end;
  }
  const header = Buffer.from(`{${parts.join()}}`);
  const padded = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const head = new Uint8Array(LENGTH_BYTES + padded).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(header, LENGTH_BYTES);
  return [head, ...chunks];
}

/** {@link safetensorsChunks} as one array. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  return Buffer.concat(safetensorsChunks(tensors, metadata));
}
