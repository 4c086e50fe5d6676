/** The training tokens that decided a label, with their places in the training text. */

import { InternalError } from "../core/index.js";
import type { Prediction } from "../inference/index.js";
import { type Datastore, type Place, placeOf } from "../knn/index.js";

/** A training token that voted. */
export interface Neighbour extends Place {
  /** Between its logits and those of the piece, in the metric of the model. */
  readonly distance: number;
}

/**
 * The voters for a piece of a prediction, nearest first. The label of a word is that of its first piece.
 * @param piece index into the encoding of the prediction
 * @returns nothing if the prediction was not decoded by `knn`
 */
export function neighboursOf(
  { neighbours, encoding }: Pick<Prediction, "neighbours" | "encoding">,
  { piece, datastore }: { piece: number; datastore: Datastore },
): Neighbour[] {
  if (piece < 0 || piece >= encoding.ids.length)
    throw new InternalError(`piece ${piece} is not among ${encoding.ids.length}`);
  if (neighbours === undefined) return [];
  const { k, indices, distances } = neighbours;
  const from = piece * k;
  return Array.from(indices.subarray(from, from + k), (index, i) => ({
    ...placeOf(datastore, index),
    distance: distances[from + i] as number,
  }));
}
