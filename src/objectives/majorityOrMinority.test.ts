/** Majority-or-minority loss as the sum of two weighted means. */

import { describe, expect, test } from "vitest";
import { drawnTokens, engineLoss } from "../../test/lossGradient.js";
import { createRandom } from "../core/index.js";
import { crossEntropy } from "./crossEntropy.js";
import { majorityOrMinority } from "./majorityOrMinority.js";

const labelSet = { scheme: "io", types: ["A", "B"], labels: ["O", "A", "B"] } as const;
const context = { labelSet, counts: [80, 15, 5] };

describe("majorityOrMinority", () => {
  test.each([0, 0.3, 0.9, 1])("lambda %d: a mean of all and a mean of O", async (lambda) => {
    const tokens = drawnTokens(3, createRandom(8).stream(lambda));
    const outside = tokens.filter(({ label }) => label === 0);
    expect(outside.length).toBeGreaterThan(1);
    const all = await engineLoss(crossEntropy, tokens);
    const majority = await engineLoss(crossEntropy, outside);
    const found = await engineLoss(majorityOrMinority(context, { lambda }), tokens);
    expect(found.loss).toBeCloseTo(lambda * all.loss + (1 - lambda) * majority.loss, 5);
    for (const [i, token] of tokens.entries()) {
      const ofMajority = majority.gradient[outside.indexOf(token)] ?? [0, 0, 0];
      const closed = ofMajority.map(
        (x, way) => lambda * (all.gradient[i]?.[way] as number) + (1 - lambda) * x,
      );
      expect(found.gradient[i]).toEqual(closed.map((x) => expect.closeTo(x, 6)));
    }
  });

  test("in a batch without O has the share lambda of the usual loss", async () => {
    const tokens = [{ logits: [1, 0, 2], label: 1, weight: 1 }];
    const all = await engineLoss(crossEntropy, tokens);
    const found = await engineLoss(majorityOrMinority(context, { lambda: 0.25 }), tokens);
    expect(found.loss).toBeCloseTo(all.loss / 4, 6);
    expect(found.gradient[0]).toEqual(all.gradient[0]?.map((x) => expect.closeTo(x / 4, 6)));
  });
});
