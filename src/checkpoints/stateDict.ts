/** Finds the table of tensors in what a torch file holds: on top, or inside a training checkpoint. */

import { CheckpointError, listed } from "./error.js";
import { asTensor, type TorchDict, type TorchTensor, type TorchValue } from "./torchValues.js";

/** Keys under which training scripts save the state_dict beside other things; the first found counts. */
const WRAPPERS = ["state_dict", "model_state_dict", "model", "module"] as const;
const DEEPEST_WRAPPER = 3;

function tensorsOf(dict: TorchDict): Map<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  for (const [key, value] of dict) {
    const tensor = asTensor(value);
    if (tensor && typeof key === "string") tensors.set(key, tensor);
  }
  return tensors;
}

function search(value: TorchValue | undefined, depth: number): Map<string, TorchTensor> {
  if (!(value instanceof Map)) return new Map();
  for (const key of depth < DEEPEST_WRAPPER ? WRAPPERS : []) {
    const inner = search(value.get(key), depth + 1);
    if (inner.size > 0) return inner;
  }
  return tensorsOf(value);
}

/**
 * The tensors of a state_dict by name. Other values beside them (epochs, losses) are left out.
 * @throws CheckpointError if there are none
 */
export function findStateDict(root: TorchValue, source: string): Map<string, TorchTensor> {
  const tensors = search(root, 0);
  if (tensors.size === 0) {
    const keys =
      root instanceof Map ? [...root.keys()].filter((key) => typeof key === "string") : [];
    throw new CheckpointError(
      { source },
      `holds no tensors on top or under ${WRAPPERS.join(", ")}, but ${keys.length === 0 ? "no named values" : listed(keys)}`,
      "Save the state_dict of the model itself",
    );
  }
  return tensors;
}
