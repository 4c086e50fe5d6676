/** What the offsets of a file count, told from the texts that it quotes. */

import type { Span } from "../core/index.js";

/** What offsets can count: characters of Unicode, units of UTF-16 or bytes of UTF-8. */
export const OFFSET_UNITS = [
  "code points",
  "UTF-16 units",
  "bytes",
  "code points, CRLF as one",
  "UTF-16 units, CRLF as one",
] as const;

/** One of {@link OFFSET_UNITS}. */
export type OffsetUnit = (typeof OFFSET_UNITS)[number];

/** A mention as a file gives it. */
export interface Quoted {
  /** In the unit to be found. */
  readonly spans: readonly Span[];
  /** What the file says is there; undefined if it does not. */
  readonly quote: string | undefined;
}

/** How to read the offsets of one document. */
export interface OffsetReading {
  readonly unit: OffsetUnit;
  /** Of the text, in the unit. */
  readonly length: number;
  /** How many of the quotes are at their offsets under this unit. */
  readonly found: number;
  /** The UTF-16 offset; undefined if it lies outside of the text or inside a character. */
  toUtf16(offset: number): number | undefined;
}

/**
 * The unit under which most quotes are found at their offsets; the format's own where that is as good as any.
 * @param options.own unit that the format prescribes
 */
export function readOffsets(
  text: string,
  mentions: readonly Quoted[],
  { own }: { readonly own: OffsetUnit },
): OffsetReading {
  const quoted = mentions.filter(({ quote }) => quote !== undefined);
  const plain = !/[\u0080-\uffff]|\r\n/.test(text); // all units are the same
  let best: OffsetReading | undefined;
  for (const unit of plain ? [own] : [own, ...OFFSET_UNITS]) {
    const { length, toUtf16 } = plain ? plainOffsets(text) : offsetsIn(unit, text);
    const found = quoted.filter((mention) => isFound(mention, text, toUtf16)).length;
    if (best === undefined || found > best.found) best = { unit, length, found, toUtf16 };
    if (best.found === quoted.length) break;
  }
  return best as OffsetReading;
}

/**
 * Whether `quote` is what `spans` of `text` cover, all white space and line ends alike: brat writes a newline inside
 * a mention as a space, other tools otherwise. Parts may be joined with or without a space.
 * @param spans in UTF-16 units
 */
export function isQuoteOf(quote: string, text: string, spans: readonly Span[]): boolean {
  const parts = spans.map(({ start, end }) => text.slice(start, end));
  const covered = parts.join(" ");
  if (covered === quote) return true;
  const expected = collapse(quote);
  return (
    collapse(covered) === expected || (parts.length > 1 && collapse(parts.join("")) === expected)
  );
}

/** Whatever some reader of lines (Python's `splitlines` among them) takes for the end of one, and tabs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const LINE_BREAKING = /[\t\n\v\f\r\u001c-\u001e\u0085\u2028\u2029]/g;

function collapse(text: string): string {
  return text.replace(LINE_BREAKING, " ").replace(/\s+/g, " ").trim();
}

type Offsets = Pick<OffsetReading, "length" | "toUtf16">;

function isFound(
  { spans, quote = "" }: Quoted,
  text: string,
  toUtf16: Offsets["toUtf16"],
): boolean {
  const converted: Span[] = [];
  for (const span of spans) {
    const [start, end] = [toUtf16(span.start), toUtf16(span.end)];
    if (start === undefined || end === undefined) return false;
    converted.push({ start, end });
  }
  return isQuoteOf(quote, text, converted);
}

const plainOffsets = ({ length }: string): Offsets => ({
  length,
  toUtf16: (offset) =>
    Number.isInteger(offset) && offset >= 0 && offset <= length ? offset : undefined,
});

/** Counts `text` in `unit`, once. */
function offsetsIn(unit: OffsetUnit, text: string): Offsets {
  const joined = unit.endsWith("CRLF as one");
  const offsets = new Uint32Array(text.length + 1); // of one inside a character: that of its end
  let offset = 0;
  for (let i = 0; i < text.length; ) {
    const point = text.codePointAt(i) as number;
    const isPair = point > 0xffff || (joined && point === CR && text.charCodeAt(i + 1) === LF);
    const next = i + (isPair ? 2 : 1);
    if (unit === "bytes") offset += bytesOf(point);
    else offset += point > 0xffff && unit.startsWith("UTF-16") ? 2 : 1;
    offsets.fill(offset, i + 1, next + 1);
    i = next;
  }
  return { length: offset, toUtf16: (wanted) => lastIndexOf(offsets, wanted) };
}

const CR = 13;
const LF = 10;
const bytesOf = (point: number) => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);

/** The last place of `value` among ascending `values`; undefined if it is not there. */
function lastIndexOf(values: Uint32Array, value: number): number | undefined {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return values[low - 1] === value ? low - 1 : undefined;
}
