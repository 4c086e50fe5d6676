/** What a corpus is made of: documents, their mentions, and the complaints of readers. */

import { compareSpans, type Span } from "../core/index.js";

/** An annotated entity. `start` and `end` are its hull: the first to the last annotated character. */
export interface Mention extends Span {
  /** Unique within its document. */
  readonly id: string;
  readonly type: string;
  /** At least two spans, sorted, not touching; present only when the mention is discontinuous. */
  readonly fragments?: readonly Span[];
}

/** A text and its mentions, in the order of the file. All offsets are UTF-16 offsets into `text`. */
export interface Document {
  /** Unique within its corpus. */
  readonly id: string;
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** The tokens that the file gives (CoNLL); absent where it gives none. */
  readonly words?: readonly Span[];
}

/** Something odd that a reader could read past; counted and reported, never dropped. */
export interface Problem {
  readonly source: string;
  readonly line: number;
  readonly code: "quoted-text-differs" | "duplicate-id" | "irregular-tag";
  /** One sentence without document text. */
  readonly message: string;
}

/** The spans that a mention annotates: its fragments, or itself. */
export function spansOf(mention: Mention): readonly Span[] {
  return mention.fragments ?? [{ start: mention.start, end: mention.end }];
}

/**
 * The hull and fragments of a mention that a file gives as `spans`, in any order.
 * Spans that touch or overlap are one fragment.
 * @param spans at least one, none empty
 */
export function hullOf(spans: readonly Span[]): Pick<Mention, "start" | "end" | "fragments"> {
  const merged: Span[] = [];
  for (const span of [...spans].sort(compareSpans)) {
    const last = merged.at(-1);
    if (last === undefined || span.start > last.end) merged.push(span);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  const hull = { start: (merged[0] as Span).start, end: (merged.at(-1) as Span).end };
  return merged.length === 1 ? hull : { ...hull, fragments: merged };
}

/** Order of documents: by id, the same in every locale. */
export function byId(a: Document, b: Document): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
