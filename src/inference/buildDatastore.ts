/** Fills the datastore of the nearest-neighbour decoder with every labelled piece of the training text. */

import { float32 } from "../core/index.js";
import type { Datastore } from "../knn/index.js";
import type { Encoding } from "../tokenizer/index.js";

/** What goes into a datastore; arrays are by document. */
export interface DatastoreInput {
  readonly documentIds: readonly string[];
  readonly encodings: readonly Encoding[];
  /** [pieces, classes] */
  readonly logits: readonly Float32Array[];
  /** Label id of each piece. */
  readonly labels: readonly Int32Array[];
  /** Names of all labels. */
  readonly classes: readonly string[];
}

/** Lays the documents one after the other: one key a piece. */
export function buildDatastore(input: DatastoreInput): Datastore {
  const { encodings, classes, documentIds } = input;
  const sizes = encodings.map(({ ids }) => ids.length);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const keys = new Float32Array(count * classes.length);
  const column = () => new Int32Array(count);
  const [labels, documents, starts, ends] = [column(), column(), column(), column()];
  let at = 0;
  encodings.forEach((encoding, document) => {
    keys.set(input.logits[document] as Float32Array, at * classes.length);
    labels.set(input.labels[document] as Int32Array, at);
    documents.fill(document, at, at + encoding.ids.length);
    starts.set(encoding.starts, at);
    ends.set(encoding.ends, at);
    at += encoding.ids.length;
  });
  return {
    keys: float32([count, classes.length], keys),
    labels,
    classes,
    documents,
    documentIds,
    starts,
    ends,
  };
}
