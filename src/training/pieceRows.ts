/** The rows of the piece embedding that a run can touch, kept apart from the rows that it cannot. */

import { float32, InternalError, type Tensor } from "../core/index.js";

/** A small table in place of the whole one. */
export interface PieceRows {
  /** Pieces of the small table, ascending. */
  readonly pieces: Int32Array;
  /** Ids of pieces as rows of the small table. @throws InternalError for a piece that it lacks */
  rowsOf(ids: Int32Array): Int32Array;
  /** The rows of `table` [vocabSize, hidden] that are in the small one. */
  gather(table: Tensor<"float32">): Tensor<"float32">;
  /** The whole table: `rows` where there are some, elsewhere `initial` times `factor`. */
  scatter(rows: Tensor<"float32">, initial: Tensor<"float32">, factor: number): Tensor<"float32">;
}

/**
 * @param vocabSize rows of the whole table
 * @param occurring ids of all pieces that will occur, in any order, repeated or not; all by default
 */
export function pieceRows(vocabSize: number, occurring?: Iterable<number>): PieceRows {
  const rowOf = new Int32Array(vocabSize).fill(-1);
  const pieces = Int32Array.from(new Set(occurring ?? rowOf.keys())).sort();
  pieces.forEach((piece, row) => {
    rowOf[piece] = row;
  });
  return {
    pieces,
    rowsOf: (ids) =>
      ids.map((id) => {
        const row = rowOf[id] as number;
        if (row < 0) throw new InternalError(`piece ${id} was not announced to the stepper`);
        return row;
      }),
    gather({ shape, data }) {
      const width = shape[1] as number;
      const rows = new Float32Array(pieces.length * width);
      pieces.forEach((piece, row) => {
        rows.set(data.subarray(piece * width, (piece + 1) * width), row * width);
      });
      return float32([pieces.length, width], rows);
    },
    scatter(rows, { shape, data }, factor) {
      const width = shape[1] as number;
      const whole = factor === 1 ? data.slice() : data.map((value) => value * factor);
      pieces.forEach((piece, row) => {
        whole.set(rows.data.subarray(row * width, (row + 1) * width), piece * width);
      });
      return float32(shape, whole);
    },
  };
}
