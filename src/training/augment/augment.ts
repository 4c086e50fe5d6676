/** Augmentation of the training part: each document again, with other words or mentions. */

import type { Config } from "../../config/index.js";
import type { Random, Span } from "../../core/index.js";
import type { Document } from "../../corpus/index.js";
import { unitsOf } from "../../labels/index.js";
import type { Encoding } from "../../tokenizer/index.js";
import { type Augmenter, mentionReplacement } from "./mentionReplacement.js";
import { wordReplacement } from "./wordReplacement.js";

/**
 * Variants of documents, `copies` of each, in the order of the documents; a function of these and the stream.
 * @param encodings of the documents, which tell their words
 * @returns none without a method
 */
export function variantsOf(
  {
    documents,
    encodings,
  }: { readonly documents: readonly Document[]; readonly encodings: readonly Encoding[] },
  { method, rate, copies, random }: Config["training"]["augment"] & { readonly random: Random },
): Document[] {
  if (method === "none") return [];
  const augment: Augmenter =
    method === "mentions"
      ? mentionReplacement(documents, rate)
      : wordReplacement(
          documents.map((document, i) => ({
            document,
            words: document.words ?? wordsOf(encodings[i] as Encoding),
          })),
          rate,
        );
  return documents.flatMap((document, i) =>
    Array.from({ length: copies }, (_, copy) =>
      augment(document, {
        id: `${document.id}~${copy + 1}`,
        random: random.stream("augment", i, copy),
      }),
    ),
  );
}

/** Each word from its first character to its last; one that shares a character with the word before is left out. */
function wordsOf(encoding: Encoding): Span[] {
  const words: Span[] = [];
  for (const pieces of unitsOf(encoding, "words")) {
    const start = encoding.starts[pieces.start] as number;
    if (start >= (words.at(-1)?.end ?? 0))
      words.push({ start, end: encoding.ends[pieces.end - 1] as number });
  }
  return words;
}
