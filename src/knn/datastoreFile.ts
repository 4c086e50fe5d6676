/** The content of `knn.safetensors`: a datastore and its settings as tensors and metadata, and back. */

import { z } from "zod";
import type { Safetensors } from "../checkpoints/index.js";
import { type DType, type Tensor, tensor } from "../core/index.js";
import { checkDatastore, type Datastore } from "./datastore.js";
import { KnnError } from "./error.js";
import { type KnnSettings, METRICS, WEIGHTS } from "./settings.js";

/** What the file holds. */
export interface KnnFile {
  readonly datastore: Datastore;
  readonly settings: KnnSettings;
}

/** Tensors and metadata as `writeSafetensorsFile` takes them. */
export interface PackedKnnFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Of files without and with a basis: those without can be read by every raretag. */
const FORMATS = { plain: "raretag-knn-1", basis: "raretag-knn-2" } as const;
const WRONG_FILE = "This file was not written by this version of raretag: train again";

const METADATA = {
  classes: z.array(z.string()),
  documentIds: z.array(z.string()),
  settings: z.strictObject({
    k: z.int().min(1),
    metric: z.enum(METRICS),
    weights: z.enum(WEIGHTS),
    prior: z.boolean(),
  }),
} as const;

/**
 * Lays a datastore out as a file; no column is copied.
 * @throws KnnError if {@link checkDatastore} refuses it
 */
export function packKnnFile({ datastore, settings }: KnnFile): PackedKnnFile {
  checkDatastore(datastore);
  const { keys, basis, labels, documents, starts, ends, classes, documentIds } = datastore;
  const columns = Object.entries({ labels, documents, starts, ends }).map(
    ([name, column]): [string, Tensor] => [name, tensor("int32", [column.length], column)],
  );
  return {
    tensors: new Map<string, Tensor>([
      ["keys", keys],
      ...(basis ? [["basis", basis] as const] : []),
      ...columns,
    ]),
    metadata: {
      format: basis ? FORMATS.basis : FORMATS.plain,
      classes: JSON.stringify(classes),
      documentIds: JSON.stringify(documentIds),
      settings: JSON.stringify(settings),
    },
  };
}

/**
 * Reads what {@link packKnnFile} laid out.
 * @param source names the file in messages
 * @throws KnnError if something is missing, of the wrong type or out of range
 */
export function unpackKnnFile({ tensors, metadata }: Safetensors, source: string): KnnFile {
  const refuse = (problem: string): never => {
    throw new KnnError({ source }, problem, WRONG_FILE);
  };
  const format = metadata.get("format");
  if (format !== FORMATS.plain && format !== FORMATS.basis)
    refuse(`is not of the format ${FORMATS.plain} or ${FORMATS.basis}`);
  const read = <D extends DType>(name: string, dtype: D): Tensor<D> => {
    const value = tensors.get(name);
    if (value?.dtype !== dtype)
      return refuse(`tensor ${name} is ${value?.dtype ?? "missing"} but must be ${dtype}`);
    return value as Tensor<D>;
  };
  const parse = <K extends keyof typeof METADATA>(name: K): z.infer<(typeof METADATA)[K]> => {
    const result = METADATA[name].safeParse(parseJson(metadata.get(name)));
    return result.success
      ? (result.data as z.infer<(typeof METADATA)[K]>)
      : refuse(`metadata ${name} is missing or not as it was written`);
  };
  const datastore: Datastore = {
    keys: read("keys", "float32"),
    ...(format === FORMATS.basis ? { basis: read("basis", "float32") } : {}),
    labels: read("labels", "int32").data,
    documents: read("documents", "int32").data,
    starts: read("starts", "int32").data,
    ends: read("ends", "int32").data,
    classes: parse("classes"),
    documentIds: parse("documentIds"),
  };
  checkDatastore(datastore, source);
  return { datastore, settings: parse("settings") };
}

/** The value of a JSON text; undefined if it is none. */
function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
