/** Pieces of one text with their place in it: the value that every later step works on. */

import type { Span } from "../core/index.js";

/**
 * The pieces of one text, without [CLS], [SEP] and padding. Every array has one entry a piece.
 * Starts and ends never decrease; neighbouring pieces may share a character that normalisation
 * has split into several (a Hangul syllable into its letters).
 */
export interface Encoding {
  /** Rows of the embedding table. */
  readonly ids: Int32Array;
  /** First UTF-16 unit in the original text. */
  readonly starts: Int32Array;
  /** One past the last UTF-16 unit in the original text. */
  readonly ends: Int32Array;
  /** Number of the word that a piece belongs to; never decreases. */
  readonly wordIds: Int32Array;
}

/** Whether `piece` is the first of its word. */
export function isWordStart({ wordIds }: Encoding, piece: number): boolean {
  return piece === 0 || wordIds[piece] !== wordIds[piece - 1];
}

/**
 * Pieces that share a character with a span of the text.
 * @param span UTF-16 units of the original text; an empty span has no pieces
 * @returns piece indices [start, end), empty where no piece touches the span
 */
export function piecesOf({ starts, ends }: Encoding, span: Span): Span {
  const start = firstAbove(ends, span.start);
  if (span.end <= span.start) return { start, end: start };
  return { start, end: Math.max(start, firstAbove(starts, span.end - 1)) };
}

/** Index of the first entry of a non-decreasing list that is larger than `bound`. */
function firstAbove(sorted: Int32Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
