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

/** What a mention, relation or event takes part in, and as what. */
export interface Argument {
  readonly role: string;
  /** Id of a mention, relation or event of the same document. */
  readonly target: string;
}

/** What files hold of a document beyond mentions. Ids are unique within the document, those of mentions included. */
export interface Annotations {
  /** Texts that events hang on and that are no mentions of entities, as shared tasks keep them apart. */
  readonly triggers?: readonly Mention[];
  /** Properties of mentions, relations or events; a flag has no value. */
  readonly attributes?: readonly {
    readonly id: string;
    readonly name: string;
    readonly target: string;
    readonly value?: string;
  }[];
  /** Arguments are ordered; of a symmetric relation they have no order. */
  readonly relations?: readonly {
    readonly id: string;
    readonly type: string;
    readonly arguments: readonly Argument[];
    readonly symmetric?: true;
  }[];
  /** `trigger` is the id of a mention, or of one of {@link Annotations.triggers}. */
  readonly events?: readonly {
    readonly id: string;
    readonly type: string;
    readonly trigger: string;
    readonly arguments: readonly Argument[];
  }[];
  /** Entries of a database or vocabulary that a mention stands for. */
  readonly normalizations?: readonly {
    readonly id: string;
    readonly type: string;
    readonly target: string;
    /** `NAME:ID`. */
    readonly reference: string;
    readonly text: string;
  }[];
  /** What annotators wrote; without a target about the document. */
  readonly notes?: readonly {
    readonly id: string;
    readonly type: string;
    readonly target?: string;
    readonly text: string;
  }[];
}

/** A text and its mentions, in the order of the file. All offsets are UTF-16 offsets into `text`. */
export interface Document extends Annotations {
  /** Unique within its corpus. */
  readonly id: string;
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** The tokens that the file gives (CoNLL); absent where it gives none. */
  readonly words?: readonly Span[];
  /** What else the file says of the document, as JSON, to be written back. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** What a reader found odd; counted and reported, never passed over in silence. */
export interface Problem {
  readonly source: string;
  /** From 1; absent where the file has no lines. */
  readonly line?: number;
  /** Place in a file without lines, such as `[3].annotations[0]`. */
  readonly at?: string;
  readonly code: ProblemCode;
  /** One sentence without document text. */
  readonly message: string;
  /** Whether something of the file is not in the documents because of it. */
  readonly lost?: true;
}

/** Codes of problems and what they say. docs/formats.md explains each. */
export const PROBLEM_CODES = {
  "quoted-text-differs": "the text that the file quotes is not at its offsets",
  "duplicate-id": "an id was given before",
  "missing-id": "an id is missing and was made up",
  "irregular-tag": "a tag does not follow the one before it",
  "empty-mention": "a mention covers no character",
  "outside-text": "an offset lies outside of the text",
  malformed: "a line or entry is not as the format has it",
  "dangling-reference": "something refers to an id that is not there",
  encoding: "the file is not UTF-8",
  "offset-unit": "offsets count something else than the format says",
  "missing-text": "annotations have no text",
  changed: "something was changed to fit the format that is written",
  "does-not-fit": "a format cannot hold it as it is",
} as const;

/** One of {@link PROBLEM_CODES}. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

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
