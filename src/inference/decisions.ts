/** What decoding keeps of a document: a few numbers a piece, however many classes its shares are of. */

import type { Neighbours } from "../knn/index.js";
import { type FoundType, type LabelSet, labelsOfType, typeIndexOf } from "../labels/index.js";
import type { PiecePrediction } from "./decoder.js";

/** A head of its own finds its type in a piece from this probability on. */
const FOUND = 0.5;

/** What was decided of the pieces of a document. */
export interface PieceDecisions {
  /** Label id of each piece, [pieces]. */
  readonly labels: Int32Array;
  /** Probability of the type of each label, or of `O`, [pieces]. */
  readonly probabilities: Float32Array;
  /** Of `knn`: the training tokens that voted. */
  readonly neighbours?: Neighbours;
}

/** Collects the decisions of one document from the batches that its pieces are decoded in. */
export interface Decisions {
  /** Takes over `length` rows of a decoded batch, from `row` on, as the pieces from `piece` on. */
  add(decoded: PiecePrediction, place: { row: number; piece: number; length: number }): void;
  /** Decisions so far; `found` is filled of independent types. */
  result(): PieceDecisions & { readonly found: readonly FoundType[] };
}

/**
 * Starts with nothing decided.
 * @param independent whether each type was decided by itself, so that a piece may have several
 */
export function createDecisions({
  pieces,
  labelSet,
  independent,
}: {
  readonly pieces: number;
  readonly labelSet: LabelSet;
  readonly independent: boolean;
}): Decisions {
  const classes = labelSet.labels.length;
  const labels = new Int32Array(pieces);
  const probabilities = new Float32Array(pieces);
  const found: FoundType[] = [];
  let neighbours: Neighbours | undefined;
  return {
    add(decoded, { row, piece, length }) {
      labels.set(decoded.labels.subarray(row, row + length), piece);
      for (let i = 0; i < length; i++) {
        const at = (row + i) * classes;
        const type = typeIndexOf(labelSet, labels[piece + i] as number);
        const { start, end } = labelsOfType(labelSet, type);
        let probability = 0;
        for (let label = start; label < end; label++)
          probability += decoded.shares[at + label] as number;
        probabilities[piece + i] = probability;
        for (let label = 1; independent && label < classes; label++) {
          const share = decoded.shares[at + label] as number;
          if (share >= FOUND) found.push({ piece: piece + i, type: label - 1, probability: share });
        }
      }
      if (decoded.neighbours === undefined) return;
      const { k, indices, distances } = decoded.neighbours;
      neighbours ??= {
        k,
        indices: new Int32Array(pieces * k),
        distances: new Float64Array(pieces * k),
      };
      const [from, to] = [row * k, (row + length) * k];
      neighbours.indices.set(indices.subarray(from, to), piece * k);
      neighbours.distances.set(distances.subarray(from, to), piece * k);
    },
    result: () => ({ labels, probabilities, found, ...(neighbours ? { neighbours } : {}) }),
  };
}
