import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns, count, counted, decimal, own, percent, shortCount, shorten } from "./numbers.js";

describe("numbers", () => {
  test("have the digits that count", () => {
    expect([count(1234567), counted(1, "mention"), counted(0, "mention")]).toEqual([
      ...["1,234,567", "1 mention", "0 mentions"],
    ]);
    expect([shortCount(999), shortCount(1000), shortCount(12_345)]).toEqual(["999", "1K", "12K"]);
    expect([decimal(1234.567), decimal(null), decimal(Number.NaN)]).toEqual(["1,234.57", "–", "–"]);
  });

  test("percent does not call little nothing", () => {
    expect([percent(0.125), percent(0), percent(0.0004), percent(1)]).toEqual([
      ...["12.5 %", "0.0 %", "<0.1 %", "100.0 %"],
    ]);
    expect([percent(0.0004, 2), percent(0 / 0)]).toEqual(["0.04 %", "–"]);
  });
});

describe("own", () => {
  test("sees what the record has itself", () => {
    expect(own<number>({ constructor: 1 } as never, "constructor")).toBe(1);
    expect([own({}, "constructor"), own({}, "__proto__")]).toEqual([undefined, undefined]);
  });
});

describe("shorten", () => {
  test("keeps what fits, and of the rest both ends, cut between graphemes", () => {
    expect(shorten("Sign_symptom", 12)).toBe("Sign_symptom");
    expect(shorten("Sign_symptom", 10)).toBe("Sign_s…tom");
    expect(shorten("疼痛程度", 7)).toBe("疼痛…度");
    expect(shorten("👩🏽‍⚕️👩🏽‍⚕️👩🏽‍⚕️", 5)).toBe("👩🏽‍⚕️…");
  });

  test("never takes more columns than asked for, and leaves out only what lies between two ends", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 30 }),
        fc.nat({ max: 12 }),
        (text, most) => {
          const short = shorten(text, most + 1);
          expect(columns(short)).toBeLessThanOrEqual(most + 1);
          if (short === text) return;
          const [head = "", end = ""] = short.split(/…(?!.*…)/s);
          expect(short.includes("…")).toBe(true);
          expect(text.startsWith(head) && text.endsWith(end)).toBe(true);
        },
      ),
      { numRuns: 500, seed: 4 },
    );
  });
});
