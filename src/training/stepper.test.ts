/** Steps: same input, same bytes; a step's dropout depends on nothing before it. */

import { describe, expect, test } from "vitest";
import {
  drawnBatch,
  drawnParameters,
  drawnTargets,
  masksOf,
  SEED,
  smallConfig,
} from "../../test/smallBert.js";
import { float32, type Tensor } from "../core/index.js";
import { OP_TABLE } from "../ops/index.js";
import { adamW, type Optimizer, sgd } from "../optimizers/index.js";
import { createSession } from "../runtime/index.js";
import { tensorsOf } from "./layout.js";
import { buildStepGraph } from "./stepGraph.js";
import { createStepper, type StepperOptions } from "./stepper.js";

const config = smallConfig();
const head = { groups: 1, ways: 3 };
const start = drawnParameters(config, 3);
const BATCHES = [[9, 5, 3], [4, 4], [7], [9, 5, 3]].map((lengths) => {
  const batch = drawnBatch(lengths, config.vocabSize);
  return { batch, targets: drawnTargets(batch, 3) };
});

const stepperOf = (optimizer: Optimizer, change: Partial<StepperOptions> = {}) =>
  createStepper({ config, head, optimizer, parameters: start, seed: SEED, threads: 2, ...change });

/** Takes one step a batch, numbered from `first`. */
async function run(
  optimizer: Optimizer,
  {
    first = 1,
    batches = BATCHES,
    learningRate = 0.01,
    change = {} as Partial<StepperOptions>,
  } = {},
) {
  const stepper = await stepperOf(optimizer, change);
  const losses: number[] = [];
  for (const [i, input] of batches.entries())
    losses.push(await stepper.step({ ...input, step: first + i, learningRate }));
  const parameters = new Map([...stepper.parameters()].map(([n, t]) => [n, t.data.slice()]));
  await stepper.release();
  return { losses, parameters };
}

