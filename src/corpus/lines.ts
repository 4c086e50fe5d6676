/** Lines of annotation files: every end of line that editors write, and what fits into a field. */

import { CorpusError } from "./error.js";

/** Splits at LF or CRLF; at CR only where a file has no LF at all, so a stray CR splits nothing. */
export function splitLines(content: string): string[] {
  return content.split(content.includes("\n") ? /\r?\n/ : "\r");
}

/** Drops a byte order mark, which is no part of an annotation. */
export function withoutByteOrderMark(content: string): string {
  return content.startsWith("\ufeff") ? content.slice(1) : content;
}

/** Returns `type`. @throws CorpusError if it is empty or holds whitespace, where the format ends a type */
export function oneWord(type: string, source: string, format: "brat" | "CoNLL"): string {
  if (/^\S+$/.test(type)) return type;
  throw new CorpusError(
    { source },
    `type ${JSON.stringify(type)} cannot be written as ${format}, where a type is one word`,
    "Rename the type or write JSONL",
  );
}
