/**
 * The directory of a zip file whose entries are stored as they are, the only kind that torch writes.
 * Every offset is checked before it is followed: general readers may raise errors that nobody can
 * catch on hostile files (yauzl does, from a callback, for an offset beyond 2^53).
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3 and 4.5.3
 */

import type { CheckpointFile } from "./checkpointFile.js";
import { CheckpointError, COPY_AGAIN, quoted } from "./error.js";

/** Bytes `[start, start + length)` of a file. */
export interface Extent {
  readonly start: number;
  readonly length: number;
}

/** Where the header before an entry starts, and how many bytes the entry has. */
export interface ZipEntry {
  readonly header: number;
  readonly length: number;
}

const LOCAL = { signature: 0x04034b50, bytes: 30 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const END = { signature: 0x06054b50, bytes: 22 };
const END64 = { signature: 0x06064b50, bytes: 56 };
const LOCATOR64 = { signature: 0x07064b50, bytes: 20 };
const LONGEST_COMMENT = 0xffff;
const LARGEST_DIRECTORY = 64 * 1024 * 1024; // bytes
const ENCRYPTED = 1;
const IN_EXTRA = 0xffffffff; // the value is in the extra field of zip64
const EXTRA64 = 1;

function refuse(file: CheckpointFile, problem: string, advice = COPY_AGAIN): never {
  throw new CheckpointError({ source: file.path }, problem, advice);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit field; beyond 2^53 it is inexact, and past the end of any file. */
function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** Where the directory lies, from the record at the end of the file. */
async function directoryOf(file: CheckpointFile): Promise<Extent> {
  const length = Math.min(file.size, END.bytes + LONGEST_COMMENT + LOCATOR64.bytes);
  const tail = viewOf(await file.read(file.size - length, length));
  let end = length - END.bytes;
  const isEnd = (at: number) =>
    tail.getUint32(at, true) === END.signature &&
    at + END.bytes + tail.getUint16(at + 20, true) === length;
  while (end >= 0 && !isEnd(end)) end--;
  if (end < 0) return refuse(file, "is a zip file without its end");
  const locator = end - LOCATOR64.bytes;
  if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR64.signature)
    return { start: tail.getUint32(end + 16, true), length: tail.getUint32(end + 12, true) };
  const end64 = viewOf(await file.read(uint64(tail, locator + 8), END64.bytes));
  if (end64.getUint32(0, true) !== END64.signature)
    return refuse(file, "is a zip file with a damaged end");
  return { start: uint64(end64, 48), length: uint64(end64, 40) };
}

/**
 * Entries by name.
 * @throws CheckpointError if the directory is damaged, names an entry twice, or an entry is not stored
 */
export async function readZipDirectory(file: CheckpointFile): Promise<Map<string, ZipEntry>> {
  const { start, length } = await directoryOf(file);
  if (length > LARGEST_DIRECTORY)
    refuse(file, `has a directory of ${length} bytes but ${LARGEST_DIRECTORY} are allowed`);
  const bytes = await file.read(start, length);
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at < length; ) {
    if (at + CENTRAL.bytes > length || view.getUint32(at, true) !== CENTRAL.signature)
      return refuse(file, `has a damaged directory at byte ${start + at}`);
    const nameEnd = at + CENTRAL.bytes + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > length) return refuse(file, `has a damaged directory at byte ${start + at}`);
    const name = Buffer.from(bytes.subarray(at + CENTRAL.bytes, nameEnd)).toString();
    if (entries.has(name)) refuse(file, `holds ${quoted(name)} twice`);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const stored = view.getUint32(at + 20, true);
    const original = view.getUint32(at + 24, true);
    if (method !== 0 || stored !== original || flags & ENCRYPTED)
      refuse(
        file,
        `holds ${quoted(name)} compressed or encrypted`,
        "Torch stores entries as they are: take the original file",
      );
    const extra = { view, at: nameEnd, end: extraEnd };
    entries.set(
      name,
      wideEntry({ header: view.getUint32(at + 42, true), length: original }, extra),
    );
    at = next;
  }
  return entries;
}

/** Replaces what did not fit into 32 bits; the extra field has both lengths, if any, before the offset. */
function wideEntry(
  { header, length }: ZipEntry,
  { view, at, end }: { view: DataView; at: number; end: number },
): ZipEntry {
  if (header !== IN_EXTRA && length !== IN_EXTRA) return { header, length };
  for (let field = at; field + 4 <= end; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== EXTRA64) continue;
    const offsetAt = field + 4 + (length === IN_EXTRA ? 16 : 0);
    const has = (place: number) => place + 8 <= end;
    return {
      length: length === IN_EXTRA && has(field + 4) ? uint64(view, field + 4) : length,
      header: header === IN_EXTRA && has(offsetAt) ? uint64(view, offsetAt) : header,
    };
  }
  return { header, length };
}

/** Where the bytes of an entry lie. @throws CheckpointError if that is outside of the file */
export async function extentOf(
  file: CheckpointFile,
  { header, length }: ZipEntry,
): Promise<Extent> {
  const local = viewOf(await file.read(header, LOCAL.bytes));
  if (local.getUint32(0, true) !== LOCAL.signature)
    return refuse(file, `has no entry at byte ${header}, where its directory places one`);
  const start = header + LOCAL.bytes + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + length > file.size)
    return refuse(
      file,
      `has an entry that ends at byte ${start + length} but ${file.size} bytes are there`,
    );
  return { start, length };
}
