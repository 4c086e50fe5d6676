import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstDifference, relocate } from "./relocate.js";

describe("relocate", () => {
  test("moves mentions by the characters that can be seen", () => {
    const from = "No fever ,\nleft  knee pain";
    const to = "No fever, left knee pain";
    const mention = { id: "T1", type: "Sign", start: 11, end: 26 };
    const fragments = [
      { start: 11, end: 15 },
      { start: 22, end: 26 },
    ];
    expect(relocate([{ ...mention, fragments }], { from, to })).toEqual([
      {
        ...{ id: "T1", type: "Sign", start: 10, end: 24 },
        fragments: [
          { start: 10, end: 14 },
          { start: 20, end: 24 },
        ],
      },
    ]);
  });

  test("does not move between texts that differ in what can be seen", () => {
    expect(relocate([], { from: "no fever", to: "No fever" })).toBeUndefined();
    expect(relocate([], { from: "no", to: "no fever" })).toBeUndefined();
  });

  test("moves any mention of words to the same words, whatever white space is between", () => {
    const space = fc.constantFrom("", " ", "\n", " \t ", "\u00a0");
    const drawn = fc.array(fc.tuple(fc.constantFrom("pain", "é", "😀", ","), space, space), {
      minLength: 1,
    });
    fc.assert(
      fc.property(drawn, fc.nat(), fc.nat(), (parts, i, j) => {
        const [first, last] = [i % parts.length, j % parts.length].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const place = (which: 1 | 2) => {
          const ends: [number, number][] = [];
          const text = parts.reduce((so, part) => {
            ends.push([so.length, so.length + part[0].length]);
            return so + part[0] + part[which];
          }, "");
          return { text, start: ends[first]?.[0] as number, end: ends[last]?.[1] as number };
        };
        const [from, to] = [place(1), place(2)];
        const mention = { id: "T1", type: "A", start: from.start, end: from.end };
        expect(relocate([mention], { from: from.text, to: to.text })).toEqual([
          { ...mention, start: to.start, end: to.end },
        ]);
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});

describe("firstDifference", () => {
  test("is a place in the second text", () => {
    expect(firstDifference("ab c", "ab d", { visible: false })).toBe(3);
    expect(firstDifference("a b c", "ab  d", { visible: true })).toBe(4);
    expect(firstDifference("ab", "a", { visible: true })).toBe(1);
  });
});
