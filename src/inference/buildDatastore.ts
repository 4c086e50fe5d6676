/** Fills the datastore of the nearest-neighbour decoder with every labelled piece of the training text. */

import { float32 } from "../core/index.js";
import { createProjection, type Datastore, type LogitLayer, logitBasis } from "../knn/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import type { EncodedDocuments, ForwardRunner } from "./forward.js";
import { ownedLogits } from "./ownedLogits.js";

/** What goes into a datastore beside the pieces. */
export interface DatastoreOptions {
  readonly tokenizer: Pick<Tokenizer, "clsId" | "sepId" | "padId">;
  /** By document. */
  readonly documentIds: readonly string[];
  /** Label id of each piece, by document. */
  readonly labels: readonly Int32Array[];
  /** Names of all labels. */
  readonly classes: readonly string[];
  /** The output layer that the runner's logits come from. */
  readonly layer: LogitLayer;
  /** Cores; 0 for all. */
  readonly threads: number;
}

/** Lays the documents one after the other: one key a piece, in fewer coordinates where the layer allows it. */
export async function buildDatastore(
  runner: ForwardRunner,
  documents: EncodedDocuments,
  { tokenizer, documentIds, classes, labels, layer, threads }: DatastoreOptions,
): Promise<Datastore> {
  const { encodings } = documents;
  const firstKeys: number[] = [];
  let count = 0;
  for (const { ids } of encodings) {
    firstKeys.push(count);
    count += ids.length;
  }
  const column = (valuesOf: (document: number) => Int32Array): Int32Array => {
    const values = new Int32Array(count);
    for (const [document, first] of firstKeys.entries()) values.set(valuesOf(document), first);
    return values;
  };
  const basis = logitBasis(layer);
  const width = basis?.shape[0] ?? classes.length;
  const keys = new Float32Array(count * width);
  const projection = basis && (await createProjection(basis, { threads }));
  for await (const { stretches, logits } of ownedLogits(runner, documents, { tokenizer })) {
    const points = projection
      ? await projection.coordinatesOf(
          float32([logits.length / classes.length, classes.length], logits),
        )
      : { data: logits };
    let row = 0;
    for (const { document, piece, length } of stretches) {
      const first = (firstKeys[document] as number) + piece;
      keys.set(points.data.subarray(row * width, (row + length) * width), first * width);
      row += length;
    }
  }
  await projection?.release();
  return {
    keys: float32([count, width], keys),
    ...(basis ? { basis } : {}),
    labels: column((document) => labels[document] as Int32Array),
    classes,
    documents: column((document) =>
      new Int32Array(encodings[document]?.ids.length ?? 0).fill(document),
    ),
    documentIds,
    starts: column((document) => encodings[document]?.starts as Int32Array),
    ends: column((document) => encodings[document]?.ends as Int32Array),
  };
}
