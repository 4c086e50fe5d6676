/** Makes a WordPiece vocabulary from documents, for an encoder that starts from nothing. */

import type { Document } from "../corpus/index.js";

const SPECIAL_PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const PRINTABLE_ASCII = Array.from({ length: 95 }, (_, index) =>
  String.fromCharCode(32 + index),
).join("");

/** What {@link demoVocabulary} may be told. */
export interface VocabularyOptions {
  /** How often a word must occur to be one piece; rarer words fall into characters. Default 3. */
  readonly minimumCount?: number;
}

/**
 * Pieces of an uncased WordPiece tokenizer: special pieces, every character of the text and of printable ASCII alone and
 * as a continuation (`##x`), then the frequent words, the most frequent first. Text of these characters never becomes
 * `[UNK]`.
 * @returns the lines of a `vocab.txt`; the index of a line is the piece's id
 */
export function demoVocabulary(
  documents: readonly Pick<Document, "text">[],
  { minimumCount = 3 }: VocabularyOptions = {},
): string[] {
  const counts = new Map<string, number>();
  for (const { text } of documents)
    for (const word of uncasedWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const characters = new Set(
    [...uncasedWords(PRINTABLE_ASCII), ...counts.keys()].flatMap((word) => [...word]),
  );
  const sorted = [...characters].sort(byCodeUnits);
  const words = [...counts]
    .filter(([word, count]) => count >= minimumCount && !characters.has(word))
    .sort(([a, countA], [b, countB]) => countB - countA || byCodeUnits(a, b))
    .map(([word]) => word);
  return [...SPECIAL_PIECES, ...sorted, ...sorted.map((character) => `##${character}`), ...words];
}

/** Words as BERT's uncased pre-tokenizer has them: lower case, accents dropped, punctuation apart. */
function uncasedWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "");
  return plain.match(/[\p{P}$+<=>^`|~]|[^\s\p{P}$+<=>^`|~]+/gu) ?? [];
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
