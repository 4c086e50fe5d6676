/** Label-wise token replacement: other words with the same label, from anywhere in the training part. */

import { overlaps, type Span } from "../../core/index.js";
import { type Document, type Mention, spansOf } from "../../corpus/index.js";
import type { Augmenter } from "./mentionReplacement.js";
import { isReplaceable, rewrite } from "./rewrite.js";

/** A document and its words. */
export interface WordedDocument {
  readonly document: Document;
  /** In order, disjoint. */
  readonly words: readonly Span[];
}

/**
 * Replaces each word with probability `rate` by one drawn from all words of `documents` with the same label, as often
 * as they occur, so that the sequence of labels stays as it is. The label of a word names every mention that it is in, and
 * whether it is the first word there. Words without a letter or digit stay, as they keep the others apart, and words
 * in which a mention begins or ends.
 * @param documents the training part with the words that labels are given to
 * @returns an augmenter of these documents
 * @see Dai & Adel 2020, An Analysis of Simple Data Augmentation for Named Entity Recognition, section 3
 */
export function wordReplacement(documents: readonly WordedDocument[], rate: number): Augmenter {
  const places = new Map<Document, readonly Place[]>();
  const byLabel = new Map<string, string[]>();
  for (const worded of documents) {
    const found = placesOf(worded);
    places.set(worded.document, found);
    for (const { label, text } of found) {
      const texts = byLabel.get(label);
      if (texts) texts.push(text);
      else byLabel.set(label, [text]);
    }
  }
  return (document, { id, random }) =>
    rewrite(document, {
      id,
      replacements: (places.get(document) ?? [])
        .filter(() => random.next() < rate)
        .map(({ start, end, label }) => {
          const texts = byLabel.get(label) as string[];
          return { start, end, text: texts[random.below(texts.length)] as string };
        }),
    });
}

/** A word that can be replaced. */
interface Place extends Span {
  readonly text: string;
  readonly label: string;
}

function placesOf({ document: { text, mentions }, words }: WordedDocument): Place[] {
  const spans = mentions.flatMap((mention) => [mention, ...spansOf(mention)]);
  return words
    .map(({ start, end }) => ({ start, end, text: text.slice(start, end) }))
    .filter((word) => /[\p{L}\p{N}]/u.test(word.text) && isReplaceable(word, spans))
    .map((word) => ({ ...word, label: labelOf(word, mentions) }));
}

/** Every mention that a word is in, and how: at the start of a span, inside of it, or between fragments. */
function labelOf(word: Span, mentions: readonly Mention[]): string {
  return mentions
    .filter((mention) => overlaps(mention, word))
    .map((mention) => {
      const span = spansOf(mention).find((part) => overlaps(part, word));
      const place = span === undefined ? "between" : span.start === word.start ? "B" : "I";
      return `${place}-${mention.type}`;
    })
    .sort()
    .join(" ");
}
