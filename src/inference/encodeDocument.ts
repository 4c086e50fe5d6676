/** A document as pieces, whose words are the document's own where it has any. */

import type { Document } from "../corpus/index.js";
import type { Encoding, Tokenizer } from "../tokenizer/index.js";

/**
 * Encodes the text. Where the corpus gives words (column files), a piece belongs to the given word that its
 * start lies in, so that words are labelled, decoded and scored as they were annotated.
 */
export async function encodeDocument(
  tokenizer: Tokenizer,
  { text, words }: Pick<Document, "text" | "words">,
): Promise<Encoding> {
  const encoding = await tokenizer.encode(text);
  if (!words) return encoding;
  let word = 0;
  const wordIds = encoding.starts.map((start) => {
    while (word + 1 < words.length && (words[word + 1]?.start as number) <= start) word++;
    return word;
  });
  return { ...encoding, wordIds };
}
