import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isQuoteOf, OFFSET_UNITS, type OffsetUnit, readOffsets } from "./offsetUnits.js";

const SEED = 20240905;
const own = { own: "code points" } as const;

/** Characters as each unit sees them, and what it counts for each: the slow way, by definition. */
const BRUTE: Readonly<Record<OffsetUnit, (text: string) => [string, number][]>> = {
  "code points": (text) => Array.from(text, (c) => [c, 1]),
  "UTF-16 units": (text) => Array.from(text, (c) => [c, c.length]),
  bytes: (text) => Array.from(text, (c) => [c, Buffer.byteLength(c)]),
  "code points, CRLF as one": (text) => Array.from(joinCrlf(text), (c) => [restore(c), 1]),
  "UTF-16 units, CRLF as one": (text) => Array.from(joinCrlf(text), (c) => [restore(c), c.length]),
};
const joinCrlf = (text: string) => text.replaceAll("\r\n", "\ue000");
const restore = (character: string) => (character === "\ue000" ? "\r\n" : character);

/** UTF-16 offset by offset in the unit. */
function bounds(unit: OffsetUnit, text: string): Map<number, number> {
  const map = new Map([[0, 0]]);
  let [from, to] = [0, 0];
  for (const [character, n] of BRUTE[unit](text)) {
    from += n;
    to += character.length;
    map.set(from, to);
  }
  return map;
}

const texts = fc
  .array(fc.constantFrom("a", " ", "\n", "\r\n", "\r", "é", "e\u0301", "🩺", "𝛼", "€", "\ufeff"), {
    maxLength: 25,
  })
  .map((characters) => characters.join(""));

describe("readOffsets", () => {
  test("converts every offset as counting the characters one by one does", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...OFFSET_UNITS), (text, unit) => {
        const { toUtf16 } = readOffsets(text, [], { own: unit });
        const expected = bounds(unit, text);
        for (let offset = -2; offset <= text.length * 4 + 2; offset++)
          expect(toUtf16(offset)).toBe(expected.get(offset));
        for (const odd of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e20])
          expect(toUtf16(odd)).toBeUndefined();
      }),
      { seed: SEED },
    );
  });

  test("takes a unit under which all quotes are found, whatever the format prescribes", () => {
    const unit = fc.constantFrom(...OFFSET_UNITS);
    const picks = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 });
    fc.assert(
      fc.property(texts, unit, unit, picks, (text, written, prescribed, pairs) => {
        const known = [...bounds(written, text)];
        const mentions = pairs.map((pair) => {
          const [a, b] = pair
            .map((n) => known[n % known.length] as [number, number])
            .sort(([x], [y]) => x - y) as [[number, number], [number, number]];
          return { spans: [{ start: a[0], end: b[0] }], quote: text.slice(a[1], b[1]) };
        });
        const reading = readOffsets(text, mentions, { own: prescribed });
        expect(reading.found).toBe(mentions.length);
        const chosen = bounds(reading.unit, text);
        for (const { spans, quote } of mentions)
          for (const { start, end } of spans)
            expect(
              isQuoteOf(quote, text.slice(chosen.get(start), chosen.get(end)), [
                { start: 0, end: text.length },
              ]),
            ).toBe(true);
      }),
      { seed: SEED },
    );
  });

  // Offsets of "fever" as an editor that counts so would show them.
  test.each([
    ["code points", 6],
    ["UTF-16 units", 8],
    ["bytes", 13],
    ["code points, CRLF as one", 5],
    ["UTF-16 units, CRLF as one", 7],
  ] as const)("recognises %s", (unit, start) => {
    const text = "🩺é\r\n𝛼 fever";
    const mentions = [{ spans: [{ start, end: start + 5 }], quote: "fever" }];
    const reading = readOffsets(text, mentions, { own: "UTF-16 units" });
    expect(reading).toMatchObject({ unit, found: 1 });
    expect(reading.toUtf16(start)).toBe(8);
  });

  test("goes by most quotes, and stays with the format's own unit on a tie", () => {
    const text = "🩺 a 🩺 bc";
    const units = { spans: [{ start: 8, end: 10 }], quote: "bc" }; // UTF-16 units
    const points = { spans: [{ start: 6, end: 8 }], quote: "bc" };
    const wrong = { spans: [{ start: 0, end: 1 }], quote: "not there" };
    expect(readOffsets(text, [units, wrong], own).unit).toBe("UTF-16 units");
    expect(readOffsets(text, [units, points], own).unit).toBe("code points");
    expect(readOffsets(text, [units, points], { own: "UTF-16 units" }).unit).toBe("UTF-16 units");
    expect(readOffsets(text, [units, units, points], own).unit).toBe("UTF-16 units");
    expect(readOffsets(text, [wrong], own)).toMatchObject({ unit: "code points", found: 0 });
  });

  test("asks only those mentions that quote", () => {
    const silent = { spans: [{ start: 1, end: 2 }], quote: undefined };
    const loud = { spans: [{ start: 3, end: 4 }], quote: "b" };
    expect(readOffsets("🩺 b", [silent, silent, loud], own).unit).toBe("UTF-16 units");
  });

  test("reads all parts of a discontinuous mention", () => {
    const spans = [
      { start: 2, end: 6 },
      { start: 10, end: 13 },
    ];
    const reading = readOffsets("🩺left or arm", [{ spans, quote: "left  arm" }], own);
    expect(reading).toMatchObject({ unit: "UTF-16 units", found: 1 });
  });

  test("takes no time to speak of for a long text of ASCII", () => {
    const text = "fever since May\n".repeat(500_000);
    const mentions = Array.from({ length: 20_000 }, (_, i) => ({
      spans: [{ start: i * 16, end: i * 16 + 5 }],
      quote: "fever",
    }));
    const started = performance.now();
    expect(readOffsets(text, mentions, own).found).toBe(20_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("isQuoteOf", () => {
  const whole = (text: string) => [{ start: 0, end: text.length }];
  test.each([
    ["no fever", "no\r\nfever", true],
    ["no  fever ", "no\u2028fever", true],
    ["no\u200bfever", "no fever", false],
    ["nofever", "no fever", false],
    ["No fever", "no fever", false],
  ])("%j of %j: %s", (quote, text, expected) => {
    expect(isQuoteOf(quote, text, whole(text))).toBe(expected);
  });
});
