import { describe, expect, test } from "vitest";
import { type AnyUnit, guessOffsets, offsetsOf } from "./unquotedOffsets.js";

const UNITS: [AnyUnit, ...AnyUnit[]] = ["UTF-16 units", "code points", "graphemes"];
const guess = (text: string, spans: [number, number][]) =>
  guessOffsets(
    text,
    spans.map(([start, end]) => ({ start, end })),
    UNITS,
  ).unit;

describe("guessOffsets", () => {
  // after doccano's issue 2290: the emoji are 6 UTF-16 units, 3 code points and 2 graphemes
  const firemen = "👨🏻🚒 firemen drive firetrucks";

  test("takes the unit under which mentions begin and end with words", () => {
    expect(firemen.slice(21, 31)).toBe("firetrucks");
    expect(guess(firemen, [[21, 31]])).toBe("UTF-16 units");
    expect(guess(firemen, [[18, 28]])).toBe("code points");
    expect(guess(firemen, [[17, 27]])).toBe("graphemes");
  });

  test("stays with its own where words tell nothing", () => {
    expect(guess(firemen, [])).toBe("UTF-16 units");
    expect(guess("no fever", [[4, 6]])).toBe("UTF-16 units");
    expect(guess("🩺骨折和発熱", [[3, 4]])).toBe("UTF-16 units");
    expect(guess("🩺 postoperative", [[7, 16]])).toBe("UTF-16 units");
  });

  test("asks for clearly fewer cut words, not for one less", () => {
    const text = "🩺 pre-op post-op x ab cd";
    // under its own unit two ends are inside of words, under code points one
    expect(
      guess(text, [
        [4, 5],
        [23, 24],
      ]),
    ).toBe("UTF-16 units");
  });
});

describe("offsetsOf", () => {
  test("counts graphemes, CRLF and emoji as one, and knows its end", () => {
    const { toUtf16 } = offsetsOf("a\r\n👨🏻e\u0301", "graphemes");
    expect([0, 1, 2, 3, 4, 5].map(toUtf16)).toEqual([0, 1, 3, 7, 9, undefined]);
  });
});
