/** What the pickle of a torch file may hold: storages, tensors that view them, and their allow-list. */

import {
  type Construct,
  type Fail,
  isBuilt,
  isGlobal,
  isTuple,
  type PickleDict,
  type PickleValue,
} from "./pickle.js";
import type { StoredTypeName } from "./storedTypes.js";

/** Elements that lie elsewhere in the file. */
export interface TorchStorage {
  readonly kind: "storage";
  readonly key: string;
  readonly type: StoredTypeName;
  readonly elements: number;
}

/** A view on a storage; offset and strides count elements. */
export interface TorchTensor {
  readonly kind: "tensor";
  readonly storage: TorchStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A value in the pickle of a torch file. */
export type TorchValue = PickleValue<TorchStorage | TorchTensor>;

/** A dict in the pickle of a torch file. */
export type TorchDict = PickleDict<TorchStorage | TorchTensor>;

type TorchConstruct = Construct<TorchStorage | TorchTensor>;

const STORAGE_TYPES: ReadonlyMap<string, StoredTypeName> = new Map([
  ["torch.FloatStorage", "F32"],
  ["torch.HalfStorage", "F16"],
  ["torch.BFloat16Storage", "BF16"],
  ["torch.DoubleStorage", "F64"],
  ["torch.LongStorage", "I64"],
  ["torch.IntStorage", "I32"],
  ["torch.ShortStorage", "I16"],
  ["torch.CharStorage", "I8"],
  ["torch.ByteStorage", "U8"],
  ["torch.BoolStorage", "BOOL"],
]);

const MOST_AXES = 64; // the limit of torch

/** A count of Python: an int from 0 that JavaScript holds exactly. */
function isCount(value: TorchValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function counts(value: TorchValue | undefined): readonly number[] | undefined {
  const items = isTuple(value) ? value.items : value;
  const isShort = Array.isArray(items) && items.length <= MOST_AXES;
  return isShort && items.every(isCount) ? items : undefined;
}

/** The tensor that a value stands for, if it does. */
export function asTensor(value: TorchValue | undefined): TorchTensor | undefined {
  return isBuilt(value) && value.value.kind === "tensor" ? value.value : undefined;
}

/**
 * `_rebuild_tensor(storage, offset, size, stride)`; v2 adds requires_grad, hooks and, where bits such
 * as "negate when read" are set, metadata.
 */
const rebuildTensor: TorchConstruct = ([storage, offset, size, stride, , , metadata], fail) => {
  if (metadata instanceof Map && metadata.size > 0)
    return fail(
      "the pickle builds a tensor with metadata",
      "Save the model again with plain tensors",
    );
  const shape = counts(size);
  const strides = counts(stride);
  if (!isBuilt(storage) || storage.value.kind !== "storage")
    return fail("the pickle builds a tensor on something that is no storage");
  if (!isCount(offset) || !shape || !strides || shape.length !== strides.length)
    return fail("the pickle builds a tensor with an impossible offset, size or stride");
  return {
    kind: "built",
    value: { kind: "tensor", storage: storage.value, offset, shape, strides },
  };
};

/** `_rebuild_parameter(data, requires_grad, hooks)`: a parameter is its tensor. */
const rebuildParameter: TorchConstruct = ([data], fail) =>
  asTensor(data) && data !== undefined
    ? data
    : fail("the pickle builds a parameter on something that is no tensor");

/** `OrderedDict()`, filled by the opcodes that follow. */
const orderedDict: TorchConstruct = (args, fail) =>
  args.length === 0 ? new Map() : fail("the pickle builds an OrderedDict in the way of Python 2");

/** `torch.Size(tuple)`. */
const size: TorchConstruct = ([dims], fail) =>
  isTuple(dims) ? dims : fail("the pickle builds a size on something that is no tuple");

/** Every global that a state_dict of tensors needs; all others are refused. */
export const TORCH_GLOBALS: ReadonlyMap<string, TorchConstruct | undefined> = new Map<
  string,
  TorchConstruct | undefined
>([
  ["collections.OrderedDict", orderedDict],
  ["torch.Size", size],
  ["torch._utils._rebuild_tensor", rebuildTensor],
  ["torch._utils._rebuild_tensor_v2", rebuildTensor],
  ["torch._utils._rebuild_parameter", rebuildParameter],
  ...[...STORAGE_TYPES.keys()].map((name): [string, undefined] => [name, undefined]),
]);

/**
 * The storage that a persistent id names: `("storage", type, key, device, elements)`, with a sixth
 * item in the legacy layout that is None unless the storage is part of another.
 */
export function storageOf(id: TorchValue, fail: Fail): TorchStorage {
  const [tag, type, key, , elements, part] = isTuple(id) ? id.items : [];
  const storedType = isGlobal(type) ? STORAGE_TYPES.get(type.name) : undefined;
  if (tag !== "storage" || !storedType || typeof key !== "string" || !isCount(elements))
    return fail("the pickle refers to a storage in an unknown way");
  if (part !== undefined && part !== null)
    return fail(
      "the pickle refers to a part of a storage",
      "Save the model again with torch 1 or later",
    );
  return { kind: "storage", key, type: storedType, elements };
}
