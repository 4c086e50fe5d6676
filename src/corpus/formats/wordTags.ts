/** Documents as words with tags in IOB2, for formats that hold flat mentions of whole words only. */

import { compareSpans, overlaps, type Span } from "../../core/index.js";
import type { Document, Problem } from "../document.js";
import { flatten } from "../overlap.js";
import { said } from "../said.js";

/** Words of a text: runs of letters, marks and digits, and every other visible character. */
export function segmentWords(text: string): Span[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The words of a document, sorted, and the tag of each. */
export interface TaggedWords {
  readonly words: readonly Span[];
  readonly tags: readonly string[];
}

/**
 * Tags the words of a document, or those of {@link segmentWords}. Of overlapping mentions the shortest is taken, of a
 * discontinuous one its hull. Every word that a mention touches gets its tag; a mention whose words are taken is left
 * out. What has to give is told.
 * @param options.fitType a type as the format takes it
 */
export function tagWords(
  document: Document,
  {
    fitType,
    tell,
  }: {
    readonly fitType: (type: string) => string;
    readonly tell: (problem: Omit<Problem, "source">) => void;
  },
): TaggedWords {
  const words = [...(document.words ?? segmentWords(document.text))]
    .filter(({ start, end }) => end > start)
    .sort(compareSpans);
  const { mentions } = flatten(document);
  const tags = words.map(() => "O");
  const owners: (string | undefined)[] = [];
  let next = 0;
  let widened = 0;
  let renamed = 0;
  for (const mention of mentions) {
    while (next < words.length && (words[next] as Span).end <= mention.start) next++;
    let last = next;
    while (last < words.length && overlaps(words[last] as Span, mention)) last++;
    const taken = owners.slice(next, last).find((owner) => owner !== undefined);
    if (last === next || taken !== undefined) {
      const why = taken === undefined ? "is in no word" : `shares a word with ${said(taken)}`;
      tell({
        ...{ code: "does-not-fit", lost: true },
        message: `mention ${said(mention.id)} ${why}, and is left out`,
      });
      continue;
    }
    const [first, final] = [words[next] as Span, words[last - 1] as Span];
    if (first.start !== mention.start || final.end !== mention.end) widened++;
    const type = fitType(mention.type);
    if (type !== mention.type) renamed++;
    tags.fill(`I-${type}`, next, last);
    tags[next] = `B-${type}`;
    for (let i = next; i < last; i++) owners[i] = mention.id;
  }
  if (widened > 0)
    tell({
      code: "changed",
      message: `${widened} of ${mentions.length} mentions do not start and end with words, and are written with other edges`,
    });
  if (renamed > 0)
    tell({
      code: "changed",
      message: `${renamed} of ${mentions.length} mentions have a type that the format cannot hold as it is, which is changed`,
    });
  return { words, tags };
}
