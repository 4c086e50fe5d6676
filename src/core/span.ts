/** Half-open intervals of UTF-16 code units: `text.slice(start, end)` is what a span covers. */

/** A half-open interval `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether two spans share at least one code unit; an empty span shares none. */
export function overlaps(a: Span, b: Span): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** Whether `outer` covers all of `inner`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Sort order of documents: by start, the longer first on a tie. */
export function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}
