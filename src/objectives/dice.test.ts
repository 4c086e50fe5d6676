/** Dice loss against its formula, and what the formula is content with. */

import { describe, expect, test } from "vitest";
import { checkLoss, engineLoss, logShares } from "../../test/lossGradient.js";
import { dice } from "./dice.js";

/** 1 - p has a floor of 1e-6 in the loss, far below what these logits reach. */
function literalOf(alpha: number, smoothing: number) {
  return (logits: readonly number[], label: number) =>
    logShares(logits).reduce((sum, log, way) => {
      const p = Math.exp(log);
      const q = (1 - p + 1e-6) ** alpha * p;
      const y = way === label ? 1 : 0;
      return sum + 1 - (2 * q * y + smoothing) / (q + y + smoothing);
    }, 0);
}

describe("dice", () => {
  test.each([
    [0.01, 1],
    [1, 1],
    [0.5, 0.1],
    [0, 1],
  ])("alpha %d, smoothing %d: the formula, gradient included", async (alpha, smoothing) => {
    const literal = literalOf(alpha, smoothing);
    for (const ways of [2, 5]) await checkLoss(dice({ alpha, smoothing }), literal, { ways });
  });

  test("is 0 for certainty that is right, without the power", async () => {
    const token = { logits: [30, -30, -30], label: 0, weight: 1 };
    const { loss } = await engineLoss(dice({ alpha: 0, smoothing: 1 }), [token]);
    expect(loss).toBeCloseTo(0, 5);
  });

  test("is finite, with a small gradient, where a label is certain", async () => {
    for (const label of [0, 1]) {
      const token = { logits: [60, -60, 0], label, weight: 1 };
      const { loss, gradient } = await engineLoss(dice({ alpha: 0.01, smoothing: 1 }), [token]);
      expect(Number.isFinite(loss)).toBe(true);
      expect(Math.max(...gradient.flat().map(Math.abs))).toBeLessThan(1e-3);
    }
  });

  test("corrects what is wrong with a small alpha, and with alpha 1 makes it worse", async () => {
    const slope = async (p: number, alpha: number) => {
      const token = { logits: [0, Math.log(p / (1 - p))], label: 1, weight: 1 };
      return (await engineLoss(dice({ alpha, smoothing: 1 }), [token])).gradient[0]?.[1] as number;
    };
    for (const p of [0.02, 0.2, 0.75]) expect(await slope(p, 0.01)).toBeLessThan(-1e-3);
    // two ways: q = p (1 - p) of both, and the loss (1 - q) / (q + 2) + q / (q + 1) grows with q
    expect(await slope(0.2, 1)).toBeGreaterThan(1e-3);
  });
});
