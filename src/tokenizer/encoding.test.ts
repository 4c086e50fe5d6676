import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWordStart, piecesOf } from "./encoding.js";

const encoding = {
  ids: Int32Array.of(1, 2, 3, 4, 5),
  starts: Int32Array.of(0, 2, 4, 9, 9),
  ends: Int32Array.of(2, 4, 8, 10, 10),
  wordIds: Int32Array.of(0, 0, 1, 2, 2),
};

describe("piecesOf", () => {
  test("finds the pieces that share a character with a span, as a search of all does (seed 3)", () => {
    fc.assert(
      fc.property(fc.nat(11), fc.nat(11), (a, b) => {
        const span = { start: Math.min(a, b), end: Math.max(a, b) };
        const touched: number[] = [];
        for (let piece = 0; piece < 5; piece++)
          for (let at = span.start; at < span.end; at++)
            if (at >= (encoding.starts[piece] ?? 0) && at < (encoding.ends[piece] ?? 0)) {
              touched.push(piece);
              break;
            }
        const { start, end } = piecesOf(encoding, span);
        expect(Array.from({ length: end - start }, (_, i) => start + i)).toEqual(touched);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe("isWordStart", () => {
  test("is true where the word differs from that of the piece before", () => {
    expect([0, 1, 2, 3, 4].filter((piece) => isWordStart(encoding, piece))).toEqual([0, 2, 3]);
  });
});
