/** Checks every vector-Jacobian product of the table against central differences of the forward graph. */

import { describe, expect, test } from "vitest";
import { gradients } from "../../src/autodiff/index.js";
import { createRandom, sizeOf, type Tensor, tensor } from "../../src/core/index.js";
import { GraphBuilder, verifyGraph } from "../../src/onnx/index.js";
import { createOps, OP_TABLE, OPERATORS } from "../../src/ops/index.js";
import { createSession } from "../../src/runtime/index.js";
import { CASES, type GradientCase } from "./cases.js";

/**
 * float64: the error of a central difference is about h^2 + 1e-16/h, 1e-10 at h = 1e-5, so 1e-7 leaves room.
 * float32: about h^2 + 1e-7/h, 1e-4 at h = 1e-2, so 2e-3 leaves room for sums.
 */
const STEP = { float64: 1e-5, float32: 1e-2 };
const TOLERANCE = { float64: 1e-7, float32: 2e-3 };

async function checkVjp(c: GradientCase): Promise<void> {
  const dtype = c.dtype ?? "float64";
  const make = dtype === "float64" ? Float64Array : Float32Array;
  const random = createRandom(20260903).stream(c.op, c.why);
  const { low = -1, high = 1 } = c;
  const draw = (shape: readonly number[]): Tensor =>
    tensor(
      dtype,
      shape,
      make.from(Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random.next())),
    );

  const g = createOps(new GraphBuilder(OP_TABLE));
  const names = Object.keys(c.shapes);
  const operands = Object.fromEntries(
    names.map((name) => [name, g.builder.input(name, dtype, c.shapes[name] ?? [])]),
  );
  const wanted = c.indices ?? { shape: [1], below: 1 };
  const indices = g.builder.input("indices", "int32", wanted.shape);
  const y = c.apply(g, operands as Parameters<GradientCase["apply"]>[1], indices);
  const seed = draw(y.shape as number[]);
  const loss = g.sum(g.mul(y, g.constant(seed)), [...y.shape.keys()]);
  const found = gradients(g, { of: loss, wrt: Object.values(operands) });
  const graph = g.builder.build(c.op, {
    loss: loss,
    ...Object.fromEntries(names.map((name, i) => [`d${name}`, found[i] as (typeof found)[number]])),
  });
  verifyGraph(graph, OP_TABLE);

  const feeds: Record<string, Tensor> = {
    indices: tensor(
      "int32",
      wanted.shape,
      Int32Array.from({ length: sizeOf(wanted.shape) }, () => random.below(wanted.below)),
    ),
  };
  for (const name of names) feeds[name] = draw(c.shapes[name] ?? []);
  const session = await createSession(graph, OP_TABLE, { threads: 1 });
  const fetches = Object.fromEntries(graph.outputs.map((output) => [output.name, null]));
  const analytic = await session.run(feeds, fetches);
  for (const name of names) {
    const operand = feeds[name] as Tensor;
    const values = operand.data as Float64Array;
    for (let i = 0; i < values.length; i++) {
      const at = values[i] as number;
      const moved = async (value: number) => {
        values[i] = value;
        return Number((await session.run(feeds, { loss: null })).loss?.data[0]);
      };
      const up = await moved(at + STEP[dtype]);
      const down = await moved(at - STEP[dtype]);
      values[i] = at;
      const numeric = (up - down) / (2 * STEP[dtype]);
      const error = Math.abs(Number(analytic[`d${name}`]?.data[i]) - numeric);
      expect(
        error,
        `d${name}[${i}] is ${analytic[`d${name}`]?.data[i]}, numerically ${numeric}`,
      ).toBeLessThan(TOLERANCE[dtype] * Math.max(1, Math.abs(numeric)));
    }
  }
  await session.release();
}

describe("vector-Jacobian products", () => {
  for (const c of CASES) test(`${c.op}: ${c.why}`, () => checkVjp(c));
});

describe("the table of operators", () => {
  const checked = new Set(
    CASES.flatMap((c) => Object.keys(c.shapes).map((name) => `${c.op}.${name}`)),
  );

  test("every differentiable input has a case, and every other one says why it has no gradient", () => {
    for (const operator of OPERATORS)
      for (const name of operator.inputs) {
        const rule = operator.vjp[name];
        if (rule === undefined || typeof rule === "function")
          expect(checked, `${operator.opType}.${name} has no case`).toContain(
            `${operator.opType}.${name}`,
          );
        else expect(rule.noGradient.length).toBeGreaterThan(10);
      }
  });

  test("every case is about an operator of the table", () => {
    const known = new Set(OPERATORS.map((operator) => operator.opType));
    for (const c of CASES) expect(known).toContain(c.op);
  });
});
