/** Words as runs of pieces. */

import type { Span } from "../core/index.js";
import { type Encoding, isWordStart } from "../tokenizer/index.js";

/** The first piece of each word, which speaks for the word in scores and in decoding. */
export function firstPieces(encoding: Encoding): Int32Array {
  const first: number[] = [];
  for (let piece = 0; piece < encoding.ids.length; piece++)
    if (isWordStart(encoding, piece)) first.push(piece);
  return Int32Array.from(first);
}

/** What decoding joins to mentions: the words of a text, or its pieces. */
export type Unit = "words" | "pieces";

/** The pieces [start, end) of each unit, in order. */
export function unitsOf(encoding: Encoding, by: Unit): Span[] {
  const pieces = encoding.ids.length;
  if (by === "pieces") return Array.from({ length: pieces }, (_, i) => ({ start: i, end: i + 1 }));
  const first = firstPieces(encoding);
  return Array.from(first, (start, i) => ({ start, end: first[i + 1] ?? pieces }));
}
