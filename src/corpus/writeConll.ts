/** Writing CoNLL column files, which hold flat mentions of whole words only. */

import { overlaps, type Span } from "../core/index.js";
import type { Document } from "./document.js";
import { oneWord } from "./lines.js";
import { type Affected, type FlattenOptions, flatten } from "./overlap.js";

/** How to write; words are the document's own, else given, else {@link segmentWords}. */
export interface WriteConllOptions extends FlattenOptions {
  readonly words?: (document: Document) => readonly Span[];
}

/** Words of a text: runs of letters, marks and digits, and every other visible character. */
export function segmentWords(text: string): Span[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/**
 * Writes documents as `token<tab>tag` lines in IOB2, each after a `-DOCSTART-` line; a newline between words ends
 * a sentence. Lossy: ids, white space, nesting and the parts of words go; what goes of mentions is in `affected`.
 */
export function writeConll(
  documents: readonly Document[],
  options: WriteConllOptions = {},
): { conll: string; affected: Affected[] } {
  const affected: Affected[] = [];
  const conll = documents
    .map((document) => {
      const words = (
        document.words ??
        options.words?.(document) ??
        segmentWords(document.text)
      ).filter(({ start, end }) => end > start);
      const flat = flatten(document, options);
      const tagged = tagWords(document, words, flat.mentions);
      affected.push(...flat.affected, ...tagged.affected);
      return `-DOCSTART-\tO\n\n${joinRows(document.text, words, tagged.tags)}\n`;
    })
    .join("");
  return { conll, affected };
}

/** Every word that a mention touches gets its tag; a mention whose words are taken is dropped. */
function tagWords(
  document: Document,
  words: readonly Span[],
  mentions: ReturnType<typeof flatten>["mentions"],
) {
  const tags = words.map(() => "O");
  const owners: (string | undefined)[] = [];
  const affected: Affected[] = [];
  let next = 0;
  for (const mention of mentions) {
    while (next < words.length && (words[next] as Span).end <= mention.start) next++;
    let last = next;
    while (last < words.length && overlaps(words[last] as Span, mention)) last++;
    const taken = owners
      .slice(next, last)
      .find((owner) => owner !== undefined && owner !== mention.id);
    if (last === next || taken !== undefined) {
      const { id: mentionId, type, start, end } = mention;
      const reason = taken === undefined ? "no word" : "same word";
      affected.push({
        ...{ documentId: document.id, mentionId, type, start, end, reason, action: "dropped" },
        ...(taken === undefined ? {} : { by: taken }),
      });
      continue;
    }
    const type = oneWord(mention.type, document.id, "CoNLL");
    for (let i = next; i < last; i++) {
      if (owners[i] === mention.id) continue; // by another fragment
      tags[i] = `${owners[i - 1] === mention.id ? "I" : "B"}-${type}`;
      owners[i] = mention.id;
    }
  }
  return { tags, affected };
}

function joinRows(text: string, words: readonly Span[], tags: readonly string[]): string {
  return words
    .map(({ start, end }, i) => {
      const gap = text.slice(words[i - 1]?.end ?? start, start);
      const token = text.slice(start, end).replace(/[\t\r\n]/g, " ");
      const breaks = gap.includes("\n") && !tags[i]?.startsWith("I-"); // never inside a mention
      return `${breaks ? "\n" : ""}${token}\t${tags[i]}\n`;
    })
    .join("");
}
