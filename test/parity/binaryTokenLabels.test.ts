/** Binary token labels through the engine against PyTorch's literal copies of the batch. */

import { describe, expect, test } from "vitest";
import { float32, type Random, type Tensor } from "../../src/core/index.js";
import { createLabelSet } from "../../src/labels/index.js";
import { binaryTokenLabels, type Objective } from "../../src/objectives/index.js";
import { OP_TABLE } from "../../src/ops/index.js";
import { sgd } from "../../src/optimizers/index.js";
import { createSession } from "../../src/runtime/index.js";
import { tensorsOf } from "../../src/training/layout.js";
import { buildStepGraph, nextOf } from "../../src/training/stepGraph.js";
import { compare, type FusedCase, type TinyBert, tinyBerts } from "./tinyBert.js";

const QUERY = "bert.encoder.layer.0.attention.self.query.weight";

/** A source of randomness that leaves the copies in the order of the reference, which is by class. */
const inOrder = { shuffled: <T>(items: readonly T[]) => [...items] } as Random;

function objectiveOf(
  { classes, parity }: TinyBert,
  options: Pick<FusedCase, "head" | "others" | "weights"> & { copies?: FusedCase["copies"] },
  schedule: "fused" | "sequential",
): Objective {
  const types = Array.from({ length: classes - 1 }, (_, i) => `type${i + 1}`);
  const { head, others, weights, copies = "present" } = options;
  return binaryTokenLabels(
    {
      labelSet: createLabelSet({ scheme: "io", types }),
      counts: parity.binaryTokenLabels.trainingCounts,
    },
    { head, others, weights, copies, schedule, reduction: "sum" },
  );
}

/** Parameters with the output layer of the head. */
function parametersFor({ parameters, parity }: TinyBert, head: FusedCase["head"]) {
  const { twoWay, twoWayBias } = parity.binaryTokenLabels;
  if (head === "softmax") return parameters;
  return new Map(parameters)
    .set("classifier.weight", float32([twoWay.length, twoWay[0]?.length ?? 0], twoWay.flat()))
    .set("classifier.bias", float32([twoWay.length], twoWayBias));
}

const GRADIENTS = [`gradient:classifier.weight`, `gradient:${QUERY}`];

/** One session for each head; runs a step from the given state. */
async function stepWith({ config }: TinyBert, { head }: Objective) {
  const { graph, layout, tensors } = buildStepGraph({
    config,
    head,
    optimizer: sgd(),
    exposeGradients: true,
  });
  const session = await createSession(graph, OP_TABLE, { threads: 1 });
  const names = [...tensors.keys()];
  return {
    release: () => session.release(),
    run: (feeds: Record<string, Tensor>) =>
      session.run(
        feeds,
        Object.fromEntries(["loss", ...names.map(nextOf), ...GRADIENTS].map((n) => [n, null])),
      ),
    names,
    layout,
  };
}

/** The first elements of a tensor: the reference holds four rows of the query weights. */
function firstOf(value: Tensor | undefined, count: number): Float32Array {
  return (value as Tensor<"float32">).data.subarray(0, count);
}

/** Tolerance of gradients in the README of the reference values. */
const gradientBound = (scale: number) => 1e-4 * scale + 1e-6;

for (const tiny of await tinyBerts())
  describe(`${tiny.title}, copies`, () => {
    const { fused, sequential } = tiny.parity.binaryTokenLabels;
    const targetsTensor = (targets: Float32Array) =>
      float32([tiny.labels.length, targets.length / tiny.labels.length], targets);

    for (const head of ["softmax", "binary"] as const) {
      const ofHead = fused.filter((c) => c.head === head);
      test(`fused, ${head}: loss and gradients of all ${ofHead.length} cases`, async () => {
        expect(ofHead.length).toBeGreaterThan(0);
        const step = await stepWith(tiny, objectiveOf(tiny, ofHead[0] as FusedCase, "fused"));
        const state = Object.fromEntries(tensorsOf(step.layout, parametersFor(tiny, head)));
        for (const c of ofHead) {
          const name = `${c.others} ${c.weights} ${c.copies}`;
          const [targets] = objectiveOf(tiny, c, "fused").steps({ labels: tiny.labels }, inOrder);
          const out = await step.run({
            ...tiny.feeds,
            ...state,
            targets: targetsTensor(targets as Float32Array),
            learningRate: float32([], [0]),
          });
          const relative = Math.max(1, Math.abs(c.loss));
          expect(Math.abs(Number(out.loss?.data[0]) - c.loss), name).toBeLessThan(1e-5 * relative);
          const headGradient = out["gradient:classifier.weight"]?.data as Float32Array;
          const forHead = compare(headGradient, c.headGrad.flat());
          expect(forHead.error, name).toBeLessThanOrEqual(gradientBound(forHead.scale));
          const expected = c.queryGradLayer0.flat();
          const query = firstOf(out[`gradient:${QUERY}`], expected.length);
          const forQuery = compare(query, expected);
          expect(forQuery.error, name).toBeLessThanOrEqual(gradientBound(forQuery.scale));
        }
        await step.release();
      });
    }

    for (const c of sequential)
      test(`sequential, ${c.head} ${c.others} ${c.weights}: a step a copy`, async () => {
        const objective = objectiveOf(tiny, c, "sequential");
        const copies = [...objective.steps({ labels: tiny.labels }, inOrder)];
        expect(copies).toHaveLength(c.order.length);
        const step = await stepWith(tiny, objective);
        let state: Record<string, Tensor> = Object.fromEntries(
          tensorsOf(step.layout, parametersFor(tiny, c.head)),
        );
        const losses: number[] = [];
        for (const targets of copies) {
          const out = await step.run({
            ...tiny.feeds,
            ...state,
            targets: targetsTensor(targets),
            learningRate: float32([], [c.learningRate]),
          });
          losses.push(Number(out.loss?.data[0]));
          state = Object.fromEntries(step.names.map((name) => [name, out[nextOf(name)] as Tensor]));
        }
        await step.release();
        expect(compare(losses, c.losses).error).toBeLessThan(1e-4);
        const head = state["classifier.weight"]?.data as Float32Array;
        expect(compare(head, c.headAfter.flat()).error).toBeLessThan(1e-4);
        const expected = c.queryLayer0After.flat();
        const query = firstOf(state[QUERY], expected.length);
        expect(compare(query, expected).error).toBeLessThan(1e-4);
      });
  });
