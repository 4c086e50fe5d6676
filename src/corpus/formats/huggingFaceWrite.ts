/** A document as tokens and IOB2 tags: flat mentions of whole words. */

import { overlaps } from "../../core/index.js";
import type { Document } from "../document.js";
import type { WriteContext } from "../format.js";
import { flatten } from "../overlap.js";
import { placesIn } from "./huggingFaceText.js";
import { type Fields, metaFor } from "./jsonRecords.js";
import { segmentWords } from "./writeConll.js";

const KNOWN = [
  ...["id", "tokens", "words", "ner_tags"],
  ...["tags", "ner", "ner_labels", "labels", "label"],
];

/** The record of a document; words are its own, else runs of letters and digits. What has to give is a problem. */
export function recordFor(document: Document, context: WriteContext): Fields {
  const { id, text } = document;
  const problem = (message: string, lost: { lost?: true } = {}) =>
    context.onProblem({
      source: id,
      code: lost.lost ? "does-not-fit" : "changed",
      message,
      ...lost,
    });
  const words = (document.words ?? segmentWords(text)).filter(({ start, end }) => start < end);
  const tags: string[] = words.map(() => "O");
  for (const { id: mentionId, type, start, end } of flatten(document).mentions) {
    const first = words.findIndex((word) => overlaps(word, { start, end }));
    let last = first;
    while (
      last + 1 < words.length &&
      overlaps(words[last + 1] ?? { start: 0, end: 0 }, { start, end })
    )
      last++;
    if (first < 0 || tags.slice(first, last + 1).some((tag) => tag !== "O")) {
      const why = first < 0 ? "covers no word" : "shares a word with another mention";
      problem(`mention ${mentionId} ${why}`, { lost: true });
      continue;
    }
    if (words[first]?.start !== start || words[last]?.end !== end)
      problem(`mention ${mentionId} has parts of words and was extended to whole ones`);
    const name = type.replace(/[\n\r\u2028\u2029]/g, " ");
    if (name !== type) problem(`ends of lines in the type of mention ${mentionId} became spaces`);
    tags.fill(`I-${name}`, first, last + 1);
    tags[first] = `B-${name}`;
  }
  const tokens = words.map(({ start, end }) => text.slice(start, end));
  const joined = tokens.join(" ") === text;
  const whole = !joined && placesIn(text, tokens) !== undefined;
  if (!joined && !whole) problem("what is in no word was left out", { lost: true });
  return {
    ...{ id, tokens, ner_tags: tags, ...(whole ? { text } : {}) },
    ...metaFor(document, whole ? [...KNOWN, "text"] : KNOWN, context),
  };
}
