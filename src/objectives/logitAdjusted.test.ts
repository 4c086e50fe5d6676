/** Logit adjustment against its formula, and what it must make of a model that sees only the prior. */

import { describe, expect, test } from "vitest";
import { checkLoss, drawnTokens, engineLoss, logShares } from "../../test/lossGradient.js";
import { createRandom } from "../core/index.js";
import { crossEntropy } from "./crossEntropy.js";
import { balancedSoftmax, logitAdjusted } from "./logitAdjusted.js";

const labelSet = { scheme: "io", types: ["A", "B"], labels: ["O", "A", "B"] } as const;
const counts = [80, 15, 5];
const context = { labelSet, counts };

describe("logitAdjusted", () => {
  test.each([0.5, 1, 2])("tau %d: -log softmax of z + tau log prior", async (tau) => {
    const literal = (logits: readonly number[], label: number) =>
      -(logShares(logits.map((z, way) => z + tau * Math.log((counts[way] as number) / 100)))[
        label
      ] as number);
    await checkLoss(logitAdjusted(context, { tau }), literal, { ways: 3 });
  });

  test("has the gradient softmax(z + tau log prior) - onehot", async () => {
    const { gradient } = await engineLoss(logitAdjusted(context, { tau: 1 }), [
      { logits: [0, Math.log(2), 0], label: 2, weight: 1 },
    ]);
    // shares in proportion to 80, 2 * 15 and 5
    const closed = [80 / 115, 30 / 115, 5 / 115 - 1].map((x) => expect.closeTo(x, 6));
    expect(gradient[0]).toEqual(closed);
  });

  test("asks for equal logits where there is nothing to learn but the prior", async () => {
    const tokens = counts.flatMap((count, label) =>
      Array.from({ length: count }, () => ({ logits: [0.7, 0.7, 0.7], label, weight: 1 })),
    );
    const of = async (loss: typeof crossEntropy) => {
      const { gradient } = await engineLoss(loss, tokens);
      return [0, 1, 2].map((way) => gradient.reduce((sum, row) => sum + (row[way] as number), 0));
    };
    for (const x of await of(logitAdjusted(context, { tau: 1 }))) expect(x).toBeCloseTo(0, 5);
    expect(Math.abs((await of(crossEntropy))[0] as number)).toBeGreaterThan(0.4);
  });

  test("with tau 0 is cross-entropy", async () => {
    const tokens = drawnTokens(3, createRandom(3));
    const zero = await engineLoss(logitAdjusted(context, { tau: 0 }), tokens);
    expect(zero).toEqual(await engineLoss(crossEntropy, tokens));
  });

  test("takes a label that never occurs for one piece", async () => {
    const lacking = { labelSet, counts: [99, 1, 0] };
    const token = { logits: [0, 0, 0], label: 0, weight: 1 };
    const { gradient } = await engineLoss(logitAdjusted(lacking, { tau: 1 }), [token]);
    expect(gradient[0]).toEqual([-2 / 101, 1 / 101, 1 / 101].map((x) => expect.closeTo(x, 6)));
  });
});

describe("balancedSoftmax", () => {
  test("is N_j exp(z_j) / sum of N_k exp(z_k)", async () => {
    const literal = (logits: readonly number[], label: number) => {
      const parts = logits.map((z, way) => (counts[way] as number) * Math.exp(z));
      return -Math.log((parts[label] as number) / parts.reduce((sum, part) => sum + part, 0));
    };
    await checkLoss(balancedSoftmax(context), literal, { ways: 3 });
  });
});
