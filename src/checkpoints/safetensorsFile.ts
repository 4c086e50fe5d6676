/** Safetensors files on disk. */

import { type Tensor, writeAtomically } from "../core/index.js";
import { withFile } from "./checkpointFile.js";
import {
  headerLength,
  LENGTH_BYTES,
  parseHeader,
  type Safetensors,
  safetensorsChunks,
} from "./safetensors.js";
import { decodeTensor } from "./storedTypes.js";

/**
 * Reads a file tensor by tensor, so that no more than one is held twice.
 * @throws CheckpointError if it cannot be read or breaks a rule of the format
 */
export function readSafetensorsFile(path: string): Promise<Safetensors> {
  return withFile(path, async (file) => {
    const bytes = await file.read(0, Math.min(LENGTH_BYTES, file.size));
    const length = headerLength({ bytes, fileSize: file.size, source: path });
    const dataStart = LENGTH_BYTES + length;
    const { entries, metadata } = parseHeader({
      header: await file.read(LENGTH_BYTES, length),
      dataSize: file.size - dataStart,
      source: path,
    });
    const tensors = new Map<string, Tensor>();
    for (const { name, type, shape, start, end } of entries)
      tensors.set(name, decodeTensor(type, shape, await file.read(dataStart + start, end - start)));
    return { tensors, metadata };
  });
}

/**
 * Writes a file whole or not at all; equal tensors and metadata give equal bytes.
 * @param metadata Hugging Face's loaders require `format: "pt"`
 */
export async function writeSafetensorsFile(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeAtomically(path, safetensorsChunks(tensors, metadata));
}
