/**
 * Weights saved by `torch.save`, in either layout, without executing anything.
 * @see https://github.com/pytorch/pytorch/blob/main/torch/serialization.py
 */

import { sizeOf, type Tensor } from "../core/index.js";
import { type CheckpointFile, withFile } from "./checkpointFile.js";
import { CheckpointError, COPY_AGAIN, quoted } from "./error.js";
import { findStateDict } from "./stateDict.js";
import { decodedBytes, decodeTensor, STORED_TYPES } from "./storedTypes.js";
import { readLegacyLayout, readZipLayout } from "./torchLayouts.js";
import type { TorchTensor } from "./torchValues.js";
import type { Extent } from "./zip.js";

/** What reading may take beyond a multiple of the file: strides of 0 can make much of little. */
const MOST_BYTES_PER_BYTE = 8;
const ALWAYS_ALLOWED_BYTES = 1024 * 1024;

/**
 * Reads the tensors of a state_dict by name, also from inside a training checkpoint. Tensors of one
 * storage share memory where they lie plainly in it; views with other strides are copied.
 * @returns floats of 16 and 32 bits as float32, the others as in {@link decodeTensor}
 * @throws CheckpointError naming the tensor or the global that was refused
 */
export function readTorchFile(path: string): Promise<Map<string, Tensor>> {
  return withFile(path, async (file) => {
    const { root, extents } = await readLayout(file);
    const views = findStateDict(root, path);
    checkViews(file, views);
    const tensors = new Map<string, Tensor>();
    const storages = new Map<string, Uint8Array>();
    for (const [name, view] of views) {
      const { key } = view.storage;
      const { start, length } = extents.get(key) as Extent;
      const bytes = storages.get(key) ?? (await file.read(start, length));
      storages.set(key, bytes);
      tensors.set(name, decodeTensor(view.storage.type, view.shape, elementsOf(view, bytes)));
    }
    return tensors;
  });
}

async function readLayout(file: CheckpointFile): ReturnType<typeof readZipLayout> {
  const [first, second] = await file.read(0, Math.min(2, file.size));
  if (first === 0x50 && second === 0x4b) return readZipLayout(file); // "PK"
  if (first === 0x80) return readLegacyLayout(file);
  throw new CheckpointError(
    { source: file.path },
    file.size === 0 ? "is empty" : "is neither the zip nor the legacy layout of torch.save",
    "Take a file written by torch.save, or a safetensors file. A small text file here is a pointer of Git LFS",
  );
}

/** Refuses views beyond their storage, and more memory than such a file can need. */
function checkViews(file: CheckpointFile, views: ReadonlyMap<string, TorchTensor>): void {
  const allowed = ALWAYS_ALLOWED_BYTES + MOST_BYTES_PER_BYTE * file.size;
  let needed = 0;
  for (const [name, { storage, offset, shape, strides }] of views) {
    const elements = sizeOf(shape);
    const last = shape.reduce((sum, dim, axis) => sum + (dim - 1) * (strides[axis] ?? 0), offset);
    if (elements > 0 && last >= storage.elements)
      throw new CheckpointError(
        { source: file.path },
        `tensor ${quoted(name)} reaches element ${last} of a storage of ${storage.elements}`,
        COPY_AGAIN,
      );
    needed += decodedBytes(storage.type, elements) + elements * STORED_TYPES[storage.type].size;
    if (!(needed <= allowed))
      throw new CheckpointError(
        { source: file.path },
        `its tensors up to ${quoted(name)} need ${needed} bytes but the file of ${file.size} is allowed ${allowed}`,
        "Do not use this file",
      );
  }
}

/** The elements of a view in row-major order: a part of `storage` where they lie so, else a copy. */
function elementsOf(view: TorchTensor, storage: Uint8Array): Uint8Array {
  const { shape, strides, offset } = view;
  const { size } = STORED_TYPES[view.storage.type];
  const elements = sizeOf(shape);
  if (elements === 0) return new Uint8Array(0);
  if (isRowMajor(view)) return storage.subarray(offset * size, (offset + elements) * size);
  const out = new Uint8Array(elements * size);
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < elements; to++) {
    for (let byte = 0; byte < size; byte++)
      out[to * size + byte] = storage[from * size + byte] as number;
    // the next index: the last axis counts, and each axis that is full starts again
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      const at = ((index[axis] as number) + 1) % (shape[axis] as number);
      from += at === 0 ? -stride * (index[axis] as number) : stride;
      index[axis] = at;
      if (at > 0) break;
    }
  }
  return out;
}

/** Whether the elements lie one after the other; the stride of an axis of one element says nothing. */
function isRowMajor({ shape, strides }: TorchTensor): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const dim = shape[axis] as number;
    if (dim !== 1 && strides[axis] !== expected) return false;
    expected *= dim;
  }
  return true;
}
