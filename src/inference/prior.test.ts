/** Logit adjustment after the fact against the formula of the paper. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { argmaxDecoder } from "./decoder.js";
import { withoutPrior } from "./prior.js";
import { argmax, classSharesOf } from "./shares.js";

describe("withoutPrior", () => {
  test("takes tau times the log share off, up to a constant a row", () => {
    const counts = [80, 15, 5];
    const logits = Float32Array.of(1, 2, 3, 4, 5, 6);
    const found = withoutPrior(logits, { tau: 0.5, counts });
    const expected = [...logits].map((z, i) => z - 0.5 * Math.log((counts[i % 3] as number) / 100));
    const difference = (i: number, j: number) => (found[i] as number) - (found[j] as number);
    for (const [i, j] of [
      [1, 0],
      [2, 0],
      [4, 3],
      [5, 3],
    ] as const)
      expect(difference(i, j)).toBeCloseTo((expected[i] as number) - (expected[j] as number), 5);
  });

  test("leaves O and the given logits alone, and takes an absent label for one piece", () => {
    const logits = Float32Array.of(0, 1);
    expect([...withoutPrior(logits, { tau: 1, counts: [Math.E ** 2, 0] })]).toEqual([
      0,
      expect.closeTo(3, 5),
    ]);
    expect([...logits]).toEqual([0, 1]);
  });

  test("makes likelihoods of the posteriors that a prior gave", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 900 }), fc.double({ min: 0.01, max: 1, noNaN: true })),
          {
            minLength: 2,
            maxLength: 6,
          },
        ),
        (pairs) => {
          // a model that is right says p(c | x) in proportion to N_c l_c; without the prior the likelihoods l_c are left
          const counts = pairs.map(([count]) => count);
          const logits = Float32Array.from(pairs, ([count, l]) => Math.log(count * l));
          const total = pairs.reduce((sum, [, l]) => sum + l, 0);
          const shares = classSharesOf(withoutPrior(logits, { tau: 1, counts }), {
            classes: pairs.length,
            head: "softmax",
          });
          expect([...shares]).toEqual(pairs.map(([, l]) => expect.closeTo(l / total, 4)));
        },
      ),
      { seed: 6 },
    );
  });
});

describe("argmaxDecoder with a prior", () => {
  const logits = Float32Array.of(2, 1, 0, 0.2);
  const decode = async (tau: number, head: "softmax" | "binary" = "softmax") =>
    argmaxDecoder({ classes: 2, head, prior: { tau, counts: [90, 10] } }).decode(logits);

  test("with tau 0 is the decoder without", async () => {
    const plain = await argmaxDecoder({ classes: 2, head: "softmax" }).decode(logits);
    expect(await decode(0)).toEqual(plain);
  });

  test("labels what is above its share", async () => {
    expect([...(await decode(1)).labels]).toEqual([1, 1]); // log 9 is 2.2
    expect([...(await decode(0.4)).labels]).toEqual([0, 1]);
  });

  test("labels and probabilities agree under both heads", async () => {
    const folded = Float32Array.of(0, -1, 0, -3);
    for (const head of ["softmax", "binary"] as const) {
      const decoder = argmaxDecoder({ classes: 2, head, prior: { tau: 1, counts: [90, 10] } });
      const { labels, shares } = await decoder.decode(folded);
      expect([...labels]).toEqual([1, 0]);
      expect([...argmax(shares, 2)]).toEqual([1, 0]);
    }
  });
});
