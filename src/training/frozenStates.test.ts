/** Frozen layers: the same as training everything with a rate of zero below, dropout apart. */

import { describe, expect, test } from "vitest";
import { drawnParameters, drawnTargets, SEED, smallConfig } from "../../test/smallBert.js";
import { bertParameters, parametersAbove } from "../encoder/index.js";
import { collate } from "../inference/index.js";
import { adamW } from "../optimizers/index.js";
import type { Encoding } from "../tokenizer/index.js";
import { computeFrozenStates } from "./frozenStates.js";
import { createStepper } from "./stepper.js";

const config = smallConfig({
  num_hidden_layers: 3,
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
});
const head = { groups: 1, ways: 3 };
const start = drawnParameters(config, 3);
const tokenizer = { clsId: 1, sepId: 2, padId: 0 };
const encodings = [
  { ids: Int32Array.of(3, 4, 5, 6, 7, 8) },
  { ids: Int32Array.of(9, 3, 3) },
] as unknown as Encoding[];
const windows = [
  { document: 0, start: 0, end: 4, ownedStart: 0, ownedEnd: 3 },
  { document: 0, start: 2, end: 6, ownedStart: 3, ownedEnd: 6 },
  { document: 1, start: 0, end: 3, ownedStart: 0, ownedEnd: 3 },
];
const batch = collate(windows, { encodings, tokenizer });
const targets = drawnTargets(batch, 3);

async function firstStep(layers: number | undefined) {
  const options = { config, parameters: start, threads: 1 };
  const frozen =
    layers === undefined
      ? undefined
      : await computeFrozenStates({ ...options, layers, encodings, windows, tokenizer });
  const stepper = await createStepper({
    ...{ ...options, head, frozen, seed: SEED },
    optimizer: adamW({ weightDecay: 0.1 }),
  });
  const loss = await stepper.step({ batch, targets, step: 1, learningRate: 0.01 });
  const parameters = new Map([...stepper.parameters()].map(([n, { data }]) => [n, data.slice()]));
  await stepper.release();
  return { loss, parameters };
}

describe("computeFrozenStates", () => {
  test.each([0, 1, 2, 3])(
    "%d frozen layers: the loss is the same, and steps change the layers above only",
    async (layers) => {
      const [whole, frozen] = [await firstStep(undefined), await firstStep(layers)];
      expect(frozen.loss).toBeCloseTo(whole.loss, 5);
      expect([...frozen.parameters.keys()]).toEqual([...whole.parameters.keys()]);
      const above = parametersAbove(bertParameters(config, { outputs: 3 }), layers);
      expect(above.size).toBe(2 + 16 * (3 - layers));
      for (const [name, data] of frozen.parameters) {
        if (!above.has(name)) expect(data, name).toEqual(start.get(name)?.data);
        else if (name.endsWith("key.bias"))
          continue; // its gradient is zero but for rounding
        else
          data.forEach((x, i) => {
            // one step of AdamW moves by up to the rate; rounding of the gradients may show where they are near zero
            expect(x, `${name}[${i}]`).toBeCloseTo(whole.parameters.get(name)?.[i] as number, 4);
          });
      }
    },
  );

  test("states are zero for padding", async () => {
    const frozen = await computeFrozenStates({
      ...{ config, parameters: start, threads: 1, layers: 1, encodings, windows, tokenizer },
    });
    const { shape, data } = frozen.statesOf(batch);
    expect(shape).toEqual([18, 8]);
    expect(data.subarray(17 * 8).every((x) => x === 0)).toBe(true);
    expect(data.subarray(16 * 8, 17 * 8).some((x) => x !== 0)).toBe(true);
  });
});
