/** What scores know of a mention: where it is and what type it has. */

import { compareSpans, overlaps, type Span } from "../core/index.js";

/** A mention as scores see it; every `Mention` of a document is one. */
export interface TypedSpan extends Span {
  readonly type: string;
  /** Two or more parts, in order, of a discontinuous mention; `start` and `end` are then its hull. */
  readonly fragments?: readonly Span[];
}

/** Gold and predicted mentions of one document, in any order, with any nesting. */
export interface MentionPair {
  readonly document: string;
  readonly gold: readonly TypedSpan[];
  readonly predicted: readonly TypedSpan[];
}

/** Mentions in reading order, the longer first where two begin together, then by type. */
export function inReadingOrder<T extends TypedSpan>(mentions: readonly T[]): T[] {
  return mentions.toSorted(
    (a, b) => compareSpans(a, b) || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0),
  );
}

/** Whether two mentions cover the same hull. */
export function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** How far two spans' boundaries lie apart: start distance plus end distance. */
export function boundaryDistance(a: Span, b: Span): number {
  return Math.abs(a.start - b.start) + Math.abs(a.end - b.end);
}

/**
 * Prepares the search for the spans that overlap a given one.
 * @param spans sorted by start, nesting allowed
 * @returns a function that gives the indices of the overlapping spans, ascending
 */
export function overlapFinder(spans: readonly Span[]): (span: Span) => number[] {
  const furthestEnd: number[] = []; // of the spans up to this one: never decreases, so it can be bisected
  for (const { end } of spans) furthestEnd.push(Math.max(end, furthestEnd.at(-1) ?? end));
  return (span) => {
    let low = 0;
    for (let high = spans.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((furthestEnd[middle] as number) > span.start) high = middle;
      else low = middle + 1;
    }
    const found: number[] = [];
    for (let i = low; i < spans.length && (spans[i] as Span).start < span.end; i++)
      if (overlaps(spans[i] as Span, span)) found.push(i);
    return found;
  };
}
