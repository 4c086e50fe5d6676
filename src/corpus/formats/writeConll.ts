/** Writing CoNLL column files, which hold flat mentions of whole words only. */

import type { Document, Problem } from "../document.js";
import type { Chunk, WriteContext } from "../format.js";
import { tagWords } from "./wordTags.js";

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
  const fitType = (type: string) => type.replace(/[\s\p{Cc}]+/gu, "_") || "_";
  const { words, tags } = tagWords(document, { fitType, tell });
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
