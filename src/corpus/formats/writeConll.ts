/** Writing CoNLL column files, which hold flat mentions of whole words only. */

import { compareSpans, overlaps, type Span } from "../../core/index.js";
import type { Document, Mention, Problem } from "../document.js";
import type { Chunk, WriteContext } from "../format.js";
import { flatten } from "../overlap.js";

/** Words of a text: runs of letters, marks and digits, and every other visible character. */
export function segmentWords(text: string): Span[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/**
 * Writes documents as `token<tab>tag` lines in IOB2, a blank line where a newline parts words. Each begins with
 * `-DOCSTART-(id)<tab>O`, the id percent-encoded where it has white space: programs that look for `-DOCSTART-` skip the
 * line, those that do not read one token outside, and the id is in nobody's column of tags.
 * Of overlapping mentions the shortest is written, of a discontinuous one its hull, for all words that it touches.
 */
export async function* writeColumns(
  documents: AsyncIterable<Document>,
  { onProblem }: WriteContext,
): AsyncGenerator<Chunk> {
  for await (const document of documents) {
    const tell: Tell = (problem) => onProblem({ source: document.id, ...problem });
    yield { content: `-DOCSTART-(${encodeId(document.id)})\tO\n\n${rowsOf(document, tell)}\n` };
  }
}

type Tell = (problem: Omit<Problem, "source">) => void;

const encodeId = (id: string) =>
  id.replace(/[\s%\p{Cc}\p{Cf}]/gu, (character) => encodeURIComponent(character));

function rowsOf(document: Document, tell: Tell): string {
  const { text } = document;
  const words = [...(document.words ?? segmentWords(text))]
    .filter(({ start, end }) => end > start)
    .sort(compareSpans);
  const { mentions } = flatten(document);
  const tags = tagWords({ words, mentions }, tell);
  let changed = 0;
  const rows = words.map(({ start, end }, i) => {
    const gap = text.slice(words[i - 1]?.end ?? start, start);
    const given = text.slice(start, end);
    const token = given.replace(/[\t\r\n]/g, " ").replace(/^-DOCSTART-/, "-DOCSTART");
    if (token !== given) changed++;
    const breaks = gap.includes("\n") && !tags[i]?.startsWith("I-"); // never inside a mention
    return `${breaks ? "\n" : ""}${token}\t${tags[i]}\n`;
  });
  if (changed > 0)
    tell({
      code: "changed",
      message: `${changed} of ${words.length} tokens have tabs or line ends, or are -DOCSTART-, and are changed`,
    });
  return rows.join("");
}

/** Every word that a mention touches gets its tag; a mention whose words are taken is left out. */
function tagWords(
  { words, mentions }: { words: readonly Span[]; mentions: readonly Mention[] },
  tell: Tell,
): string[] {
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
      const why = taken === undefined ? "is in no word" : `shares a word with ${taken}`;
      tell({
        ...{ at: mention.id, code: "changed", lost: true },
        message: `mention ${mention.id} ${why}, and is left out`,
      });
      continue;
    }
    const [first, final] = [words[next] as Span, words[last - 1] as Span];
    if (first.start !== mention.start || final.end !== mention.end) widened++;
    const type = mention.type.replace(/[\s\p{Cc}]+/gu, "_") || "_";
    if (type !== mention.type) renamed++;
    for (let i = next; i < last; i++) {
      tags[i] = `${i === next ? "B" : "I"}-${type}`;
      owners[i] = mention.id;
    }
  }
  if (widened > 0)
    tell({
      code: "changed",
      message: `${widened} of ${mentions.length} mentions do not start and end with words, and are written with other edges`,
    });
  if (renamed > 0)
    tell({
      code: "changed",
      message: `${renamed} of ${mentions.length} mentions have a type that is not one word, which is made one`,
    });
  return tags;
}
