/** Optimizer steps against float64 loops written from the papers. */

import { describe, expect, test } from "vitest";
import { float32, type Tensor } from "../core/index.js";
import { GraphBuilder, verifyGraph } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { createSession } from "../runtime/index.js";
import { adamW } from "./adamW.js";
import type { Optimizer } from "./optimizer.js";
import { sgd } from "./sgd.js";

const START = [1, -2, 0.5, 0, 30];
/** Gradients of six steps: ordinary, alternating, tiny, none, and growing ones. */
const GRADIENTS = Array.from({ length: 6 }, (_, t) => [0.3, (-1) ** t, 1e-6, 0, 2 ** t]);
const rateAt = (step: number) => 0.1 / step;

/** The parameter after each step, by the graph. */
async function taken(optimizer: Optimizer): Promise<number[][]> {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const input = (name: string) => g.builder.input(name, "float32", [START.length]);
  const update = {
    parameter: input("parameter"),
    gradient: input("gradient"),
    state: optimizer.state.map(input),
    scalars: Object.fromEntries(
      optimizer.scalars.map((name) => [name, g.builder.input(name, "float32", [])]),
    ),
  };
  const names = ["parameter", ...optimizer.state];
  const graph = g.builder.build(
    optimizer.name,
    Object.fromEntries(optimizer.update(g, update).map((v, i) => [`next:${names[i]}`, v])),
  );
  verifyGraph(graph, OP_TABLE);
  const session = await createSession(graph, OP_TABLE, { threads: 1 });
  let held: Record<string, Tensor> = Object.fromEntries(
    names.map((name, i) => [name, float32([START.length], i === 0 ? START : START.map(() => 0))]),
  );
  const path: number[][] = [];
  for (const [i, gradient] of GRADIENTS.entries()) {
    const scalars = Object.entries(optimizer.scalarsAt(i + 1, rateAt(i + 1)));
    const results = await session.run(
      {
        ...held,
        gradient: float32([START.length], gradient),
        ...Object.fromEntries(scalars.map(([name, value]) => [name, float32([], [value])])),
      },
      Object.fromEntries(names.map((name) => [`next:${name}`, null])),
    );
    held = Object.fromEntries(names.map((name) => [name, results[`next:${name}`] as Tensor]));
    path.push([...(results["next:parameter"]?.data ?? [])].map(Number));
  }
  await session.release();
  return path;
}

/** The same by `step`, element by element, in float64. */
function reference(
  step: (t: number, p: number, gradient: number, memory: Record<string, number>) => number,
): number[][] {
  let parameter = START;
  const memories = START.map((): Record<string, number> => ({}));
  return GRADIENTS.map((gradient, i) => {
    parameter = parameter.map((p, k) =>
      step(i + 1, p, gradient[k] as number, memories[k] as Record<string, number>),
    );
    return parameter;
  });
}

/** float32 keeps 7 digits, and six steps add up their errors. */
const near = (path: number[][]) =>
  path.map((row) =>
    row.map((v) => expect.toSatisfy((x) => Math.abs(x - v) <= 2e-6 * (1 + Math.abs(v)))),
  );

describe("sgd", () => {
  test.each([
    { momentum: 0, weightDecay: 0 },
    { momentum: 0.9, weightDecay: 0 },
    { momentum: 0, weightDecay: 0.1 },
    { momentum: 0.9, weightDecay: 0.1 },
  ])("moves as Sutskever et al. 2013 in PyTorch's form: %j", async (options) => {
    const { momentum, weightDecay } = options;
    const expected = reference((t, p, gradient, memory) => {
      const decayed = gradient + weightDecay * p;
      memory.v = momentum * (memory.v ?? 0) + decayed;
      return p - rateAt(t) * memory.v;
    });
    expect(await taken(sgd(options))).toEqual(near(expected));
  });

  test("holds state only with momentum", () => {
    expect([sgd().state, sgd({ momentum: 0.5 }).state]).toEqual([[], ["momentum"]]);
  });
});

describe("adamW", () => {
  test.each([
    { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    { beta1: 0.5, beta2: 0.9, epsilon: 0.1, weightDecay: 0.3 },
    { beta1: 0, beta2: 0.99, epsilon: 1e-3, weightDecay: 0 },
  ])("moves as Loshchilov & Hutter 2019, algorithm 2: %j", async (options) => {
    const { beta1, beta2, epsilon, weightDecay } = options;
    const expected = reference((t, p, gradient, memory) => {
      memory.m = beta1 * (memory.m ?? 0) + (1 - beta1) * gradient;
      memory.v = beta2 * (memory.v ?? 0) + (1 - beta2) * gradient * gradient;
      const mHat = memory.m / (1 - beta1 ** t);
      const vHat = memory.v / (1 - beta2 ** t);
      return p - rateAt(t) * (mHat / (Math.sqrt(vHat) + epsilon) + weightDecay * p);
    });
    expect(await taken(adamW(options))).toEqual(near(expected));
  });

  test("has the paper's rates, and a decay of 0.01, when none are given", async () => {
    const named = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };
    expect(await taken(adamW())).toEqual(await taken(adamW(named)));
  });

  test("a parameter without a gradient moves by its decay alone", async () => {
    const path = await taken(adamW({ weightDecay: 0 }));
    expect(path.map((row) => row[3])).toEqual(GRADIENTS.map(() => 0));
  });
});
