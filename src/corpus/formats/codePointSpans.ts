/** Mentions with offsets in code points, as formats that come from Python and Ruby count. */

import type { Span } from "../../core/index.js";
import { codePoints } from "../codePoints.js";
import { type Document, type Mention, spansOf } from "../document.js";
import type { WriteContext } from "../format.js";
import { said } from "../said.js";

/** A mention to be written. */
export interface CountedMention {
  readonly mention: Mention;
  /** In code points: its fragments, or itself. */
  readonly spans: readonly Span[];
  /** What it covers, fragments joined by a space. */
  readonly quote: string;
}

/** Mentions of a document to be written; one that cuts a character in two is a problem and left out. */
export function countCodePoints(
  { id: source, text, mentions }: Document,
  { onProblem }: WriteContext,
): CountedMention[] {
  const { fromUtf16 } = codePoints(text);
  return mentions.flatMap((mention) => {
    const spans = spansOf(mention);
    const { id, start, end } = mention;
    if (spans.some((span) => cutsPair(text, span.start) || cutsPair(text, span.end))) {
      const message = `mention ${said(id)} from ${start} to ${end} cuts a character in two`;
      onProblem({ source, code: "does-not-fit", message, lost: true });
      return [];
    }
    return {
      mention,
      spans: spans.map((span) => ({ start: fromUtf16(span.start), end: fromUtf16(span.end) })),
      quote: spans.map((span) => text.slice(span.start, span.end)).join(" "),
    };
  });
}

const cutsPair = (text: string, offset: number): boolean =>
  offset > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1));
