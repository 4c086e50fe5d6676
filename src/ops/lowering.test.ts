/** Replacements, run on the processor: they must give what their definitions say. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { float32 } from "../core/index.js";
import { GraphBuilder } from "../onnx/index.js";
import { createSession } from "../runtime/index.js";
import { lowerGraph, WEBGPU_LOWERINGS } from "./lowering.js";
import { createOps, type Ops } from "./ops.js";
import { OP_TABLE } from "./table.js";

const start = () => createOps(new GraphBuilder(OP_TABLE));

/** Lowers the graph of one output, checks that `opType` is gone, and runs it. */
async function lowered(g: Ops, opType: string, y: Parameters<Ops["neg"]>[0], feeds: object) {
  const { graph, table } = lowerGraph(
    g.builder.build("lowered", { y }),
    OP_TABLE,
    WEBGPU_LOWERINGS,
  );
  expect(graph.nodes.map((node) => node.opType)).not.toContain(opType);
  const session = await createSession(graph, table, { threads: 1 });
  const results = await session.run(feeds as Parameters<typeof session.run>[0], { y: null });
  await session.release();
  return Array.from(results.y?.data as Float32Array);
}

describe("lowerGraph", () => {
  const flags = [false, true];
  for (const transA of flags)
    for (const transB of flags)
      test(`FusedMatMul with transA ${transA}, transB ${transB} is alpha A' B'`, async () => {
        const g = start();
        const a = g.builder.input("a", "float32", transA ? ["n", 3, 2] : ["n", 2, 3]);
        const b = g.builder.input("b", "float32", transB ? ["n", 4, 3] : ["n", 3, 4]);
        const drawn = (length: number, step: number) =>
          Float32Array.from({ length }, (_, i) => ((i * step) % 13) - 6);
        const [A, B] = [drawn(12, 5), drawn(24, 7)];
        const at = (n: number, i: number, k: number) =>
          A[n * 6 + (transA ? k * 2 + i : i * 3 + k)] as number;
        const bt = (n: number, k: number, j: number) =>
          B[n * 12 + (transB ? j * 3 + k : k * 4 + j)] as number;
        const expected = [0, 1].flatMap((n) =>
          [0, 1].flatMap((i) =>
            [0, 1, 2, 3].map(
              (j) => 0.5 * [0, 1, 2].reduce((sum, k) => sum + at(n, i, k) * bt(n, k, j), 0),
            ),
          ),
        );
        const y = g.fusedMatMul(a, b, { transA, transB, alpha: 0.5 });
        const feeds = {
          a: float32(transA ? [2, 3, 2] : [2, 2, 3], A),
          b: float32(transB ? [2, 4, 3] : [2, 3, 4], B),
        };
        expect(await lowered(g, "FusedMatMul", y, feeds)).toEqual(expected);
      });

  test("LogSoftmax is x - log(sum(exp(x))), also of large numbers and of another axis", async () => {
    const rows = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), {
      minLength: 6,
      maxLength: 6,
    });
    for (const axis of [-1, 0]) {
      await fc.assert(
        fc.asyncProperty(rows, async (numbers) => {
          const x = Float32Array.from(numbers);
          const g = start();
          const y = g.logSoftmax(g.builder.input("x", "float32", [2, 3]), axis);
          const actual = await lowered(g, "LogSoftmax", y, { x: float32([2, 3], x) });
          x.forEach((value, i) => {
            const group = [...x].filter((_, j) =>
              axis === 0 ? j % 3 === i % 3 : Math.floor(j / 3) === Math.floor(i / 3),
            );
            const max = Math.max(...group);
            const total = group.reduce((sum, other) => sum + Math.exp(other - max), 0);
            const expected = value - max - Math.log(total);
            // a difference of two numbers up to 1e4 in float32, rounded once
            expect(Math.abs((actual[i] as number) - expected)).toBeLessThan(2e-3);
          });
        }),
        { seed: 4, numRuns: 20 },
      );
    }
  });

  test("Sign is -1, 0 or 1", async () => {
    const g = start();
    const y = g.sign(g.builder.input("x", "float32", ["n"]));
    const x = float32([6], [-3e38, -1e-45, -0, 0, 1e-45, Number.POSITIVE_INFINITY]);
    expect(await lowered(g, "Sign", y, { x })).toEqual([-1, -1, 0, 0, 1, 1]);
  });

  test("leaves a graph as it is where nothing is replaced, but for names in between", () => {
    const g = start();
    const x = g.builder.input("x", "float32", ["n", 2]);
    const y = g.mul(g.neg(g.reshape(g.exp(x), [2, "n"])), g.scalar(3));
    const before = g.builder.build("same", { y, also: g.exp(x) });
    const { graph } = lowerGraph(before, OP_TABLE, WEBGPU_LOWERINGS);
    const shape = ({ nodes, inputs, outputs, name }: typeof graph) => ({
      ...{ name, inputs, outputs },
      nodes: nodes.map(({ opType, attributes }) => ({ opType, attributes })),
    });
    expect(shape(graph)).toEqual(shape(before));
  });
});
