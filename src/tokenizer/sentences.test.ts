import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sentenceStarts } from "./sentences.js";

describe("sentenceStarts", () => {
  test("finds in a long text what segmenting it at once finds (seed 31)", () => {
    const sentence = fc.constantFrom(
      "Pt. is well. ",
      "Naïve? ",
      "3.5 cm mass\r\n",
      "(No 😷.) ",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 900, maxLength: 1500 }), (sentences) => {
        const text = sentences.join("");
        const whole = new Intl.Segmenter("en", { granularity: "sentence" }).segment(text);
        const expected = Array.from(whole, ({ index }) => index).slice(1);
        expect([...sentenceStarts(text)]).toEqual(expected);
      }),
      { seed: 31, numRuns: 10 },
    );
  });

  test("passes over a sentence longer than any part of the text that is looked at", () => {
    const long = `A ${"word ".repeat(5000)}end. `;
    expect([...sentenceStarts(`One. ${long}Two.`)]).toEqual([5, 5 + long.length]);
  });
});
