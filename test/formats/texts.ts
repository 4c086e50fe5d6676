/** Texts with every character that readers and writers stumble over. */

import fc from "fast-check";
import type { Span } from "../../src/core/index.js";

/** `all`: every Unicode character but NUL; `xml 1.0` and `xml 1.1`: those that XML can say. */
export type Characters = "all" | "xml 1.0" | "xml 1.1";

/** What texts do not have, halves of pairs in any case. */
const FORBIDDEN: Readonly<Record<Characters, RegExp>> = {
  all: /\0|\p{Surrogate}/gu,
  "xml 1.1": /[\0\ufffe\uffff]|\p{Surrogate}/gu,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  "xml 1.0": /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu,
};

/** A word that no message may hold, because it is document text. */
export const PRIVATE_WORD = "Zyxwvut";

const WORDS = [
  ...[PRIVATE_WORD, PRIVATE_WORD, PRIVATE_WORD],
  ...["fever", "39.5", "no", "of", "a", "Fièvre", "Fie\u0300vre", "Ödem", "ﬁ", "İ", "ß"],
  ...["🩺", "👩🏽‍⚕️", "𝒳", "発熱", "حمى", "e\u0301\u0323", "\u0301", "𠮷"],
  ...["-DOCSTART-", "#", "#Text=a", "O", "B-Drug", "T1", "1-1", "_", "*", "%", "$", "|t|", "a|b"],
  ...["\\", "\\n", "\\t", '"', '""', "'", ",", ";", "[1]", "{", "}", "null", "//", "=", "->"],
  ...["<b>", "</document>", "&amp;", "&", "&#10;", "]]>", "<!--", "<?x", "x\u200by", "so\u00adft"],
];
const SPACES = [
  ...[" ", " ", " ", "  ", "\t", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n\r"],
  ...["\u00a0", "\u1680", "\u2003", "\u2009", "\u202f", "\u3000", "\u200b", "\u200d", "\u200f"],
  ...["\ufeff", "\u2028", "\u2029", "\u2060"],
];
/** Some of them are taken for ends of lines; XML 1.0 has few of them. */
const CONTROLS = [
  ...["\u0001", "\b", "\v", "\f", "\u001b", "\u001c", "\u001e", "\u001f", "\u007f"],
  ...["\u0085", "\u009d", "\ufffe", "\uffff"],
];

/**
 * A text; `plain` ones have one space between words and one LF between sentences, as column files have.
 * They may be empty, or long.
 */
export function arbitraryText({
  plain,
  characters,
}: {
  readonly plain: boolean;
  readonly characters: Characters;
}): fc.Arbitrary<string> {
  const part = fc
    .oneof(
      { weight: 4, arbitrary: fc.constantFrom(...WORDS, ...CONTROLS) },
      fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
    )
    .map((text) => text.replace(FORBIDDEN[characters], ""));
  if (plain) {
    const token = fc
      .array(part, { minLength: 1, maxLength: 2 })
      .map((parts) => parts.join("").replace(/\s/g, "") || "x");
    const sentence = fc.array(token, { minLength: 1, maxLength: 6 }).map((w) => w.join(" "));
    return fc.array(sentence, { maxLength: 4 }).map((lines) => lines.join("\n"));
  }
  const piece = fc.oneof(part, fc.constantFrom(...SPACES));
  const short = fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(""));
  const long = fc
    .tuple(short, fc.integer({ min: 50, max: 400 }))
    .map(([text, times]) => text.repeat(times).slice(0, 20_000))
    .map((text) => text.replace(/[\ud800-\udbff]$/, "")); // half of what was cut
  return fc.oneof({ weight: 30, arbitrary: short }, long);
}

/** Words between white space. */
export function wordsOf(text: string): Span[] {
  return Array.from(text.matchAll(/\S+/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Where mentions can start and end: nowhere within a character or a CRLF. */
export function boundariesOf(text: string): number[] {
  const boundaries = [0];
  for (const match of text.matchAll(/\r\n|[\s\S]/gu))
    boundaries.push(match.index + match[0].length);
  return boundaries;
}
