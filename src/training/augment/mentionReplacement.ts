/** Mention replacement: other mentions of the same type, from anywhere in the training part, in the same places. */

import { contains, overlaps, type Random, type Span } from "../../core/index.js";
import { type Document, type Mention, spansOf } from "../../corpus/index.js";
import { isReplaceable, type Replacement, rewrite } from "./rewrite.js";

/** Makes another document of one, as a function of the document and the stream. */
export type Augmenter = (
  document: Document,
  options: { readonly id: string; readonly random: Random },
) => Document;

/**
 * Replaces each mention with probability `rate` by one drawn from the others of its type in `documents`, so that a text
 * that is annotated often is drawn often. Discontinuous mentions and those that hold or cross another stay as they
 * are, and so do those whose type has no other.
 * @param documents the training part
 * @returns an augmenter of these documents
 * @see Dai & Adel 2020, An Analysis of Simple Data Augmentation for Named Entity Recognition, section 3
 */
export function mentionReplacement(documents: readonly Document[], rate: number): Augmenter {
  const byType = new Map<string, { readonly mention: Mention; readonly content: Content }[]>();
  for (const document of documents)
    for (const mention of replaceable(document)) {
      const entries = byType.get(mention.type) ?? [];
      entries.push({ mention, content: contentOf(document, mention) });
      byType.set(mention.type, entries);
    }
  return (document, { id, random }) => {
    const replacements: Replacement[] = [];
    for (const mention of replaceable(document)) {
      if (random.next() >= rate) continue;
      const others = (byType.get(mention.type) ?? []).filter((entry) => entry.mention !== mention);
      const drawn = others[random.below(others.length)];
      if (drawn) replacements.push({ start: mention.start, end: mention.end, ...drawn.content });
    }
    return rewrite(document, { id, replacements });
  };
}

type Content = Pick<Replacement, "text" | "words">;

/** Mentions that can be replaced, in order; they are disjoint. */
function replaceable({ mentions, words = [] }: Document): Mention[] {
  return mentions
    .filter((mention) => {
      const { start, end, fragments } = mention;
      const others = mentions.filter((other) => other !== mention);
      return (
        start < end &&
        !fragments &&
        isReplaceable(
          mention,
          others.flatMap((other) => [other, ...spansOf(other)]),
        ) &&
        !others.some((other) => other.start === start && other.end === end) &&
        words.every((word) => !overlaps(word, mention) || contains(mention, word))
      );
    })
    .sort((a, b) => a.start - b.start);
}

/** Text of a mention, with its words where the document has any. */
function contentOf({ text, words }: Document, { start, end }: Span): Content {
  return {
    text: text.slice(start, end),
    words: words
      ?.filter((word) => contains({ start, end }, word))
      .map((word) => ({ start: word.start - start, end: word.end - start })),
  };
}
