/** Finds where windows may start and end, and where ownership may pass from one to the next. */

import type { Span } from "../core/index.js";
import { type Encoding, isWordStart, piecesOf } from "./encoding.js";

/** Marks of positions between pieces, shape [pieces + 1]; position i lies before piece i. */
export interface Boundaries {
  /** 1 where a window may start or end; two neighbouring marks are at most `capacity` apart. */
  readonly cuts: Uint8Array;
  /** 1 inside of protected spans, where ownership may not pass on. */
  readonly held: Uint8Array;
}

/**
 * Allows cuts at word starts outside of the protected spans. A word or a protected span that fits into
 * a window is never broken; a longer word is broken at any piece, a longer span at any word.
 * Protected spans that overlap are kept together as far as they fit, the earlier first.
 * @param capacity most pieces of text in a window
 * @param protectedSpans UTF-16 units of the text, in any order
 */
export function findBoundaries(
  encoding: Encoding,
  capacity: number,
  protectedSpans: readonly Span[],
): Boundaries {
  const pieces = encoding.ids.length;
  const cuts = new Uint8Array(pieces + 1);
  const held = new Uint8Array(pieces + 1);
  cuts[pieces] = 1;
  for (let piece = 0; piece < pieces; piece++) if (isWordStart(encoding, piece)) cuts[piece] = 1;
  for (const word of runsBetween(cuts))
    if (word.end - word.start > capacity) cuts.fill(1, word.start, word.end);
  const runs = protectedSpans.map((span) => piecesOf(encoding, span));
  for (const run of joinOverlapping(runs, capacity)) {
    const words = widen(run, cuts);
    const kept = words.end - words.start <= capacity ? words : run;
    for (let position = kept.start; position <= kept.end; position++) {
      const inside = position > kept.start && position < kept.end;
      cuts[position] = inside ? 0 : 1;
      held[position] = inside ? 1 : 0;
    }
  }
  return { cuts, held };
}

/** Runs that fit, those that overlap made one while that still fits; sorted, disjoint. */
function joinOverlapping(runs: readonly Span[], capacity: number): Span[] {
  const joined: Span[] = [];
  const fitting = runs.filter(({ start, end }) => end > start && end - start <= capacity);
  for (const run of fitting.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last === undefined || run.start >= last.end) joined.push(run);
    else if (Math.max(run.end, last.end) - last.start <= capacity)
      joined[joined.length - 1] = { start: last.start, end: Math.max(run.end, last.end) };
  }
  return joined;
}

function widen({ start, end }: Span, cuts: Uint8Array): Span {
  let from = start;
  let to = end;
  while (cuts[from] === 0) from--;
  while (cuts[to] === 0) to++;
  return { start: from, end: to };
}

function* runsBetween(cuts: Uint8Array): Generator<Span> {
  let start = 0;
  for (let end = 1; end < cuts.length; end++)
    if (cuts[end] === 1) {
      yield { start, end };
      start = end;
    }
}
