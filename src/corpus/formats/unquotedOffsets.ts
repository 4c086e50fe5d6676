/** The unit of offsets that no quoted text tells: the one under which mentions begin and end with words. */

import type { Span } from "../../core/index.js";
import { type OffsetUnit, readOffsets } from "../offsetUnits.js";

/** A unit that only browsers count; CRLF is one grapheme. */
export type AnyUnit = OffsetUnit | "graphemes";

/** How to read offsets of one text. */
export interface AnyReading {
  readonly unit: AnyUnit;
  /** The UTF-16 offset; undefined if it lies outside of the text or inside a character. */
  toUtf16(offset: number): number | undefined;
}

/** Offsets of `text` in `unit`. */
export function offsetsOf(text: string, unit: AnyUnit): AnyReading {
  if (unit !== "graphemes") return readOffsets(text, [], { own: unit });
  const places = Array.from(
    new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text),
    ({ index }) => index,
  );
  places.push(text.length);
  return { unit, toUtf16: (offset) => places[offset] };
}

/**
 * The first of `units`, unless another one leaves less than half as many ends of mentions inside a word, a character
 * or next to a space within. Letters of scripts without spaces tell nothing.
 * @param spans in the unit to be found
 */
export function guessOffsets(
  text: string,
  spans: readonly Span[],
  units: readonly [AnyUnit, ...AnyUnit[]],
): AnyReading {
  const own = offsetsOf(text, units[0]);
  if (!/[\u0080-\uffff]|\r\n/.test(text)) return own; // all units are the same
  const wrong = (reading: AnyReading) =>
    spans.reduce((sum, span) => sum + misplaced(text, span, reading), 0);
  const ownWrong = wrong(own);
  let best = { reading: own, wrong: ownWrong };
  for (const unit of ownWrong > 0 ? units.slice(1).filter((each) => isOfItsOwn(each, text)) : []) {
    const reading = offsetsOf(text, unit);
    const count = wrong(reading);
    if (count * 2 < ownWrong && count < best.wrong) best = { reading, wrong: count };
  }
  return best.reading;
}

/** Whether a unit is not that of code points or UTF-16 units in this text. */
function isOfItsOwn(unit: AnyUnit, text: string): boolean {
  if (unit === "graphemes") return CLUSTERS.test(text);
  return !unit.endsWith("CRLF as one") || text.includes("\r\n");
}

/** Whatever joins others to a grapheme: marks, joiners, flags, skin tones, Hangul letters. */
const CLUSTERS =
  /\r\n|\u200d|[\p{M}\u200c\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\uff9e\uff9f\u{e0020}-\u{e007f}]/u;

function misplaced(text: string, span: Span, { toUtf16 }: AnyReading): number {
  const [start, end] = [toUtf16(span.start), toUtf16(span.end)];
  if (start === undefined || end === undefined) return 2;
  const badStart = /\s/.test(text.charAt(start)) || cutsWord(text, start);
  const badEnd = /\s/.test(text.charAt(end - 1)) || cutsWord(text, end);
  return Number(badStart) + Number(badEnd);
}

const cutsWord = (text: string, offset: number): boolean =>
  ENDS_IN_LETTER.test(text.slice(Math.max(0, offset - 2), offset)) &&
  BEGINS_WITH_LETTER.test(text.slice(offset, offset + 2));

const SPACED =
  "(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}])[\\p{L}\\p{N}\\p{M}]";
const ENDS_IN_LETTER = new RegExp(`${SPACED}$`, "u");
const BEGINS_WITH_LETTER = new RegExp(`^${SPACED}`, "u");
