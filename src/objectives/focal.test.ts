/** Focal loss against its formula, its closed gradient, and the ends of its range. */

import { describe, expect, test } from "vitest";
import { checkLoss, engineLoss, logShares } from "../../test/lossGradient.js";
import { crossEntropy } from "./crossEntropy.js";
import { focal } from "./focal.js";

describe("focal", () => {
  test.each([0, 0.5, 1, 2, 5])("gamma %d: the formula, gradient included", async (gamma) => {
    const literal = (logits: readonly number[], label: number) => {
      const q = logShares(logits);
      const rest = q.reduce((sum, log, way) => sum + (way === label ? 0 : Math.exp(log)), 0);
      return -(rest ** gamma) * (q[label] as number);
    };
    for (const ways of [2, 5]) await checkLoss(focal({ gamma }), literal, { ways });
  });

  test("has the gradient of the paper's appendix for two ways", async () => {
    // appendix B for y = 1: dFL/dx = (1 - p)^gamma (gamma p log p + p - 1), x being the difference of the two logits
    for (const [x, gamma] of [
      [-2, 2],
      [0.3, 2],
      [1.5, 0.5],
    ] as const) {
      const p = 1 / (1 + Math.exp(-x));
      const closed = (1 - p) ** gamma * (gamma * p * Math.log(p) + p - 1);
      const token = { logits: [0, x], label: 1, weight: 1 };
      const { gradient } = await engineLoss(focal({ gamma }), [token]);
      expect(gradient[0]?.[1]).toBeCloseTo(closed, 6);
      expect(gradient[0]?.[0]).toBeCloseTo(-closed, 6);
    }
  });

  test("with gamma 0 is cross-entropy", async () => {
    const tokens = [
      { logits: [1, 2, 3], label: 0, weight: 1 },
      { logits: [4, -2, 0], label: 1, weight: 3 },
    ];
    const [plain, zero] = [crossEntropy, focal({ gamma: 0 })];
    const expected = await engineLoss(plain, tokens);
    const found = await engineLoss(zero, tokens);
    expect(found.loss).toBeCloseTo(expected.loss, 6);
    expect(found.gradient.flat()).toEqual(
      expected.gradient.flat().map((x) => expect.closeTo(x, 6)),
    );
  });

  test("stays finite where p is 1 or 0 to rounding", async () => {
    for (const gamma of [0.5, 1, 2])
      for (const label of [0, 1]) {
        const { loss, gradient } = await engineLoss(focal({ gamma }), [
          { logits: [200, -200, 0], label, weight: 1 },
        ]);
        expect(Number.isFinite(loss)).toBe(true);
        expect(gradient.flat().every(Number.isFinite)).toBe(true);
        if (label === 0) expect(Math.max(...gradient.flat().map(Math.abs))).toBeLessThan(1e-6);
      }
  });

  test("counts a token that is learned far less than one that is not", async () => {
    const of = async (x: number) =>
      (await engineLoss(focal({ gamma: 2 }), [{ logits: [0, x], label: 1, weight: 1 }])).loss;
    const plain = async (x: number) =>
      (await engineLoss(crossEntropy, [{ logits: [0, x], label: 1, weight: 1 }])).loss;
    // the paper's example: p = .9 has a loss 100 times lower than cross-entropy's
    const x = Math.log(9);
    expect((await plain(x)) / (await of(x))).toBeCloseTo(100, 2);
  });
});
