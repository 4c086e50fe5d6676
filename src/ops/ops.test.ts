/** Operators over sizes that are known at run time only: one session, several batch sizes. */

import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { createRandom, float32, sizeOf, type Tensor, tensor } from "../core/index.js";
import { GraphBuilder, verifyGraph } from "../onnx/index.js";
import { createOps } from "./ops.js";
import { OP_TABLE } from "./table.js";

const SIZES = [
  { batch: 1, seqLen: 4 },
  { batch: 3, seqLen: 2 },
] as const;

const start = () => createOps(new GraphBuilder(OP_TABLE));

function drawn(...shape: number[]): Tensor<"float32"> {
  const random = createRandom(7).stream("ops", ...shape);
  return float32(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
  );
}

/** The sum of the elements of x [batch, seqLen, width] by the place that `keyOf` gives them. */
function sums({ shape, data }: Tensor, keyOf: (b: number, s: number, w: number) => number) {
  const [, seqLen, width] = shape as [number, number, number];
  const out: number[] = [];
  Array.from(data as Float32Array).forEach((value, i) => {
    const key = keyOf(Math.floor(i / (seqLen * width)), Math.floor(i / width) % seqLen, i % width);
    out[key] = (out[key] ?? 0) + value;
  });
  return out;
}

describe("sumTo", () => {
  test("sums what broadcasting repeated, for every batch size", async () => {
    const g = start();
    const x = g.builder.input("x", "float32", ["batch", "seqLen", 3]);
    const like = {
      scalar: g.builder.input("scalar", "float32", []),
      row: g.builder.input("row", "float32", [3]),
      column: g.builder.input("column", "float32", ["batch", 1, 1]),
      same: g.builder.input("same", "float32", ["batch", "seqLen", 3]),
      middle: g.builder.input("middle", "float32", [1, "seqLen", 1]),
    };
    const outputs = Object.entries(like).map(([name, v]) => [`${name}Sum`, g.sumTo(x, v)] as const);
    const graph = g.builder.build("sums", Object.fromEntries(outputs));
    verifyGraph(graph, OP_TABLE);
    const feeds = SIZES.map(({ batch, seqLen }) => ({
      x: drawn(batch, seqLen, 3),
      scalar: drawn(),
      row: drawn(3),
      column: drawn(batch, 1, 1),
      same: drawn(batch, seqLen, 3),
      middle: drawn(1, seqLen, 1),
    }));
    const results = await runGraph(graph, ...feeds);
    expect(results).toHaveLength(2);
    results.forEach((result, run) => {
      const { x: given, ...others } = feeds[run] as (typeof feeds)[number];
      const seqLen = given.shape[1] as number;
      const expected: Record<keyof typeof like, number[]> = {
        scalar: sums(given, () => 0),
        row: sums(given, (_b, _s, w) => w),
        column: sums(given, (b) => b),
        same: sums(given, (b, s, w) => (b * seqLen + s) * 3 + w),
        middle: sums(given, (_b, s) => s),
      };
      for (const name of Object.keys(expected) as (keyof typeof like)[]) {
        expect(result[`${name}Sum`]?.shape, name).toEqual(others[name].shape);
        expect([...(result[`${name}Sum`]?.data ?? [])], name).toEqual(
          expected[name].map((v) => expect.closeTo(v, 5)),
        );
      }
    });
  });

  test("refuses a value that could not have been broadcast from the other", () => {
    const g = start();
    const x = g.builder.input("x", "float32", [2, 3]);
    const like = g.builder.input("like", "float32", [2, 4]);
    expect(() => g.sumTo(x, like)).toThrow(
      "Reshape: x [2, 3] has 6 elements, [2, 4] has 8. Keep the number of elements.",
    );
  });
});

