/** Mentions that a file gives by offsets and perhaps quotes, as documents have them; used by the JSON and CSV formats. */

import type { Span } from "../../core/index.js";
import { codePoints } from "../codePoints.js";
import { type Document, hullOf, type Mention, type Problem } from "../document.js";
import type { WriteContext } from "../format.js";
import { isQuoteOf, type OffsetUnit, readOffsets } from "../offsetUnits.js";
import { said } from "../said.js";
import { type AnyReading, guessOffsets } from "./unquotedOffsets.js";

/** Reports a problem of the record that is being read. */
export type Tell = (problem: Omit<Problem, "source">) => void;

/** A mention as a file gives it; nothing of it is checked. */
export interface Given {
  /** Place in the record, such as `spans[2]`. */
  readonly at: string;
  /** Absent where the file gives none; the mention is then called by its number. */
  readonly id?: string | undefined;
  readonly type: unknown;
  readonly start: unknown;
  readonly end: unknown;
  readonly quote?: unknown;
  readonly probability?: unknown;
}

/**
 * How to read the offsets of a record: by its quotes; without any, by the ends of words.
 * Another unit than the format's own is a problem.
 */
export function readingOf(
  given: readonly Given[],
  { text, own, tell }: { readonly text: string; readonly own: OffsetUnit; readonly tell: Tell },
): AnyReading {
  const spans = given.flatMap((mention) => spanOf(mention) ?? []);
  const quoted = given.flatMap((mention) => {
    const span = spanOf(mention);
    return span && typeof mention.quote === "string"
      ? [{ spans: [span], quote: mention.quote }]
      : [];
  });
  const others = ["code points", "UTF-16 units"] as const;
  const reading =
    quoted.length > 0
      ? readOffsets(text, quoted, { own })
      : guessOffsets(text, spans, [own, ...others.filter((unit) => unit !== own)]);
  if (reading.unit !== own)
    tell({ code: "offset-unit", message: `offsets count ${reading.unit}, not ${own}` });
  return reading;
}

/** Checks and converts mentions; ids come out unique. What cannot be one is a problem and left out. */
export function readMentions(
  given: readonly Given[],
  {
    text,
    reading,
    tell,
  }: { readonly text: string; readonly reading: AnyReading; readonly tell: Tell },
): Mention[] {
  const uniqueId = uniqueIds(tell);
  return given.flatMap((entry, i) => {
    const { at } = entry;
    const lose = (code: Problem["code"], message: string) => {
      tell({ at, code, message, lost: true });
      return [];
    };
    const span = spanOf(entry);
    if (span === undefined) return lose("malformed", "start and end are no whole numbers");
    if (typeof entry.type !== "string" || entry.type === "")
      return lose("malformed", "its type is missing or no text");
    if (span.end <= span.start)
      return lose("empty-mention", `it starts at ${span.start} but ends at ${span.end}`);
    const [start, end] = [reading.toUtf16(span.start), reading.toUtf16(span.end)];
    if (start === undefined || end === undefined)
      return lose(
        "outside-text",
        `it runs from ${span.start} to ${span.end}, which is no place between characters of a text of ${text.length} UTF-16 units`,
      );
    if (typeof entry.quote === "string" && !isQuoteOf(entry.quote, text, [{ start, end }]))
      tell({ at, code: "quoted-text-differs", message: "the text given for it differs" });
    const { probability } = entry;
    const scored = typeof probability === "number" && probability >= 0 && probability <= 1;
    if (probability !== undefined && probability !== null && !scored)
      tell({ at, code: "malformed", message: "its score is not between 0 and 1", lost: true });
    const id = uniqueId(entry.id ?? `T${i + 1}`, at);
    return [{ id, type: entry.type, start, end, ...(scored ? { probability } : {}) }];
  });
}

/** Gives ids that were given before a number, `T1.2`, and says so. */
export function uniqueIds(tell: Tell, taken: Iterable<string> = []) {
  const ids = new Set(taken);
  return (wanted: string, at?: string): string => {
    let id = wanted;
    for (let n = 2; ids.has(id); n++) id = `${wanted}.${n}`;
    ids.add(id);
    if (id !== wanted)
      tell({
        ...(at === undefined ? {} : { at }),
        code: "duplicate-id",
        message: `id ${said(wanted)} was given before, so it is ${said(id)}`,
      });
    return id;
  };
}

function spanOf({ start, end }: Given): Span | undefined {
  return isOffset(start) && isOffset(end) ? { start, end } : undefined;
}

const isOffset = (value: unknown): value is number => Number.isSafeInteger(value);

/** A mention to be written. */
export interface Placed<M extends Mention = Mention> {
  readonly mention: M;
  /** In the unit of the format. */
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly probability: number | undefined;
  /** Whether the mention is called by its number, so that its id need not be written. */
  readonly numbered: boolean;
}

/** Mentions with their hulls in `unit`; one that cuts a character is a problem and left out. */
export function placeMentions(
  { id, text, mentions }: Document,
  { unit, onProblem }: { readonly unit: "code points" | "UTF-16 units" } & WriteContext,
): Placed[] {
  const points = unit === "code points" ? codePoints(text) : undefined;
  const placed: Placed[] = [];
  for (const mention of mentions) {
    const { start, end } = hullOf([mention]);
    if ([start, end].some((offset) => isInsidePair(text, offset))) {
      const message = `mention ${said(mention.id)} from ${start} to ${end} cuts a character in two`;
      onProblem({ source: id, code: "does-not-fit", message, lost: true });
      continue;
    }
    placed.push({
      ...{ mention, quote: text.slice(start, end) },
      start: points?.fromUtf16(start) ?? start,
      end: points?.fromUtf16(end) ?? end,
      probability:
        "probability" in mention ? (mention.probability as number | undefined) : undefined,
      numbered: mention.id === `T${placed.length + 1}`,
    });
  }
  return placed;
}

/** A word to be written, in code points. */
export interface PlacedWord {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly spaceAfter: boolean;
}

/** Words in code points; one that is empty, overlaps or cuts a character is a problem and left out. */
export function placeWords(
  { id, text, words }: Document,
  { onProblem }: WriteContext,
): PlacedWord[] | undefined {
  const points = codePoints(text);
  let last = 0;
  const fitting = words?.filter(({ start, end }) => {
    const fits = last <= start && start < end && end <= text.length;
    if (!fits || isInsidePair(text, start) || isInsidePair(text, end)) return false;
    last = end;
    return true;
  });
  const misfits = (words?.length ?? 0) - (fitting?.length ?? 0);
  if (misfits > 0)
    onProblem({
      ...{ source: id, code: "does-not-fit", lost: true },
      message: `${misfits} of ${words?.length} words are empty, overlap the one before or cut a character in two`,
    });
  return fitting?.map(({ start, end }) => ({
    ...{ start: points.fromUtf16(start), end: points.fromUtf16(end) },
    ...{ quote: text.slice(start, end), spaceAfter: /\s/.test(text.charAt(end)) },
  }));
}

const isInsidePair = (text: string, offset: number) =>
  /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1)) && offset > 0;
