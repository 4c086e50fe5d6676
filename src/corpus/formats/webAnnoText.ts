/** The text of a WebAnno TSV file, put together again from its sentences and the offsets of its tokens. */

import type { Span } from "../../core/index.js";
import { codePoints } from "../codePoints.js";
import type { Problem } from "../document.js";
import { type OffsetUnit, readOffsets } from "../offsetUnits.js";
import { unescapeText } from "./webAnnoFields.js";

/** A line of a token or of a part of one. */
export interface Unit {
  readonly line: number;
  /** `2-3`, or `2-3.1` for a part. */
  readonly name: string;
  readonly isPart: boolean;
  /** As the file counts. */
  readonly begin: number;
  readonly end: number;
  /** As the file has it, escaped or not. */
  readonly quote: string;
  readonly fields: readonly string[];
}

/** A sentence as the file gives it. */
export interface Sentence {
  readonly line: number;
  /** `#Text=` lines without escapes; none in files that leave them out. */
  readonly lines: readonly string[];
  readonly units: readonly Unit[];
}

/** The text, and where in it each unit is; one that lies outside of its sentence is not there. */
export interface Assembled {
  readonly text: string;
  readonly places: ReadonlyMap<Unit, Span>;
  readonly unit: OffsetUnit;
}

type Tell = (problem: Omit<Problem, "source">) => void;

/** WebAnno counts in UTF-16 units; some tools that write the format count code points. */
const COUNTS = ["UTF-16 units", "code points"] as const;

/** No more than this is filled with spaces in one file: offsets may claim any gap. */
const MAX_SPACES = 1_000_000;

/**
 * As INCEpTION's importer has it: the lines of a sentence joined by LF, and between sentences LF and spaces up to the
 * first token, nothing if it begins where the sentence before ends. Only the LF at the very end is left out.
 * A place in a sentence is counted from the sentence's first token, so that one wrong offset moves nothing else.
 */
export function assemble(
  sentences: readonly Sentence[],
  { minor, tell }: { readonly minor: number; readonly tell: Tell },
): Assembled {
  const own = assembleIn(COUNTS[0], { sentences, minor });
  const other = own.wrong > 0 ? assembleIn(COUNTS[1], { sentences, minor }) : own;
  const best = other.wrong < own.wrong ? other : own;
  for (const problem of best.problems) tell(problem);
  if (best.unit !== COUNTS[0])
    tell({ code: "offset-unit", message: `offsets count ${best.unit}, not ${COUNTS[0]}` });
  if (best.wrong > 0)
    tell({
      code: "quoted-text-differs",
      message: `${best.wrong} of ${sentences.reduce((sum, { units }) => sum + units.length, 0)} tokens differ from the text at their offsets`,
    });
  return best;
}

function assembleIn(
  unit: (typeof COUNTS)[number],
  { sentences, minor }: { readonly sentences: readonly Sentence[]; readonly minor: number },
) {
  const measure = (part: string) => (unit === COUNTS[0] ? part.length : codePoints(part).length);
  const problems: Omit<Problem, "source">[] = [];
  const places = new Map<Unit, Span>();
  let text = "";
  let wrong = 0;
  let length = 0; // of the text, as the file counts
  let first = true;
  let room = MAX_SPACES;
  const spaces = (count: number) => {
    const given = Math.min(room, Math.max(0, count));
    room -= given;
    return " ".repeat(given);
  };
  for (const sentence of sentences) {
    const { line, units } = sentence;
    const own =
      sentence.lines.length > 0
        ? sentence.lines.join("\n")
        : textOfTokens(sentence, { measure, spaces });
    const begin = beginningOf(sentence, { own, minor, measure }) ?? length + (first ? 0 : 1);
    const gap = begin - length;
    const fits = gap >= 0 && gap <= room;
    if (!fits)
      problems.push({
        ...{ line, code: "malformed" },
        message: `a sentence begins at ${begin} but the text before it ends at ${length}; it is joined with a line end`,
      });
    if (gap !== 0) text += first && fits ? spaces(gap) : `\n${fits ? spaces(gap - 1) : ""}`;
    const start = text.length;
    const { toUtf16 } = readOffsets(own, [], { own: unit });
    for (const one of units) {
      const [from, to] = [toUtf16(one.begin - begin), toUtf16(one.end - begin)];
      if (from === undefined || to === undefined || from > to) {
        wrong++;
        problems.push({
          ...{ line: one.line, code: "outside-text", lost: true },
          message: `token ${one.name} runs from ${one.begin} to ${one.end}, outside of its sentence, which begins at ${begin}`,
        });
        continue;
      }
      places.set(one, { start: start + from, end: start + to });
      if (!isQuote(one.quote, own.slice(from, to), { minor })) wrong++;
    }
    text += own;
    length = begin + measure(own);
    first = false;
  }
  return { text, places, unit, wrong, problems };
}

/** WebAnno escapes the tokens, INCEpTION does not. */
const isQuote = (quote: string, covered: string, { minor }: { readonly minor: number }) =>
  quote === covered ||
  unescapeText(quote, { minor }) === covered ||
  unescapeToken(quote) === covered;

const unescapeToken = (quote: string) => quote.replace(/\\(->|.)/g, "$1");

interface Measured {
  readonly measure: (part: string) => number;
}

/** Where the text of a sentence begins: with its first token, but for white space that some tools put before it. */
function beginningOf(
  { units }: Sentence,
  { own, minor, measure }: Measured & { readonly own: string; readonly minor: number },
): number | undefined {
  const [unit] = units;
  if (unit === undefined) return undefined;
  const white = /^\s+/.exec(own)?.[0] ?? "";
  const size = unescapeText(unit.quote, { minor }).length;
  const isAt = (at: number) => isQuote(unit.quote, own.slice(at, at + size), { minor });
  return white !== "" && !isAt(0) && isAt(white.length) ? unit.begin - measure(white) : unit.begin;
}

/** What a sentence without its text must have been: its tokens, parted by spaces. */
function textOfTokens(
  { units }: Sentence,
  { measure, spaces }: Measured & { readonly spaces: (count: number) => string },
): string {
  let text = "";
  const begin = units[0]?.begin ?? 0;
  let length = 0;
  for (const { quote, isPart, begin: at } of units) {
    if (isPart) continue;
    const gap = spaces(at - begin - length);
    text += gap + quote;
    length += gap.length + measure(quote);
  }
  return text;
}
