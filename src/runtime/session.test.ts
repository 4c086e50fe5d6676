/** Sessions: where results are written, and what is said when the engine refuses. */

import { describe, expect, test } from "vitest";
import { float32, tensor } from "../core/index.js";
import { type Graph, GraphBuilder } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { RuntimeError } from "./error.js";
import { createSession } from "./session.js";

/** `sum` = x + y, and `rows` of a table of four. */
function small(): Graph {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const x = g.builder.input("x", "float32", ["n"]);
  const y = g.builder.input("y", "float32", ["n"]);
  const ids = g.builder.input("ids", "int32", ["k"]);
  const rows = g.gather(g.constant(float32([4], [10, 11, 12, 13])), ids);
  return g.builder.build("small", { sum: g.add(x, y), rows });
}

const FEEDS = {
  x: float32([2], [1, 2]),
  y: float32([2], [10, 20]),
  ids: tensor("int32", [1], Int32Array.of(3)),
};

describe("createSession", () => {
  test("computes only what is fetched", async () => {
    const session = await createSession(small(), OP_TABLE, { threads: 1 });
    expect(Object.keys(await session.run(FEEDS, { rows: null }))).toEqual(["rows"]);
    await session.release();
  });

  test("writes into a given buffer in place, and gives it back", async () => {
    const session = await createSession(small(), OP_TABLE, { threads: 1 });
    const buffer = float32([2], [-1, -1]);
    const memory = buffer.data;
    const results = await session.run(FEEDS, { sum: buffer, rows: null });
    expect(results.sum).toBe(buffer);
    expect(results.sum?.data).toBe(memory);
    expect([...memory]).toEqual([11, 22]);
    expect(results.rows).toEqual({ dtype: "float32", shape: [1], data: Float32Array.of(13) });
    await session.release();
  });

  test("reads a tensor again at every run, also one that was just written", async () => {
    const session = await createSession(small(), OP_TABLE, { threads: 1 });
    let [current, next] = [float32([2], [1, 2]), float32([2], [0, 0])];
    for (let i = 0; i < 3; i++) {
      await session.run({ ...FEEDS, x: current }, { sum: next });
      [current, next] = [next, current];
    }
    expect([...current.data]).toEqual([31, 62]);
    current.data.fill(5);
    expect([
      ...((await session.run({ ...FEEDS, x: current }, { sum: null })).sum?.data ?? []),
    ]).toEqual([15, 25]);
    await session.release();
  });

  test("a new result is not overwritten by the next run", async () => {
    const session = await createSession(small(), OP_TABLE, { threads: 1 });
    const first = (await session.run(FEEDS, { sum: null })).sum;
    await session.run({ ...FEEDS, x: float32([2], [7, 7]) }, { sum: null });
    expect([...(first?.data ?? [])]).toEqual([11, 22]);
    await session.release();
  });

  test("passes on why the engine refuses a graph", async () => {
    const graph = small();
    const nodes = graph.nodes.map((node) => ({
      ...node,
      inputs: ["nowhere", ...node.inputs.slice(1)],
    }));
    const failure = createSession({ ...graph, nodes }, OP_TABLE);
    await expect(failure).rejects.toThrow(RuntimeError);
    await expect(failure).rejects.toThrow(
      /^the engine refused the graph small: .*nowhere.*\. This is a defect of raretag, please report it\.$/,
    );
  });

  test("passes on why the engine stops a run, and goes on afterwards", async () => {
    const session = await createSession(small(), OP_TABLE, { threads: 1 });
    const ids = tensor("int32", [1], Int32Array.of(4));
    const failure = session.run({ ...FEEDS, ids }, { rows: null });
    await expect(failure).rejects.toThrow(RuntimeError);
    await expect(failure).rejects.toThrow(
      /^the engine stopped in small: .*indices.*\. If memory ran out, use smaller batches or shorter windows\.$/,
    );
    await expect(session.run({ x: FEEDS.x }, { sum: null })).rejects.toThrow(
      /^the engine stopped in small: .*'y'.*\. If memory ran out, use smaller batches or shorter windows\.$/,
    );
    expect((await session.run(FEEDS, { rows: null })).rows?.data).toEqual(Float32Array.of(13));
    await session.release();
  });
});
