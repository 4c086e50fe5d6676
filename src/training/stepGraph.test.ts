/** The gradient of a whole BERT step against finite differences, dropout, padding and segments included. */

import { describe, expect, test } from "vitest";
import {
  drawnBatch,
  drawnParameters,
  drawnTargets,
  masksOf,
  SEED,
  smallConfig,
} from "../../test/smallBert.js";
import { createRandom, float32, type Tensor } from "../core/index.js";
import { verifyGraph } from "../onnx/index.js";
import { OP_TABLE } from "../ops/index.js";
import { adamW, sgd } from "../optimizers/index.js";
import { createSession } from "../runtime/index.js";
import { tensorsOf, UNTOUCHED, viewsOf } from "./layout.js";
import { buildStepGraph, nextOf } from "./stepGraph.js";

describe("buildStepGraph", () => {
  const config = smallConfig();

  for (const head of [
    { groups: 1, ways: 3 },
    { groups: 2, ways: 2 },
  ])
    test(`gradients are those of finite differences, ${head.groups} x ${head.ways} outputs`, async () => {
      const outputs = head.groups * head.ways;
      const { graph, layout, masks } = buildStepGraph({
        ...{ config, head, optimizer: sgd() },
        exposeGradients: true,
      });
      verifyGraph(graph, OP_TABLE);
      expect(masks).toHaveLength(5);
      const held = tensorsOf(layout, drawnParameters(config, outputs));
      const parameters = viewsOf(layout, held);
      parameters.delete(UNTOUCHED);
      const batch = drawnBatch([7, 4], config.vocabSize);
      const feeds: Record<string, Tensor> = {
        inputIds: batch.inputIds,
        tokenTypeIds: batch.tokenTypeIds,
        attentionMask: batch.attentionMask,
        targets: float32([14, outputs], drawnTargets(batch, outputs)),
        learningRate: float32([], [0]),
        ...masksOf(masks, { batch, seed: SEED, step: 1 }),
        ...Object.fromEntries(held),
      };
      const session = await createSession(graph, OP_TABLE, { threads: 1 });
      const lossOf = async () => Number((await session.run(feeds, { loss: null })).loss?.data[0]);
      const random = createRandom(SEED).stream("places");
      for (const [name, { data }] of parameters) {
        const output = `gradient:${name}`;
        const gradient = (await session.run(feeds, { [output]: null }))[output]
          ?.data as Float32Array;
        const steepest = gradient.reduce(
          (best, x, i) => (Math.abs(x) > Math.abs(gradient[best] as number) ? i : best),
          0,
        );
        for (const i of new Set([steepest, random.below(data.length)])) {
          const at = data[i] as number;
          const moved = async (steps: number) => {
            data[i] = at + steps * STEP;
            const loss = await lossOf();
            data[i] = at;
            return loss;
          };
          const near = (await moved(1)) - (await moved(-1));
          const far = (await moved(2)) - (await moved(-2));
          const numeric = (8 * near - far) / (12 * STEP);
          const error = Math.abs((gradient[i] as number) - numeric);
          expect(error, `${name}[${i}] is ${gradient[i]}, numerically ${numeric}`).toBeLessThan(
            2e-3 * Math.max(0.1, Math.abs(numeric)),
          );
        }
      }
      await session.release();
    });

  test("gives the replacement of each matrix, of the joined vectors, and of each state tensor", () => {
    const head = { groups: 1, ways: 3 };
    const { graph, tensors } = buildStepGraph({ config, head, optimizer: adamW(), clip: 1 });
    verifyGraph(graph, OP_TABLE);
    const matrices = [...drawnParameters(config, 3)].filter(([, { shape }]) => shape.length > 1);
    const names = [...matrices.map(([name]) => name), "vectors"];
    const expected = names.flatMap((n) => [n, `firstMoment:${n}`, `secondMoment:${n}`]);
    expect([...tensors.keys()].sort()).toEqual(expected.sort());
    expect(graph.outputs.map(({ name }) => name).sort()).toEqual(
      ["loss", ...expected.map(nextOf)].sort(),
    );
    for (const { name, shape } of graph.outputs)
      if (name !== "loss") expect(shape).toEqual(tensors.get(name.slice("next:".length)));
  });

  test("tells the parts of the step apart", () => {
    const { graph, partOf } = buildStepGraph({
      ...{ config, head: { groups: 1, ways: 3 } },
      ...{ optimizer: adamW(), clip: 1 },
    });
    const parts = graph.nodes.map((node) => `${partOf(node)} ${node.opType}`);
    expect(parts).toContain("forward Gelu");
    expect(parts).toContain("forward Neg"); // the loss
    expect(parts).toContain("backward Erf");
    expect(parts).toContain("optimizer Min"); // clipping
    expect(parts).toContain("optimizer Sqrt");
    expect(parts.filter((part) => part === "backward Gelu")).toEqual([]);
    expect(parts.filter((part) => part === "forward Erf")).toEqual([]);
  });

  test("has no masks without dropout", () => {
    const still = smallConfig({ hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 });
    const step = buildStepGraph({ config: still, head: { groups: 1, ways: 3 }, optimizer: sgd() });
    expect(step.masks).toEqual([]);
    expect(step.graph.inputs.filter(({ name }) => name.startsWith("mask:"))).toEqual([]);
  });
});

/**
 * The error of a five-point difference is about h^4/30 of the fifth derivative plus 1.5/h of the loss's rounding,
 * which is about 3e-7: 1e-5 and 2e-5 here; 2e-4 leaves room for sums.
 */
const STEP = 0.02;
