/** Clipping, against a brute force. */

import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { float32 } from "../core/index.js";
import { GraphBuilder, type Value, verifyGraph } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { clipByGlobalNorm } from "./clip.js";

const GIVEN = { matrix: float32([2, 2], [1, -2, 3, 0.5]), vector: float32([3], [4, 0, -1]) };

async function clipped(maxNorm: number, feeds: typeof GIVEN) {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const inputs = [
    g.builder.input("matrix", "float32", [2, 2]),
    g.builder.input("vector", "float32", [3]),
  ];
  const { gradients, norm } = clipByGlobalNorm(g, inputs, maxNorm);
  const [matrix, vector] = gradients as [Value, Value];
  const graph = g.builder.build("clip", { newMatrix: matrix, newVector: vector, norm });
  verifyGraph(graph, OP_TABLE);
  const [results] = await runGraph(graph, feeds);
  return {
    values: ["newMatrix", "newVector"].flatMap((name) => [...(results?.[name]?.data ?? [])]),
    norm: Number(results?.norm?.data[0]),
  };
}

describe("clipByGlobalNorm", () => {
  const all = [...GIVEN.matrix.data, ...GIVEN.vector.data];
  const length = Math.hypot(...all);

  test.each([0.001, 1, length - 0.01])("scales all to the joint length %d", async (maxNorm) => {
    const { values, norm } = await clipped(maxNorm, GIVEN);
    expect(norm).toBeCloseTo(length, 5);
    const factor = maxNorm / (length + 1e-6);
    expect(values).toEqual(all.map((v) => expect.closeTo(v * factor, 6)));
  });

  test.each([length + 0.01, 1000])("leaves shorter ones as they are at %d", async (maxNorm) => {
    expect((await clipped(maxNorm, GIVEN)).values).toEqual(all);
  });

  test("leaves zeros zero", async () => {
    const zeros = { matrix: float32([2, 2], [0, 0, 0, 0]), vector: float32([3], [0, 0, 0]) };
    expect(await clipped(1, zeros)).toEqual({ values: Array(7).fill(0), norm: 0 });
  });
});
