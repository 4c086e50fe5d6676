/** Cross-entropy, the base of the other losses. */

import { describe, expect, test } from "vitest";
import { checkLoss, drawnTokens, engineLoss, logShares } from "../../test/lossGradient.js";
import { createRandom } from "../core/index.js";
import { IGNORED } from "../labels/index.js";
import { crossEntropy } from "./crossEntropy.js";

const literal = (logits: readonly number[], label: number) => -(logShares(logits)[label] as number);

describe("crossEntropy", () => {
  test("is the weighted mean of -log p, gradient included", async () => {
    for (const ways of [2, 5]) await checkLoss(crossEntropy, literal, { ways });
  });

  test("has the gradient softmax * weight - targets", async () => {
    const tokens = drawnTokens(4, createRandom(5));
    const { gradient } = await engineLoss(crossEntropy, tokens);
    const total = tokens.reduce((sum, t) => sum + (t.label === IGNORED ? 0 : t.weight), 0);
    for (const [i, { logits, label, weight }] of tokens.entries()) {
      const w = label === IGNORED ? 0 : weight / total;
      const closed = logShares(logits).map((q, way) => w * (Math.exp(q) - (way === label ? 1 : 0)));
      expect(gradient[i]).toEqual(closed.map((x) => expect.closeTo(x, 6)));
    }
  });
});
