/** A folded head decides as the two-way heads do. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { float32 } from "../core/index.js";
import { foldBinaryHead } from "./fold.js";

describe("foldBinaryHead", () => {
  test("argmax over it is the strongest type if above one half, else O", () => {
    const value = fc.integer({ min: -50, max: 50 }).map((n) => n / 16);
    const drawn = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
      .chain(([types, hidden]) => {
        const list = (length: number) => fc.array(value, { minLength: length, maxLength: length });
        return fc.tuple(
          fc.constant(types),
          list(2 * types * hidden),
          list(2 * types),
          list(hidden),
        );
      });
    fc.assert(
      fc.property(drawn, ([types, weight, bias, state]) => {
        const hidden = state.length;
        const apply = (weight: ArrayLike<number>, bias: ArrayLike<number>) =>
          Array.from(bias, (b, row) =>
            state.reduce((sum, x, i) => sum + x * (weight[row * hidden + i] as number), b),
          );
        const ways = apply(weight, bias);
        const probabilities = Array.from({ length: types }, (_, t) => {
          const [outside, positive] = [ways[2 * t] as number, ways[2 * t + 1] as number];
          return Math.exp(positive) / (Math.exp(outside) + Math.exp(positive));
        });
        const strongest = Math.max(...probabilities);
        const folded = foldBinaryHead({
          weight: float32([2 * types, hidden], weight),
          bias: float32([2 * types], bias),
        });
        expect(folded.weight.shape).toEqual([types + 1, hidden]);
        expect(folded.bias.shape).toEqual([types + 1]);
        const logits = apply(folded.weight.data, folded.bias.data);
        const winner = logits.indexOf(Math.max(...logits));
        expect(logits[0]).toBe(0);
        if (Math.abs(strongest - 0.5) < 1e-12) expect(winner).toBe(0);
        else if (strongest < 0.5) expect(winner).toBe(0);
        else expect(probabilities[winner - 1]).toBeCloseTo(strongest, 12);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test("refuses shapes that are no two rows a type", () => {
    expect(() =>
      foldBinaryHead({
        weight: float32([3, 2], [1, 2, 3, 4, 5, 6]),
        bias: float32([3], [1, 2, 3]),
      }),
    ).toThrow("a binary head has weight [3, 2] and bias [3]");
  });
});
