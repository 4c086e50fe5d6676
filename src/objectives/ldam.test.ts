/** LDAM against its formula, and who gets which margin. */

import { describe, expect, test } from "vitest";
import { checkLoss, drawnTokens, engineLoss, logShares } from "../../test/lossGradient.js";
import { createRandom } from "../core/index.js";
import { crossEntropy } from "./crossEntropy.js";
import { ldam } from "./ldam.js";

const labelSet = { scheme: "io", types: ["A", "B"], labels: ["O", "A", "B"] } as const;
// fourth roots 10, 4 and 2: margins in proportion to 1/10, 1/4 and 1/2
const context = { labelSet, counts: [10_000, 256, 16] };

describe("ldam", () => {
  test.each([
    [0.5, 1],
    [2, 3],
  ])("margin %d, scale %d: the formula, gradient included", async (margin, scale) => {
    const margins = [margin / 5, margin / 2, margin];
    const literal = (logits: readonly number[], label: number) =>
      -(logShares(
        logits.map((z, way) => scale * (z - (way === label ? (margins[way] as number) : 0))),
      )[label] as number);
    await checkLoss(ldam(context, { margin, scale }), literal, { ways: 3 });
  });

  test("has the gradient s (softmax - onehot) at the logits moved by the margin", async () => {
    const token = { logits: [0, 0, 0.5], label: 2, weight: 1 };
    const { gradient } = await engineLoss(ldam(context, { margin: 0.5, scale: 2 }), [token]);
    const closed = [2 / 3, 2 / 3, -4 / 3].map((x) => expect.closeTo(x, 6)); // all moved logits are 0
    expect(gradient[0]).toEqual(closed);
  });

  test("without margin and scale is cross-entropy", async () => {
    const tokens = drawnTokens(3, createRandom(3));
    const found = await engineLoss(ldam(context, { margin: 0, scale: 1 }), tokens);
    expect(found).toEqual(await engineLoss(crossEntropy, tokens));
  });
});
