/** Decides which of several overlapping windows owns a piece. */

import type { Span } from "../core/index.js";

/**
 * Gives each piece to the window where it is farthest from an edge, the earlier on a tie; the edges of
 * the document do not count. Where ownership would pass on inside of a protected span, it does so at
 * the nearer end of it, the earlier on a tie. As windows start and end in order, each owns one run.
 * @param windows with strictly increasing starts and ends, none inside of a protected span; together
 * they cover every piece
 * @param held 1 inside of protected spans, shape [pieces + 1]
 * @returns window i owns [bounds[i], bounds[i + 1]), which may be empty
 */
export function ownershipBounds(windows: readonly Span[], held: Uint8Array): number[] {
  const pieces = held.length - 1;
  const bounds = [0];
  let first = 0;
  for (let piece = 0; piece < pieces; piece++) {
    while ((windows[first] as Span).end <= piece) first++;
    let owner = first;
    for (let i = first + 1; i < windows.length && (windows[i] as Span).start <= piece; i++)
      if (depth(windows[i] as Span, piece, pieces) > depth(windows[owner] as Span, piece, pieces))
        owner = i;
    while (bounds.length <= owner) bounds.push(piece);
  }
  while (bounds.length <= windows.length) bounds.push(pieces);
  return bounds.map((bound) => nearestFree(bound, held));
}

function nearestFree(bound: number, held: Uint8Array): number {
  let distance = 0;
  while (held[bound - distance] === 1 && held[bound + distance] === 1) distance++;
  return held[bound - distance] === 1 ? bound + distance : bound - distance;
}

/** Pieces between a piece and the nearest edge of its window that is not an edge of the document. */
function depth({ start, end }: Span, piece: number, pieces: number): number {
  const left = start === 0 ? Number.POSITIVE_INFINITY : piece - start;
  const right = end === pieces ? Number.POSITIVE_INFINITY : end - 1 - piece;
  return Math.min(left, right);
}
