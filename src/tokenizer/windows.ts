/** Cuts a long document into overlapping windows and gives each piece to one of them. */

import type { Span } from "../core/index.js";
import { findBoundaries } from "./boundaries.js";
import type { Encoding } from "./encoding.js";
import { TokenizerError } from "./error.js";
import { ownershipBounds } from "./ownership.js";
import { sentenceStartPieces } from "./sentences.js";

/** A part of a document that goes through the encoder at once, in piece indices of its encoding. */
export interface Window {
  /** Index of the document. */
  readonly document: number;
  readonly start: number;
  readonly end: number;
  /** Owned pieces [ownedStart, ownedEnd), never empty, inside [start, end). */
  readonly ownedStart: number;
  readonly ownedEnd: number;
}

/** Size of windows. */
export interface WindowSettings {
  /** Most pieces in a window, [CLS] and [SEP] included. */
  readonly length: number;
  /** Pieces that neighbouring windows share, about; 0 for none. */
  readonly overlap: number;
}

/** What {@link planWindows} needs beside the encoding. */
export interface WindowRequest extends WindowSettings {
  /** Text of the encoding; read only where it does not fit into one window. */
  readonly text: string;
  /** Index written into each window. */
  readonly document: number;
  /** Spans of the text that one window must own whole, where they fit into a window. */
  readonly protectedSpans?: readonly Span[];
}

const SPECIAL_PIECES = 2;

/**
 * Plans the windows of one document, in order. A window ends at the last sentence or line end of
 * its second half, else at a word end; the next starts at the sentence nearest to `overlap` pieces
 * before, if one lies between half and one and a half times as far, else at a word start. A word is
 * cut only if it is longer than a window. Each piece is owned by the window where it is farthest from
 * an edge, but for pieces of protected spans that this would cut: those stay together.
 * @returns windows that own every piece exactly once; none for a document without pieces
 * @throws TokenizerError if the settings contradict each other
 */
export function planWindows(encoding: Encoding, request: WindowRequest): Window[] {
  checkSettings(request);
  const { text, document, length, overlap, protectedSpans = [] } = request;
  const pieces = encoding.ids.length;
  const capacity = length - SPECIAL_PIECES;
  if (pieces === 0) return [];
  if (pieces <= capacity)
    return [{ document, start: 0, end: pieces, ownedStart: 0, ownedEnd: pieces }];
  const { cuts, held } = findBoundaries(encoding, capacity, protectedSpans);
  const sentences = sentenceStartPieces(encoding, text);
  const spans = coverPieces({ pieces, capacity, overlap, cuts, sentences });
  const bounds = ownershipBounds(spans, held);
  return spans
    .map(({ start, end }, i) => ({
      document,
      start,
      end,
      ownedStart: bounds[i] as number,
      ownedEnd: bounds[i + 1] as number,
    }))
    .filter(({ ownedStart, ownedEnd }) => ownedStart < ownedEnd);
}

/**
 * Refuses windows that the encoder has no positions for.
 * @param maxPositions rows of the encoder's position table
 */
export function checkWindowLength({
  length,
  maxPositions,
}: {
  readonly length: number;
  readonly maxPositions: number;
}): void {
  if (length > maxPositions)
    throw new TokenizerError(
      {},
      `windows of ${length} pieces are longer than the encoder's ${maxPositions} positions`,
      `Set the window length to ${maxPositions} or less: --set windows.length=${maxPositions}`,
    );
}

function checkSettings({ length, overlap }: WindowSettings): void {
  if (!Number.isInteger(length) || length <= SPECIAL_PIECES)
    throw new TokenizerError(
      {},
      `windows of ${length} pieces hold no text beside [CLS] and [SEP]`,
      `Set the window length to a whole number of at least ${SPECIAL_PIECES + 1}`,
    );
  if (!Number.isInteger(overlap) || overlap < 0 || overlap >= length - SPECIAL_PIECES)
    throw new TokenizerError(
      {},
      `windows of ${length} pieces cannot overlap by ${overlap}`,
      `Set the overlap to a whole number from 0 to ${length - SPECIAL_PIECES - 1}`,
    );
}

interface Cover {
  readonly pieces: number;
  readonly capacity: number;
  readonly overlap: number;
  readonly cuts: Uint8Array;
  readonly sentences: Uint8Array;
}

/** Windows in order, both their starts and their ends strictly increasing. */
function coverPieces(cover: Cover): Span[] {
  const { pieces } = cover;
  const spans: Span[] = [];
  let previous: Span = { start: -1, end: 0 };
  while (previous.end < pieces) {
    const start = previous.end === 0 ? 0 : nextStart(cover, previous);
    previous = { start, end: nextEnd(cover, start, previous.end) };
    spans.push(previous);
  }
  return spans;
}

/** The last sentence end in the second half of a window that starts at `start`, else the last cut. */
function nextEnd({ pieces, capacity, cuts, sentences }: Cover, start: number, previousEnd: number) {
  const limit = start + capacity;
  if (limit >= pieces) return pieces;
  const earliest = Math.max(previousEnd + 1, start + Math.ceil(capacity / 2));
  for (let end = limit; end >= earliest; end--)
    if (sentences[end] === 1 && cuts[end] === 1) return end;
  let end = limit;
  while (cuts[end] === 0) end--;
  return end;
}

/** Where the window after `previous` starts, so that it reaches at least one cut farther. */
function nextStart({ capacity, overlap, cuts, sentences }: Cover, previous: Span): number {
  let reach = previous.end + 1;
  while (cuts[reach] === 0) reach++;
  const earliest = Math.max(previous.start + 1, reach - capacity);
  const wanted = previous.end - overlap;
  const nearest = (isCandidate: (piece: number) => boolean, farthest: number) => {
    for (let distance = 0; distance <= farthest; distance++)
      for (const piece of [wanted - distance, wanted + distance])
        if (piece >= earliest && piece <= previous.end && isCandidate(piece)) return piece;
    return undefined;
  };
  return (
    nearest((piece) => cuts[piece] === 1 && sentences[piece] === 1, Math.floor(overlap / 2)) ??
    nearest((piece) => cuts[piece] === 1, overlap - 1) ??
    previous.end
  );
}
