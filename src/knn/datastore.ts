/** The datastore: logits of the training tokens, their classes, and where they were read. */

import type { Tensor } from "../core/index.js";
import { KnnError } from "./error.js";

/** Training tokens as plain columns of length n. */
export interface Datastore {
  /** Folded logits, shape [n, width]; with a basis their coordinates in it. */
  readonly keys: Tensor<"float32">;
  /**
   * Orthonormal rows [width, classes] that span all logits of the model, see `logitBasis`. Where there are more
   * classes than the encoder is wide, the coordinates `basis . logits` have the same distances in fewer numbers.
   */
  readonly basis?: Tensor<"float32">;
  /** Class ids: indices into `classes`. */
  readonly labels: Int32Array;
  /** Names of all classes, also of those without a token here. */
  readonly classes: readonly string[];
  /** Documents that the tokens come from: indices into `documentIds`. */
  readonly documents: Int32Array;
  readonly documentIds: readonly string[];
  /** Spans of the pieces in the text of their document, UTF-16. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Where a neighbour stands in the training text, and what it was there. */
export interface Place {
  readonly documentId: string;
  readonly start: number;
  readonly end: number;
  readonly className: string;
}

/** The place of token `index` of a datastore. */
export function placeOf(datastore: Datastore, index: number): Place {
  return {
    documentId: datastore.documentIds[datastore.documents[index] as number] as string,
    start: datastore.starts[index] as number,
    end: datastore.ends[index] as number,
    className: datastore.classes[datastore.labels[index] as number] as string,
  };
}

const DAMAGED = "Do not use this datastore: train again, or copy the model folder again";

/**
 * Makes sure that the columns fit together and that distances between the keys exist.
 * @param source the file in messages, where there is one
 * @throws KnnError with the first value that does not fit
 */
export function checkDatastore(datastore: Datastore, source?: string): void {
  const { keys, basis, labels, classes, documents, documentIds, starts, ends } = datastore;
  const refuse = (problem: string, advice = DAMAGED): never => {
    throw new KnnError({ source }, problem, advice);
  };
  const [count = 0, width = 0] = keys.shape;
  if (keys.shape.length !== 2 || count < 1 || width < 1)
    refuse(`keys have the shape [${keys.shape.join(", ")}] but [tokens, width] is needed`);
  if (basis && basis.shape.join() !== `${width},${classes.length}`)
    refuse(
      `the basis has the shape [${basis.shape.join(", ")}] but keys of width ${width} and ${classes.length} classes need [${width}, ${classes.length}]`,
    );
  if (basis && !basis.data.every(Number.isFinite))
    refuse("the basis has values that are not finite");
  for (const [name, column] of Object.entries({ labels, documents, starts, ends }))
    if (column.length !== count) refuse(`${column.length} ${name} belong to ${count} keys`);
  for (let i = 0; i < count; i++) {
    const [label, document] = [labels[i] as number, documents[i] as number];
    const [start, end] = [starts[i] as number, ends[i] as number];
    if (label < 0 || label >= classes.length)
      refuse(`token ${i} has the class ${label} but there are ${classes.length} classes`);
    if (document < 0 || document >= documentIds.length)
      refuse(`token ${i} is in document ${document} but there are ${documentIds.length} documents`);
    if (start < 0 || end < start) refuse(`token ${i} starts at ${start} and ends at ${end}`);
  }
  let wrong = 0;
  while (wrong < keys.data.length && Number.isFinite(keys.data[wrong])) wrong++;
  if (wrong < keys.data.length)
    refuse(
      `the logits of token ${Math.floor(wrong / width)} contain ${keys.data[wrong]} but must be finite`,
      "The training has diverged: train again with a smaller learning rate",
    );
}
