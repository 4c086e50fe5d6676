/** A document as tokens and IOB2 tags: flat mentions of whole words. */

import type { Document } from "../document.js";
import type { WriteContext } from "../format.js";
import { placesIn } from "./huggingFaceText.js";
import { type Fields, metaFor } from "./jsonRecords.js";
import { tagWords } from "./wordTags.js";

const KNOWN = [
  ...["id", "tokens", "words", "ner_tags"],
  ...["tags", "ner", "ner_labels", "labels", "label"],
];

/** The record of a document. What has to give is a problem. */
export function recordFor(document: Document, context: WriteContext): Fields {
  const { id, text } = document;
  const { words, tags } = tagWords(document, {
    fitType: (type) => type.replace(/[\n\r\u2028\u2029]/g, " "),
    tell: (problem) => context.onProblem({ source: id, ...problem }),
  });
  const tokens = words.map(({ start, end }) => text.slice(start, end));
  const joined = tokens.join(" ") === text;
  const whole = !joined && placesIn(text, tokens) !== undefined;
  if (!joined && !whole)
    context.onProblem({
      ...{ source: id, code: "does-not-fit", lost: true },
      message: "what is in no word was left out",
    });
  return {
    ...{ id, tokens, ner_tags: tags, ...(whole ? { text } : {}) },
    ...metaFor(document, whole ? [...KNOWN, "text"] : KNOWN, context),
  };
}
