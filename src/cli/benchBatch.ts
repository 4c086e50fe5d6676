/** A batch of random pieces with random labels, to time steps without a corpus. */
import { type Random, tensor } from "../core/index.js";
import type { Batch } from "../inference/index.js";
import type { BatchLabels } from "../objectives/index.js";

/** Pieces of the vocabulary that random text is made of. */
const PIECES = { first: 1000, last: 29_999 };
/** Different pieces among them: about as many as a corpus of 160 case reports has. */
const DISTINCT = 9_000;

/** Windows of a batch, their pieces, and the classes that pieces may have. */
export interface BenchBatchOptions {
  readonly rows: number;
  readonly seqLen: number;
  /** Label ids to draw from. */
  readonly labels: readonly number[];
  readonly random: Random;
}

/** The pieces that random text may have: {@link DISTINCT} ids, evenly spread over the vocabulary. */
export function benchPieces(): Int32Array {
  const span = PIECES.last - PIECES.first + 1;
  return Int32Array.from({ length: DISTINCT }, (_, i) =>
    Math.floor(PIECES.first + (i * span) / DISTINCT),
  );
}

/** Draws a batch without padding in which every piece has a label. */
export function benchBatch({ rows, seqLen, labels, random }: BenchBatchOptions): {
  batch: Batch;
  gold: BatchLabels;
} {
  const pieces = benchPieces();
  const shape = [rows, seqLen];
  const size = rows * seqLen;
  const draw = (from: ArrayLike<number>) =>
    Int32Array.from({ length: size }, () => from[random.below(from.length)] as number);
  const end = seqLen - 2; // a window counts neither [CLS] nor [SEP]
  const batch: Batch = {
    windows: Array.from({ length: rows }, (_, document) => ({
      ...{ document, start: 0, end, ownedStart: 0, ownedEnd: end },
    })),
    seqLen,
    inputIds: tensor("int32", shape, draw(pieces)),
    tokenTypeIds: tensor("int32", shape, new Int32Array(size)),
    attentionMask: tensor("float32", shape, new Float32Array(size).fill(1)),
  };
  return { batch, gold: { labels: draw(labels) } };
}