describe("createStepper", () => {
  test("the same steps give the same bytes, dropout and clipping on", async () => {
    const change = { clip: 0.5 };
    const first = await run(adamW(), { change });
    expect(await run(adamW(), { change })).toEqual(first);
    for (const [name, data] of first.parameters)
      expect(data, name).not.toEqual(start.get(name)?.data);
    const otherSeed = await run(adamW(), { change: { ...change, seed: SEED + 1 } });
    expect(otherSeed.losses).not.toEqual(first.losses);
  });

  test("the masks of a step do not depend on the steps before it", async () => {
    const still = { learningRate: 0 };
    const { losses } = await run(sgd(), still);
    for (const [i, loss] of losses.entries()) {
      const alone = await run(sgd(), { ...still, first: i + 1, batches: BATCHES.slice(i, i + 1) });
      expect(alone.losses).toEqual([loss]);
    }
    // the first and the last batch are the same, their masks are not
    expect(losses[3]).not.toBe(losses[0]);
  });

  test("drops what the mask source says for the seed, the step and the place", async () => {
    const [{ batch, targets }] = BATCHES as [(typeof BATCHES)[0]];
    const { losses } = await run(sgd(), { first: 7, batches: BATCHES.slice(0, 1) });
    const { graph, layout, masks } = buildStepGraph({ config, head, optimizer: sgd() });
    const session = await createSession(graph, OP_TABLE, { threads: 2 });
    const { loss } = await session.run(
      {
        inputIds: batch.inputIds,
        tokenTypeIds: batch.tokenTypeIds,
        attentionMask: batch.attentionMask,
        targets: float32([27, 3], targets),
        learningRate: float32([], [0.01]),
        ...masksOf(masks, { batch, seed: SEED, step: 7 }),
        ...Object.fromEntries(tensorsOf(layout, start)),
      },
      { loss: null },
    );
    await session.release();
    expect(losses).toEqual([Number(loss?.data[0])]);
  });

  test("leaves the given parameters alone and starts from them", async () => {
    const before = new Map([...start].map(([name, { data }]) => [name, data.slice()]));
    const stepper = await stepperOf(sgd());
    expect(stepper.parameters()).toEqual(start);
    for (const input of BATCHES) await stepper.step({ ...input, step: 1, learningRate: 1 });
    await stepper.release();
    for (const [name, { data }] of start) expect(data, name).toEqual(before.get(name));
  });

  test("the loss falls when steps go on over one batch", async () => {
    const config = smallConfig({ hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 });
    const batches = Array(20).fill(BATCHES[0]) as typeof BATCHES;
    const { losses } = await run(adamW(), { batches, change: { config } });
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
  });

  test("refuses to start without a parameter, or with one of another shape", async () => {
    const without = new Map(start);
    without.delete("classifier.bias");
    await expect(stepperOf(sgd(), { parameters: without })).rejects.toThrow(
      "classifier.bias is given as [nothing] but the graph has [3]. This is a defect of raretag, please report it.",
    );
    const other = new Map(start).set("classifier.bias", float32([2], [0, 0]));
    await expect(stepperOf(sgd(), { parameters: other })).rejects.toThrow(
      "classifier.bias is given as [2] but the graph has [3]. This is a defect of raretag, please report it.",
    );
  });

  test("parameters are those of the encoder, whatever else was given", async () => {
    const more = new Map(start).set("bert.pooler.dense.bias", float32([8], new Float32Array(8)));
    const stepper = await stepperOf(sgd(), { parameters: more });
    expect([...stepper.parameters().keys()].sort()).toEqual([...start.keys()].sort());
    await stepper.release();
  });

  test("steps on from a state as if it had never stopped", async () => {
    const options = { change: { clip: 0.5 } };
    const whole = await run(adamW(), options);
    const first = await stepperOf(adamW(), options.change);
    for (const [i, input] of BATCHES.slice(0, 2).entries())
      await first.step({ ...input, step: i + 1, learningRate: 0.01 });
    const state = new Map(
      [...first.state()].map(([name, { shape, data }]) => [
        name,
        float32(shape, data.slice() as Float32Array),
      ]),
    );
    await first.release();
    const second = await stepperOf(adamW(), {
      ...options.change,
      parameters: drawnParameters(config, 3),
    });
    second.restore(state);
    for (const [i, input] of BATCHES.slice(2).entries())
      await second.step({ ...input, step: i + 3, learningRate: 0.01 });
    for (const [name, { data }] of second.parameters())
      expect(data, name).toEqual(whole.parameters.get(name));
    await second.release();
  });

  for (const optimizer of [
    adamW({ weightDecay: 0.1 }),
    sgd({ momentum: 0.9, weightDecay: 0.1 }),
    sgd(),
  ])
    test(`${optimizer.name} with ${optimizer.state.length} state tensors: a table of the occurring pieces gives what the whole one gives`, async () => {
      const pieces = new Set(BATCHES.flatMap(({ batch }) => [...batch.inputIds.data]));
      pieces.delete(Math.max(...pieces)); // one at least does not occur
      const batches = BATCHES.filter(({ batch }) =>
        batch.inputIds.data.every((id) => pieces.has(id)),
      );
      expect(batches.length).toBeGreaterThan(0);
      expect(pieces.size).toBeLessThan(config.vocabSize);
      const whole = await run(optimizer, { batches, change: { clip: 0.5 } });
      const small = await run(optimizer, { batches, change: { clip: 0.5, pieces } });
      expect(small.losses).toEqual(whole.losses);
      for (const [name, data] of whole.parameters)
        small.parameters.get(name)?.forEach((x, i) => {
          // both round to 2^-24 of the value once a step or less
          expect(Math.abs(x - (data[i] as number)), `${name}[${i}]`).toBeLessThan(
            1e-6 * Math.max(1, Math.abs(x)),
          );
        });
    });

  test("a piece that was not announced is a defect", async () => {
    const stepper = await stepperOf(sgd(), { pieces: [0, 1] });
    const [input] = BATCHES as [(typeof BATCHES)[0]];
    await expect(stepper.step({ ...input, step: 1, learningRate: 1 })).rejects.toThrow(
      /^piece \d+ was not announced to the stepper\. This is a defect of raretag, please report it\.$/,
    );
    await stepper.release();
  });
});

describe("gradients of embeddings", () => {
  test("are the same bytes 100 times over, with two threads and pieces that repeat", async () => {
    const wide = smallConfig({ hidden_size: 64, num_attention_heads: 2, vocab_size: 12 });
    const { graph, layout, masks } = buildStepGraph({
      ...{ config: wide, head, optimizer: sgd() },
      exposeGradients: true,
    });
    const batch = drawnBatch([16, 16, 16, 12, 12, 9], wide.vocabSize);
    const session = await createSession(graph, OP_TABLE, { threads: 2 });
    const feeds: Record<string, Tensor> = {
      inputIds: batch.inputIds,
      tokenTypeIds: batch.tokenTypeIds,
      attentionMask: batch.attentionMask,
      targets: float32([96, 3], drawnTargets(batch, 3)),
      learningRate: float32([], [0]),
      ...masksOf(masks, { batch, seed: SEED, step: 1 }),
      ...Object.fromEntries(tensorsOf(layout, drawnParameters(wide, 3))),
    };
    const output = "gradient:bert.embeddings.word_embeddings.weight";
    const first = (await session.run(feeds, { [output]: null }))[output]?.data;
    for (let i = 1; i < 100; i++)
      expect((await session.run(feeds, { [output]: null }))[output]?.data).toEqual(first);
    await session.release();
  });
});
