/** The text of a BioC document, rebuilt from passages so that their offsets hold. */

import type { Span } from "../../core/index.js";
import type { Problem } from "../document.js";
import { isQuoteOf, OFFSET_UNITS, type OffsetUnit, readOffsets } from "../offsetUnits.js";
import { type BiocAnnotation, type BiocDocument, type BiocPart, gapOf } from "./bioc.js";

/** A passage or sentence that has text, and the annotations in it. */
interface Piece {
  readonly part: BiocPart;
  readonly text: string;
}

/** An annotation and the piece that it stands in; undefined for those of the document. */
interface Homed {
  readonly annotation: BiocAnnotation;
  readonly home: number | undefined;
}

/** A text and how to find places in it. */
export interface Layout {
  readonly text: string;
  /** Where parts are in the text; of a passage without text, its sentences. */
  readonly spans: ReadonlyMap<BiocPart, Span>;
  /** The spans of an annotation in UTF-16; undefined for one outside of the text. */
  spansOf(annotation: BiocAnnotation): (Span | undefined)[];
  /** What is odd about offsets. */
  readonly problems: readonly Omit<Problem, "source">[];
}

/** Gaps longer than this are no white space that a file left out. */
const MAX_GAP = 100_000;

/** Lays out a document in the unit of offsets under which most annotations have the text that they quote. */
export function layOut(document: BiocDocument): Layout {
  const { pieces, homed } = piecesOf(document);
  const quoted = homed.filter(({ annotation }) => annotation.text !== undefined);
  const plain = pieces.every(({ text }) => !/[\u0080-\uffff]|\r\n/.test(text));
  const units = plain ? [OFFSET_UNITS[0]] : OFFSET_UNITS;
  let best: { placed: Placed; score: number } | undefined;
  for (const origin of ["document", "passage"] as const)
    for (const unit of units) {
      if (best?.score === quoted.length * EXACTLY) break;
      const placed = place(pieces, { unit, origin });
      const score = quoted.reduce((sum, homed) => sum + isQuoted(homed, placed), 0);
      if (best === undefined || score > best.score) best = { placed, score };
    }
  const { text, starts, find, problems } = (best as { placed: Placed }).placed;
  const homes = new Map(homed.map(({ annotation, home }) => [annotation, home]));
  return {
    text,
    spans: spansOfParts(document, pieces, starts),
    spansOf: (annotation) => find(annotation, homes.get(annotation)),
    problems,
  };
}

/** How well an annotation is where its text is: exactly, but for white space, or not. */
function isQuoted({ annotation, home }: Homed, { text, find }: Placed): number {
  const quote = annotation.text as string;
  const spans = find(annotation, home);
  if (spans.length === 0 || !spans.every(isSpan) || !isQuoteOf(quote, text, spans)) return 0;
  const exact = spans.map(({ start, end }) => text.slice(start, end)).join(" ") === quote;
  return exact ? EXACTLY : 1;
}

const EXACTLY = 2;

const isSpan = (span: Span | undefined): span is Span => span !== undefined;

function piecesOf({ passages, annotations }: BiocDocument) {
  const pieces: Piece[] = [];
  const homed: Homed[] = annotations.map((annotation) => ({ annotation, home: undefined }));
  const addAnnotations = (part: BiocPart, home: number | undefined) =>
    homed.push(...part.annotations.map((annotation) => ({ annotation, home })));
  for (const passage of passages) {
    if (passage.text !== undefined || passage.sentences.length === 0) {
      const home = pieces.push({ part: passage, text: passage.text ?? "" }) - 1;
      for (const part of [passage, ...passage.sentences]) addAnnotations(part, home);
      continue;
    }
    addAnnotations(passage, undefined);
    for (const sentence of passage.sentences)
      addAnnotations(sentence, pieces.push({ part: sentence, text: sentence.text ?? "" }) - 1);
  }
  return { pieces, homed };
}

interface Placed extends Pick<Layout, "text" | "problems"> {
  readonly starts: readonly number[];
  find(annotation: BiocAnnotation, home: number | undefined): (Span | undefined)[];
}

/** Lays out pieces whose offsets count `unit`s; those of annotations begin with the document or with their passage. */
function place(
  pieces: readonly Piece[],
  { unit, origin }: { readonly unit: OffsetUnit; readonly origin: "document" | "passage" },
): Placed {
  const problems: Omit<Problem, "source">[] = [];
  const odd = (code: Problem["code"], message: string, rest: object = {}) =>
    problems.push({ ...rest, code, message });
  if (unit !== "code points") odd("offset-unit", `offsets count ${unit}, not code points`);
  if (origin === "passage")
    odd("offset-unit", "offsets count from the start of the passage, not of the document");

  let text = "";
  /** Offset of the end of the text so far. */
  let reached = 0;
  const placed = pieces.map(({ part, text: own }, i) => {
    const gap = part.offset - reached;
    const fits = gap >= 0 && gap <= MAX_GAP;
    if (fits) text += gapOf(gap, { first: i === 0 });
    else {
      const separator = text === "" ? "" : "\n";
      const said = Number.isFinite(part.offset) ? `offset ${part.offset}` : "no offset";
      const message = `text with ${said} was put after the text before it, which ends at ${reached}`;
      odd("malformed", message, part.place);
      text += separator;
    }
    const reading = readOffsets(own, [], { own: unit });
    const offset = Number.isFinite(part.offset) ? part.offset : text.length;
    const start = text.length;
    text += own;
    reached = offset + reading.length;
    return { offset, start, length: reading.length, toUtf16: reading.toUtf16, own, fits };
  });

  const inPiece = (i: number, offset: number): number | undefined => {
    const piece = placed[i];
    const inner = piece?.toUtf16(offset - (origin === "passage" ? 0 : piece.offset));
    return piece === undefined || inner === undefined ? undefined : piece.start + inner;
  };
  const toUtf16 = (offset: number, home: number | undefined): number | undefined => {
    const inside = home === undefined ? undefined : inPiece(home, offset);
    if (inside !== undefined || origin === "passage") return inside;
    for (let i = placed.length - 1; i >= 0; i--) {
      const piece = placed[i] as (typeof placed)[number];
      if (offset < piece.offset) continue;
      const found = inPiece(i, offset);
      if (found !== undefined) return found;
      // in the gap after it, whose characters count one in every unit
      const beyond = offset - piece.offset - piece.length;
      const next = placed[i + 1];
      const end = piece.start + piece.own.length;
      return beyond > 0 && next?.fits && end + beyond < next.start ? end + beyond : undefined;
    }
    return undefined;
  };
  const find: Placed["find"] = ({ locations }, home) =>
    locations.map(({ offset, length }) => {
      const [start, end] = [toUtf16(offset, home), toUtf16(offset + length, home)];
      return start === undefined || end === undefined ? undefined : { start, end };
    });
  return { text, starts: placed.map(({ start }) => start), find, problems };
}

function spansOfParts(
  { passages }: BiocDocument,
  pieces: readonly Piece[],
  starts: readonly number[],
): Map<BiocPart, Span> {
  const spans = new Map<BiocPart, Span>(
    pieces.map(({ part, text }, i) => {
      const start = starts[i] as number;
      return [part, { start, end: start + text.length }];
    }),
  );
  for (const passage of passages) {
    const own = spans.get(passage);
    const inner = passage.sentences.flatMap((sentence) => spans.get(sentence) ?? []);
    if (own === undefined && inner.length > 0)
      spans.set(passage, { start: (inner[0] as Span).start, end: (inner.at(-1) as Span).end });
  }
  return spans;
}
