/** Classes of words without a tokenizer, for predictions of any tool. */

import type { Span } from "../../../core/index.js";
import { type Document, flatten, segmentWords } from "../../../corpus/index.js";

/** The words of a document in order: those that its file gives, or letters and digits in a row and every other sign. */
export function wordsOf({ words, text }: Pick<Document, "words" | "text">): readonly Span[] {
  return [...(words ?? segmentWords(text))]
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * The class of each word, [words]: that of the mention that touches it, the earlier one of two; 0 is `O`. Of
 * overlapping mentions the shortest counts, of a discontinuous one its hull.
 * @param types names of classes 1, 2, ...
 */
export function wordClasses(
  document: Document,
  { words, types }: { readonly words: readonly Span[]; readonly types: readonly string[] },
): Int32Array {
  const ids = new Map(types.map((type, t) => [type, t + 1]));
  const classes = new Int32Array(words.length);
  let next = 0;
  for (const { type, start, end } of flatten(document).mentions) {
    while (next < words.length && (words[next] as Span).end <= start) next++;
    for (; next < words.length && (words[next] as Span).start < end; next++)
      classes[next] = ids.get(type) as number;
  }
  return classes;
}
