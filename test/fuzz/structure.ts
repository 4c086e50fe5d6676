/** Damage to the structure of a text: its lines and fields, its values and tags. */

import fc from "fast-check";

/** A change to a text. */
export type Change = (text: string) => string;

/** A part of a text and what takes its place. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** What parts are: lines, fields, words, numbers; strings, values and punctuation of JSON;
 * tags, elements without others in them, and attributes of XML. */
const PARTS: readonly RegExp[] = [
  /[^\n]+/g,
  /[^\t\n]+/g,
  /[^\t\n |;,]+/g,
  /\d+/g,
  /"(?:[^"\\\n]|\\.)*"/g,
  /"(?:[^"\\\n]|\\.)*"\s*:/g,
  /(?<=[:[,] ?)(?:"(?:[^"\\\n]|\\.)*"|[\w.+-]+)/g,
  /[{}[\],:]/g,
  /<[^>]*>/g,
  /<([\w:.-]+)[^<>]*>[^<>]*<\/\1>|<[^<>]*\/>/g,
  /[\w:.-]+="[^"]*"/g,
];

/** What stands where something else should. */
const ODD = [
  ...["0", "-1", "1", "0.5", "1e9", "9007199254740993", "99999999999999999999", "NaN", "", " "],
  ...["null", "true", "[]", "{}", '""', String.raw`"\u0000\ud800"`, "O", "B-X", "I-X", "T1", "\t"],
  ...["#", "\0", "\ufeff", "\r", "\n\n", "\u2028", "🩺", "<a>", "</document>", "&x;", "]]>", "\\"],
  ...['{"__proto__":{"x":1},"toString":1}', "constructor", "__proto__", "..", "/", "R1\tx", "|a|"],
];

/** Nested deeper than recursive code has stack for. */
const DEEP = ["[", '{"a":', "<a>", "("].map((open) => open.repeat(20_000));

/** Distinct places are told by numbers, so that a change fits any text. */
const place = fc.nat(1_000_000);
const odd = fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...ODD) }, fc.constantFrom(...DEEP));

type Edit = (text: string, parts: readonly Replacement[]) => readonly Replacement[];

const edit: fc.Arbitrary<Edit> = fc.oneof(
  // dropped
  place.map(
    (n): Edit =>
      (_, parts) => [{ ...at(parts, n), by: "" }],
  ),
  // doubled, with what separates it from the next
  place.map(
    (n): Edit =>
      (text, parts) => {
        const { start, end, by } = at(parts, n);
        const next = parts[(n % parts.length) + 1]?.start ?? end;
        return [{ start, end: start, by: by + text.slice(end, next) }];
      },
  ),
  // swapped
  fc.tuple(place, place).map(
    ([n, m]): Edit =>
      (_, parts) => {
        const [a, b] = [at(parts, n), at(parts, m)].sort((x, y) => x.start - y.start) as [
          Replacement,
          Replacement,
        ];
        return a.start === b.start
          ? []
          : [
              { ...a, by: b.by },
              { ...b, by: a.by },
            ];
      },
  ),
  // replaced, or with something before it
  fc.tuple(place, odd).map(
    ([n, by]): Edit =>
      (_, parts) => [{ ...at(parts, n), by }],
  ),
  fc.tuple(place, odd).map(
    ([n, by]): Edit =>
      (_, parts) => {
        const { start } = at(parts, n);
        return [{ start, end: start, by }];
      },
  ),
);

const at = (parts: readonly Replacement[], n: number) => parts[n % parts.length] as Replacement;

/** Applies an edit to the parts of a text that match `pattern`; those stand for themselves. */
const onParts =
  (pattern: RegExp, change: Edit): Change =>
  (text) => {
    const parts = Array.from(text.matchAll(pattern), ({ 0: by, index: start }) => ({
      ...{ start, end: start + by.length, by },
    }));
    let changed = "";
    let end = 0;
    for (const part of parts.length === 0 ? [] : change(text, parts)) {
      changed += text.slice(end, part.start) + part.by;
      end = part.end;
    }
    return changed + text.slice(end);
  };

/** A change to the structure of a text. */
export const structural: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom(...PARTS), edit)
  .map(([pattern, change]) => onParts(pattern, change));

/**
 * A change that takes away something that was there, in a way that a reader can notice: a number that is none,
 * or a line that lacks a field.
 */
export const noticeable: fc.Arbitrary<Change> = fc.oneof(
  fc
    .tuple(place, fc.constantFrom("x", "-7", "4294967296", "1.5"))
    .map(([n, by]) => onParts(/\d+/g, (_, parts) => [{ ...at(parts, n), by }])),
  place.map((n) => onParts(/\t[^\t\n]*/g, (_, parts) => [{ ...at(parts, n), by: "" }])),
);
