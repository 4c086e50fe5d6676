/** The parts into which brat cuts a mention that reaches over line ends, which a line of its files cannot quote. */

import type { Span } from "../../core/index.js";
import { LINE_BREAKING } from "../offsetUnits.js";

/** White space with at least one character that some reader takes for the end of a line or field. */
const GAP = new RegExp(`\\s*${LINE_BREAKING.source}(?:${LINE_BREAKING.source}|\\s)*`, "g");

/**
 * The lines of `spans`, without the white space around their ends, as brat has them; the spans themselves where
 * nothing else is in them.
 */
export function partsOf(spans: readonly Span[], text: string): readonly Span[] {
  const parts = spans.flatMap((span) => linesOf(span, text));
  return parts.length > 0 ? parts : spans;
}

function linesOf(span: Span, text: string): Span[] {
  const covered = text.slice(span.start, span.end);
  const lines: Span[] = [];
  let start = 0;
  for (const { index, 0: gap } of covered.matchAll(GAP)) {
    if (index > start) lines.push({ start: span.start + start, end: span.start + index });
    start = index + gap.length;
  }
  if (start < covered.length) lines.push({ start: span.start + start, end: span.end });
  return lines;
}
