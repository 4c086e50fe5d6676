/** Words in the form of pieces, so that what is written for pieces counts words too. */

import type { Span } from "../core/index.js";
import { type Document, segmentWords } from "../corpus/index.js";
import type { Encoding } from "../tokenizer/index.js";

/** Words as an encoding: word i is the only piece of word i. */
export function asPieces(
  words: readonly Span[],
  idOf: (start: number, end: number) => number = () => 0,
): Encoding {
  return {
    ids: Int32Array.from(words, ({ start, end }) => idOf(start, end)),
    starts: Int32Array.from(words, ({ start }) => start),
    ends: Int32Array.from(words, ({ end }) => end),
    wordIds: Int32Array.from(words, (_, i) => i),
  };
}

/** The words that count as tokens: the document's own, else those of its text. */
export function tokensOf({ text, words }: Document): Encoding {
  return asPieces(words ?? segmentWords(text));
}
