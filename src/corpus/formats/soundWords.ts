/** The tokens that a file gives, as documents have them. */

import { compareSpans, type Span } from "../../core/index.js";
import type { Problem } from "../document.js";

/**
 * Sorts words. Those that are empty, overlap one before them or lie outside of the text are a problem and left out.
 * @param given in UTF-16; undefined for what has no place in the text
 * @param options.at place in a record
 */
export function soundWords(
  given: readonly (Span | undefined)[],
  {
    text,
    at,
    tell,
  }: {
    readonly text: string;
    readonly at?: string;
    readonly tell: (problem: Omit<Problem, "source">) => void;
  },
): Span[] {
  const inside = given.flatMap((word) => (word && isInside(word, text) ? [word] : []));
  const words: Span[] = [];
  for (const word of inside.sort(compareSpans))
    if (word.start >= (words.at(-1)?.end ?? 0)) words.push(word);
  const left = given.length - words.length;
  if (left > 0)
    tell({
      ...(at === undefined ? {} : { at }),
      ...{ code: "malformed", lost: true },
      message: `${left} of ${given.length} tokens are empty, overlap another or lie outside of the text of ${text.length} UTF-16 units`,
    });
  return words;
}

const isInside = ({ start, end }: Span, { length }: string) =>
  Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length;
