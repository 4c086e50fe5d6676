/** Reads the weights of a model folder, whichever of the usual files holds them. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { float32, type Tensor } from "../core/index.js";
import { CheckpointError } from "./error.js";
import { readSafetensorsFile } from "./safetensorsFile.js";
import { readShards } from "./shards.js";
import { readTorchFile } from "./torchFile.js";

type Tensors = ReadonlyMap<string, Tensor>;

const readSafetensors = async (path: string): Promise<Tensors> =>
  (await readSafetensorsFile(path)).tensors;

/** Files of weights, the preferred first, with how each is read. */
const WEIGHT_FILES: readonly {
  readonly name: string;
  readonly read: (path: string) => Promise<Tensors>;
}[] = [
  { name: "model.safetensors", read: readSafetensors },
  {
    name: "model.safetensors.index.json",
    read: (path) => readShards(path, readSafetensors),
  },
  { name: "pytorch_model.bin", read: readTorchFile },
  {
    name: "pytorch_model.bin.index.json",
    read: (path) => readShards(path, readTorchFile),
  },
];

/** Names of the files that can hold weights, the preferred first. */
export const WEIGHT_FILE_NAMES: readonly string[] = WEIGHT_FILES.map(({ name }) => name);

/** Weights as they lie in a folder. */
export interface Checkpoint {
  /** the file that they come from */
  readonly source: string;
  /** by the checkpoint's names; floats of every width as float32, the others as they are */
  readonly tensors: Tensors;
}

/**
 * Reads the weights of `folder`.
 * @throws CheckpointError if it holds none, or if they are damaged or unsafe
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const file = WEIGHT_FILES.find(({ name }) => existsSync(join(folder, name)));
  if (!file)
    throw new CheckpointError(
      { source: folder },
      existsSync(folder)
        ? `holds no weights: looked for ${WEIGHT_FILE_NAMES.join(", ")}`
        : "is no folder",
      "Copy one of these files here, or give the folder that has them",
    );
  const source = join(folder, file.name);
  const tensors = await file.read(source);
  return { source, tensors: new Map([...tensors].map(([name, t]) => [name, narrowed(t)])) };
}

/** Double precision as float32, which is what the engine computes in. */
function narrowed(tensor: Tensor): Tensor {
  return tensor.dtype === "float64" ? float32(tensor.shape, tensor.data as Float64Array) : tensor;
}
