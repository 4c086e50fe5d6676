/** The walk itself; each operator's own gradient is checked in test/gradients. */

import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { float32 } from "../core/index.js";
import { GraphBuilder, type Value, verifyGraph } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { gradients } from "./gradients.js";

function start() {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const x = g.builder.input("x", "float32", [3]);
  const y = g.builder.input("y", "float32", [3]);
  return { g, x, y, total: (value: Value) => g.sum(value, [0]) };
}

const X = [0.5, -2, 3];
const Y = [4, 1, -0.25];

async function valuesOf(outputs: Record<string, Value>, g: ReturnType<typeof start>["g"]) {
  const graph = g.builder.build("gradients", outputs);
  verifyGraph(graph, OP_TABLE);
  const [results] = await runGraph(graph, { x: float32([3], X), y: float32([3], Y) });
  return (name: string) => [...(results?.[name]?.data ?? [])].map(Number);
}

describe("gradients", () => {
  test("adds up over every use of a value", async () => {
    const { g, x, y, total } = start();
    // x x y + 3 x: two uses in one node, one in another
    const of = g.add(total(g.mul(g.mul(x, x), y)), total(g.scale(x, 3)));
    const [dx, dy] = gradients(g, { of, wrt: [x, y] }) as [Value, Value];
    const got = await valuesOf({ dx, dy }, g);
    expect(got("dx")).toEqual(X.map((v, i) => 2 * v * (Y[i] as number) + 3));
    expect(got("dy")).toEqual(X.map((v) => v * v));
  });

  test("goes on through a value that is asked for itself", async () => {
    const { g, x, total } = start();
    const middle = g.mul(x, x);
    const of = total(g.mul(middle, middle));
    const [dMiddle, dx, self] = gradients(g, { of, wrt: [middle, x, of] }) as Value[];
    const outputs = { dMiddle, dx, self } as Record<string, Value>;
    const got = await valuesOf(outputs, g);
    expect(got("dMiddle")).toEqual(X.map((v) => 2 * v * v));
    expect(got("dx")).toEqual(X.map((v) => 4 * v ** 3));
    expect(got("self")).toEqual([1]);
  });

  test("starts from a seed", async () => {
    const { g, x, y } = start();
    const [dx] = gradients(g, { of: g.mul(x, x), wrt: [x], seed: y }) as [Value];
    const got = await valuesOf({ dx }, g);
    expect(got("dx")).toEqual(X.map((v, i) => 2 * v * (Y[i] as number)));
  });

  test("does not visit nodes that do not matter", () => {
    const { g, x, y, total } = start();
    g.sign(x); // `of` does not need it, and it has no gradient
    const of = total(g.mul(x, g.sign(y))); // y is not asked for
    expect(() => gradients(g, { of, wrt: [x] })).not.toThrow();
    const before = g.builder.nodes.length;
    const big = total(g.exp(g.exp(g.exp(y))));
    const made = g.builder.nodes.length;
    gradients(g, { of: g.add(total(x), big), wrt: [x] });
    // the sum itself, then a reshape and an expansion of 1: nothing for the three exponentials
    const appended = g.builder.nodes.slice(made).map(({ opType }) => opType);
    expect(made - before).toBe(4);
    expect(appended).not.toContain("Mul");
    expect(appended).not.toContain("Exp");
  });

  test("refuses an input without a gradient, with the reason", () => {
    const { g, x, total } = start();
    expect(() => gradients(g, { of: total(g.sign(x)), wrt: [x] })).toThrow(
      "input X of Sign has no gradient: the sign is piecewise constant. Do not ask for a gradient through it.",
    );
  });

  test("refuses an integer", () => {
    const { g, total } = start();
    const ids = g.builder.input("ids", "int32", [3]);
    expect(() => gradients(g, { of: total(g.cast(ids, "float32")), wrt: [ids] })).toThrow(
      "ids is int32, which has no gradient. Do not ask for a gradient through it.",
    );
  });

  test("refuses a value that the result does not depend on", () => {
    const { g, x, y, total } = start();
    expect(() => gradients(g, { of: total(x), wrt: [x, y] })).toThrow(
      "ReduceSum_0 does not depend on y. Leave it out of wrt.",
    );
  });

  test("refuses a result that is not a scalar, unless there is a seed", () => {
    const { g, x } = start();
    expect(() => gradients(g, { of: g.exp(x), wrt: [x] })).toThrow(
      "Exp_0 [3] is not a scalar. Pass a seed.",
    );
  });

  test("refuses a seed of another shape", () => {
    const { g, x } = start();
    expect(() => gradients(g, { of: g.exp(x), wrt: [x], seed: g.scalar(1) })).toThrow(
      "the seed is float32 [] but Exp_0 is float32 [3]. Pass a seed of the same type and shape.",
    );
  });

  test("refuses a gradient into a side output", () => {
    const { g, x, y, total } = start();
    const rows = g.reshape(x, [1, 3]);
    const [, mean] = g.builder.node("LayerNormalization", [rows, y, y], {
      attributes: { axis: -1, epsilon: 1e-5 },
    }) as [Value, Value];
    expect(() => gradients(g, { of: total(g.reshape(mean, [1])), wrt: [x] })).toThrow(
      "a gradient flows into LayerNormalization_1_1, a side output of LayerNormalization. Use its first output only.",
    );
  });
});