describe("reshape, expand and range", () => {
  test("read the sizes of each run", async () => {
    const g = start();
    const x = g.builder.input("x", "float32", ["batch", "seqLen", 4]);
    const column = g.builder.input("column", "float32", ["batch", 1]);
    const graph = g.builder.build("shapes", {
      flat: g.reshape(x, ["batch*seqLen", 4]),
      heads: g.reshape(x, ["batch", "seqLen", 2, 2]),
      merged: g.reshape(x, ["4*batch*seqLen"]),
      wide: g.expand(column, ["batch", 3]),
      outer: g.expand(column, ["seqLen", "batch", 1]),
      positions: g.range("seqLen"),
    });
    verifyGraph(graph, OP_TABLE);
    const feeds = SIZES.map(({ batch, seqLen }) => ({
      x: drawn(batch, seqLen, 4),
      column: drawn(batch, 1),
    }));
    const results = await runGraph(graph, ...feeds);
    SIZES.forEach(({ batch, seqLen }, run) => {
      const result = results[run] as (typeof results)[number];
      const given = feeds[run] as (typeof feeds)[number];
      const shapeOf = (name: string) => result[name]?.shape;
      expect(shapeOf("flat")).toEqual([batch * seqLen, 4]);
      expect(shapeOf("heads")).toEqual([batch, seqLen, 2, 2]);
      expect(shapeOf("merged")).toEqual([batch * seqLen * 4]);
      for (const name of ["flat", "heads", "merged"])
        expect(result[name]?.data).toEqual(given.x.data);
      const rows = [...given.column.data];
      expect(shapeOf("wide")).toEqual([batch, 3]);
      expect([...(result.wide?.data ?? [])]).toEqual(rows.flatMap((v) => [v, v, v]));
      expect(shapeOf("outer")).toEqual([seqLen, batch, 1]);
      expect([...(result.outer?.data ?? [])]).toEqual(Array(seqLen).fill(rows).flat());
      expect([...(result.positions?.data ?? [])].map(Number)).toEqual([...Array(seqLen).keys()]);
    });
  });

  test("need an input that tells the size", () => {
    const g = start();
    expect(() => g.expand(g.scalar(1), ["batch"])).toThrow(
      "no input of the graph tells the size batch. This is a defect of raretag, please report it.",
    );
  });
});

describe("scatterAddRows", () => {
  test("adds every row that has the same index, for every batch size", async () => {
    const g = start();
    const ids = g.builder.input("ids", "int32", ["batch", "seqLen"]);
    const rows = g.builder.input("rows", "float32", ["batch", "seqLen", 2]);
    const graph = g.builder.build("scatter", { sum: g.scatterAddRows([5, 2], ids, rows) });
    verifyGraph(graph, OP_TABLE);
    const feeds = SIZES.map(({ batch, seqLen }) => ({
      ids: tensor(
        "int32",
        [batch, seqLen],
        Int32Array.from({ length: batch * seqLen }, (_, i) => (i * i) % 5),
      ),
      rows: drawn(batch, seqLen, 2),
    }));
    const results = await runGraph(graph, ...feeds);
    feeds.forEach((given, run) => {
      const expected = new Array<number>(10).fill(0);
      given.ids.data.forEach((id, row) => {
        for (const i of [0, 1])
          expected[2 * id + i] =
            (expected[2 * id + i] as number) + (given.rows.data[2 * row + i] as number);
      });
      expect([...(results[run]?.sum?.data ?? [])]).toEqual(
        expected.map((v) => expect.closeTo(v, 5)),
      );
    });
  });
});

describe("topK", () => {
  test("gives the largest or smallest elements and their places", async () => {
    const g = start();
    const x = g.builder.input("x", "float32", ["batch", 4]);
    const [values, places] = g.topK(x, 2);
    const [least] = g.topK(x, 1, { largest: false });
    const graph = g.builder.build("top", { values, places, least });
    verifyGraph(graph, OP_TABLE);
    const [result] = await runGraph(graph, { x: float32([2, 4], [3, 9, -1, 5, 0, 0.5, 8, 7]) });
    expect([...(result?.values?.data ?? [])]).toEqual([9, 5, 8, 7]);
    expect([...(result?.places?.data ?? [])].map(Number)).toEqual([1, 3, 2, 3]);
    expect([...(result?.least?.data ?? [])]).toEqual([-1, 0]);
  });
});

describe("scalar", () => {
  test("refuses integer types", () => {
    expect(() => start().scalar(1, "int32")).toThrow(
      "1 is wanted as int32. Calculate with floating-point values.",
    );
  });
});
