/** What is written survives: read back by the engine, which reads ONNX by its own rules. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Tensor as EngineTensor, InferenceSession } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { float32, int64, type Tensor, tensor } from "../core/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { encodeModel, modelFiles } from "./encodeModel.js";
import { GraphBuilder } from "./graphBuilder.js";

const builderOf = () => createOps(new GraphBuilder(OP_TABLE));

describe("encodeModel", () => {
  test("keeps names, types and sizes of inputs and outputs, symbolic ones too", async () => {
    const g = builderOf();
    const x = g.builder.input("x", "float32", ["batch", 3]);
    g.builder.input("steps", "int64", []);
    g.builder.input("ids", "int32", ["batch", "seqLen"]);
    const graph = g.builder.build("typed", { y: g.matMul(x, g.transpose(x, [1, 0])) });
    const session = await InferenceSession.create(encodeModel(graph, OP_TABLE));
    const seen = session.inputMetadata.map((m) => (m.isTensor ? [m.name, m.type, m.shape] : []));
    expect(seen).toEqual([
      ["x", "float32", ["batch", 3]],
      ["steps", "int64", []],
      ["ids", "int32", ["batch", "seqLen"]],
    ]);
    const [y] = session.outputMetadata;
    expect(y?.isTensor && [y.name, y.type, y.shape]).toEqual(["y", "float32", ["batch", "batch"]]);
    await session.release();
  });

  test("keeps constants of every element type, bit by bit", async () => {
    const whole = new Float32Array(5).fill(9);
    const constants: Record<string, Tensor> = {
      float32: float32([2, 2], [1.5, -0, 1e-40, Number.NEGATIVE_INFINITY]),
      view: float32([2], whole.subarray(1, 3).fill(4)),
      float64: tensor("float64", [2], Float64Array.of(Math.PI, -1e300)),
      int32: tensor("int32", [2], Int32Array.of(-(2 ** 31), 7)),
      int64: tensor("int64", [2], BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n)),
      bool: tensor("bool", [3], Uint8Array.of(1, 0, 1)),
      uint8: tensor("uint8", [1, 2], Uint8Array.of(255, 0)),
      int8: tensor("int8", [3], Int8Array.of(-128, 127, -1)),
      scalar: float32([], [3]),
      empty: int64([0], []),
    };
    const g = builderOf();
    const graph = g.builder.build(
      "constants",
      Object.fromEntries(Object.entries(constants).map(([name, c]) => [name, g.constant(c)])),
    );
    const [results] = await runGraph(graph, {});
    for (const [name, { dtype, shape, data }] of Object.entries(constants)) {
      expect([results?.[name]?.dtype, results?.[name]?.shape], name).toEqual([dtype, shape]);
      expect([...(results?.[name]?.data ?? [])], name).toEqual([...data]);
    }
  });

  test("keeps attributes of every kind, zero and negative ones too", async () => {
    const g = builderOf();
    const x = g.builder.input("x", "float32", [2, 3]);
    const graph = g.builder.build("attributes", {
      ints: g.transpose(x, [1, 0]),
      zero: g.softmax(x, 0),
      negative: g.softmax(x, -1),
      float: g.gemm(x, x, undefined, { transB: true, alpha: 0.25 }),
      string: g.gelu(x, "tanh"),
      tensor: g.builder.node("ConstantOfShape", [g.constant(int64([1], [2]))], {
        attributes: { value: float32([1], [6]) },
        target: [2],
      })[0] as typeof x,
    });
    const values = [1, 2, 3, -1, 0, 1];
    const [results] = await runGraph(graph, { x: float32([2, 3], values) });
    const close = (name: string, expected: number[]) =>
      expect([...(results?.[name]?.data ?? [])], name).toEqual(
        expected.map((v) => expect.closeTo(v, 5)),
      );
    const share = (own: number, all: number[]) =>
      Math.exp(own) / all.reduce((sum, v) => sum + Math.exp(v), 0);
    close("ints", [1, -1, 2, 0, 3, 1]);
    close(
      "zero",
      values.map((v, i) => share(v, [values[i % 3] as number, values[(i % 3) + 3] as number])),
    );
    close(
      "negative",
      values.map((v, i) => share(v, i < 3 ? values.slice(0, 3) : values.slice(3))),
    );
    close("float", [14 / 4, 2 / 4, 2 / 4, 2 / 4]);
    // Hendrycks & Gimpel 2016, section 2
    close(
      "string",
      values.map(
        (v) => (v / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3))),
      ),
    );
    close("tensor", [6, 6]);
  });

  test("keeps operators of another domain, and an absent optional input", async () => {
    const g = builderOf();
    const x = g.builder.input("x", "float32", [1, 2]);
    const graph = g.builder.build("domains", {
      y: g.fusedMatMul(x, x, { transB: true, alpha: 2 }),
      z: g.builder.node("ReduceSum", [x, undefined], {
        attributes: { keepdims: 0 },
      })[0] as typeof x,
    });
    const [results] = await runGraph(graph, { x: float32([1, 2], [3, 4]) });
    expect([[...(results?.y?.data ?? [])], [...(results?.z?.data ?? [])]]).toEqual([[50], [7]]);
  });
});

describe("modelFiles", () => {
  const table = Float32Array.from({ length: 400 }, (_, i) => i / 7);
  const graph = (() => {
    const g = createOps(new GraphBuilder(OP_TABLE));
    const x = g.builder.input("x", "float32", ["n", 4]);
    const shifted = g.add(g.reshape(x, ["n", 2, 2]), g.constant(float32([1, 2, 2], [1, 2, 3, 4])));
    const y = g.matMul(g.reshape(shifted, ["n", 4]), g.constant(float32([4, 100], table)));
    return g.builder.build("files", { y });
  })();
  const fed = [1, 0, 2, 0.5];
  const expected = Array.from({ length: 100 }, (_, j) =>
    expect.closeTo(
      fed.reduce((sum, x, i) => sum + (x + i + 1) * (table[i * 100 + j] as number), 0),
      3,
    ),
  );

  /** Writes the files as the exporter does, and runs the model from the disk. */
  async function runFromDisk(limit?: number) {
    const folder = mkdtempSync(join(tmpdir(), "raretag-test-"));
    try {
      const files = modelFiles(graph, OP_TABLE, {
        externalName: "m.onnx_data",
        ...(limit === undefined ? {} : { limit }),
      });
      writeFileSync(join(folder, "m.onnx"), Buffer.concat(files.model));
      if (files.external) writeFileSync(join(folder, "m.onnx_data"), Buffer.concat(files.external));
      const session = await InferenceSession.create(join(folder, "m.onnx"));
      const { y } = await session.run({ x: new EngineTensor("float32", fed, [1, 4]) });
      await session.release();
      return { files, y: Array.from(y?.data as Float32Array) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test("are one file, whose pieces are views of the constants", async () => {
    const { files, y } = await runFromDisk();
    expect(files.external).toBeUndefined();
    expect(files.model.some((piece) => piece.buffer === table.buffer)).toBe(true);
    expect(y).toEqual(expected);
  });

  test("are two where one would be too large; small constants stay in the first", async () => {
    const { files, y } = await runFromDisk(1000);
    expect(files.external?.map((piece) => piece.byteLength)).toEqual([1600]);
    expect(Buffer.concat(files.model).byteLength).toBeLessThan(1000);
    expect(y).toEqual(expected);
  });
});
