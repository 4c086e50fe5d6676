/** Windows of documents put together as one padded batch. */

import { type Tensor, tensor } from "../core/index.js";
import type { Encoding, Tokenizer, Window } from "../tokenizer/index.js";

/** Input tensors of the encoder, [batch, seqLen] each. */
export interface Batch {
  readonly windows: readonly Window[];
  readonly seqLen: number;
  readonly inputIds: Tensor<"int32">;
  readonly tokenTypeIds: Tensor<"int32">;
  /** 1 for pieces, 0 for padding. */
  readonly attentionMask: Tensor<"float32">;
}

/** Pieces of a window with [CLS] and [SEP]. */
export function windowLength(window: Window): number {
  return window.end - window.start + 2;
}

/** Puts windows into a batch as long as the longest of them: [CLS] pieces [SEP] padding. */
export function collate(
  windows: readonly Window[],
  {
    encodings,
    tokenizer,
  }: {
    encodings: readonly Encoding[];
    tokenizer: Pick<Tokenizer, "clsId" | "sepId" | "padId">;
  },
): Batch {
  const seqLen = Math.max(...windows.map(windowLength));
  const shape = [windows.length, seqLen];
  const ids = new Int32Array(windows.length * seqLen).fill(tokenizer.padId);
  const mask = new Float32Array(ids.length);
  windows.forEach((window, row) => {
    const at = row * seqLen;
    const pieces = (encodings[window.document] as Encoding).ids.subarray(window.start, window.end);
    ids[at] = tokenizer.clsId;
    ids.set(pieces, at + 1);
    ids[at + 1 + pieces.length] = tokenizer.sepId;
    mask.fill(1, at, at + windowLength(window));
  });
  return {
    windows,
    seqLen,
    inputIds: tensor("int32", shape, ids),
    tokenTypeIds: tensor("int32", shape, new Int32Array(ids.length)),
    attentionMask: tensor("float32", shape, mask),
  };
}

/**
 * Windows of similar length side by side, so that little is padding.
 * @param pieces most pieces of a batch, padding included; a longer window is a batch by itself
 */
export function batchesByLength(windows: readonly Window[], pieces: number): Window[][] {
  const sorted = [...windows].sort((a, b) => windowLength(b) - windowLength(a));
  const batches: Window[][] = [];
  for (let first = 0; first < sorted.length; ) {
    const longest = windowLength(sorted[first] as Window);
    const next = first + Math.max(1, Math.floor(pieces / longest));
    batches.push(sorted.slice(first, next));
    first = next;
  }
  return batches;
}

/** Neighbouring pieces of a document that stand in neighbouring rows of a batch. */
export interface OwnedStretch {
  readonly document: number;
  /** First piece, in the document. */
  readonly piece: number;
  /** Its token in the flattened batch [batch*seqLen]. */
  readonly row: number;
  readonly length: number;
}

/** The pieces that the windows of a batch own: a stretch a window, in their order. */
export function ownedStretches({
  windows,
  seqLen,
}: Pick<Batch, "windows" | "seqLen">): OwnedStretch[] {
  return windows.map(({ document, start, ownedStart, ownedEnd }, index) => ({
    document,
    piece: ownedStart,
    row: index * seqLen + 1 + ownedStart - start,
    length: ownedEnd - ownedStart,
  }));
}

/**
 * Calls `visit` for each piece that a window of the batch owns.
 * @param visit `row` is the token of the flattened batch [batch*seqLen], `piece` its place in the document
 */
export function forEachOwned(
  batch: Pick<Batch, "windows" | "seqLen">,
  visit: (place: { row: number; document: number; piece: number }) => void,
): void {
  for (const { document, piece, row, length } of ownedStretches(batch))
    for (let i = 0; i < length; i++) visit({ row: row + i, document, piece: piece + i });
}
