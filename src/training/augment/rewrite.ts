/** Puts other text in the place of spans of a document, so that mentions and words stay where they belong. */

import { InternalError, type Span } from "../../core/index.js";
import type { Document, Mention } from "../../corpus/index.js";

/** Text in the place of a span. */
export interface Replacement extends Span {
  readonly text: string;
  /** Words of the new text, from its start; the whole of it unless given, as from a document that gives no words. */
  readonly words?: readonly Span[] | undefined;
}

/**
 * Whether a span can be replaced: none of the given ones begins or ends inside of it. One that lies inside as a whole
 * can not be kept either, unless it is the span itself.
 */
export function isReplaceable(span: Span, kept: readonly Span[]): boolean {
  return kept.every(
    ({ start, end }) =>
      end <= span.start || start >= span.end || (start <= span.start && end >= span.end),
  );
}

/**
 * Replaces spans. Relations, events and what else the file says of the document are left out.
 * @param id of the new document
 * @param replacements not empty, disjoint, in order; no mention begins or ends inside of one, and words lie inside or outside
 * @throws InternalError if they overlap
 */
export function rewrite(
  { text, mentions, words }: Document,
  { id, replacements }: { readonly id: string; readonly replacements: readonly Replacement[] },
): Document {
  let written = "";
  let read = 0;
  for (const { start, end, text: next } of replacements) {
    if (start < read || end <= start)
      throw new InternalError(
        `a replacement at ${start} to ${end} follows one that ends at ${read}`,
      );
    written += text.slice(read, start) + next;
    read = end;
  }
  const placeOf = (offset: number) =>
    replacements.reduce(
      (place, { start, end, text: next }) =>
        end <= offset ? place + next.length - (end - start) : place,
      offset,
    );
  const moved = <T extends Span>(span: T): T => ({
    ...span,
    start: placeOf(span.start),
    end: placeOf(span.end),
  });
  const movedMention = (mention: Mention): Mention => ({
    ...moved(mention),
    ...(mention.fragments ? { fragments: mention.fragments.map(moved) } : {}),
  });
  return {
    id,
    text: written + text.slice(read),
    mentions: mentions.map(movedMention),
    ...(words ? { words: wordsAfter(words, replacements, { moved, placeOf }) } : {}),
  };
}

/** Words outside of the replacements, and those of the replacements, in order. */
function wordsAfter(
  words: readonly Span[],
  replacements: readonly Replacement[],
  { moved, placeOf }: { moved: (span: Span) => Span; placeOf: (offset: number) => number },
): Span[] {
  const kept = words.filter((word) =>
    replacements.every(({ start, end }) => word.end <= start || word.start >= end),
  );
  const added = replacements.flatMap(({ start, text, words: own }) =>
    (own ?? [{ start: 0, end: text.length }]).map((word) => ({
      start: placeOf(start) + word.start,
      end: placeOf(start) + word.end,
    })),
  );
  return [...kept.map(moved), ...added].sort((a, b) => a.start - b.start);
}
