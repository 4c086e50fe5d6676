/** The loss without a logarithm, under one softmax and under several. */

import { describe, expect, test } from "vitest";
import { checkLoss, engineLoss, logShares } from "../../test/lossGradient.js";
import { printed } from "./printed.js";

describe("printed", () => {
  test("is the weighted mean of -p, gradient included", async () => {
    const literal = (logits: readonly number[], label: number) =>
      -Math.exp(logShares(logits)[label] as number);
    for (const ways of [2, 5]) await checkLoss(printed, literal, { ways });
  });

  test("has the gradient p (softmax - onehot), which vanishes where p does", async () => {
    const token = { logits: [9, 0], label: 1, weight: 1 };
    const { gradient } = await engineLoss(printed, [token]);
    const p = 1 / (1 + Math.exp(9));
    expect(gradient[0]).toEqual([p * (1 - p), p * (p - 1)].map((x) => expect.closeTo(x, 8)));
  });
});
