/** Building graphs: what is shared, renamed, copied, left out and refused. */

import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { float32, int64, tensor } from "../core/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { GraphBuilder } from "./graphBuilder.js";
import { verifyGraph } from "./verifyGraph.js";

function start() {
  const builder = new GraphBuilder(OP_TABLE);
  const x = builder.input("x", "float32", ["n", 2]);
  return { builder, g: createOps(builder), x };
}

describe("node", () => {
  test("makes equal subexpressions once, also when written apart", () => {
    const { builder, g, x } = start();
    const once = g.exp(g.add(x, g.scalar(1)));
    const again = g.exp(g.add(x, g.scalar(1)));
    expect(again).toBe(once);
    expect(builder.nodes.map(({ opType }) => opType)).toEqual(["Add", "Exp"]);
  });

  test("keeps apart what differs in operand order, attribute, domain or wanted shape", () => {
    const { builder, g, x } = start();
    const y = builder.input("y", "float32", ["n", 2]);
    const values = [
      g.sub(x, y),
      g.sub(y, x),
      g.softmax(x, 0),
      g.softmax(x, 1),
      g.reshape(x, [1, "n", 2]),
      g.reshape(x, ["n", 1, 2]),
      g.matMul(x, g.transpose(y, [1, 0])),
      g.fusedMatMul(x, g.transpose(y, [1, 0])),
    ];
    expect(new Set(values.map(({ name }) => name)).size).toBe(values.length);
  });

  test("refuses an operator that the table lacks", () => {
    const { builder, x } = start();
    expect(() => builder.node("Sin", [x])).toThrow(
      "operator :Sin is not in the table. Add it to ops.",
    );
  });

  test("names the operator when operands do not fit", () => {
    const { builder, g, x } = start();
    const y = builder.input("y", "float32", [3]);
    expect(() => g.add(x, y)).toThrow(
      "Add: x float32 [n, 2] and y float32 [3] do not broadcast. Reshape or cast one of them.",
    );
  });
});

describe("constant", () => {
  test("stores equal content once", () => {
    const { builder } = start();
    const first = builder.constant(float32([2], [1, 2]));
    expect(builder.constant(float32([2], [1, 2]))).toBe(first);
    expect(builder.constants.size).toBe(1);
  });

  test("keeps apart what differs in value, shape, type or the sign of zero", () => {
    const { builder } = start();
    const tensors = [
      float32([2], [1, 2]),
      float32([2], [1, 3]),
      float32([1, 2], [1, 2]),
      float32([1], [0]),
      float32([1], [-0]),
      tensor("float64", [2], Float64Array.of(1, 2)),
      int64([2], [1, 2]),
    ];
    const names = tensors.map((value) => builder.constant(value).name);
    expect(new Set(names).size).toBe(tensors.length);
  });

  test("never mixes up large ones", () => {
    const { builder } = start();
    const large = (last: number) => float32([100], new Float32Array(100).fill(last, 99));
    expect(builder.constant(large(1)).name).not.toBe(builder.constant(large(2)).name);
  });
});

describe("input", () => {
  test("refuses a name that is taken", () => {
    const { builder } = start();
    expect(() => builder.input("x", "int32", [])).toThrow(
      "two values are called x. Give each its own name.",
    );
  });
});

describe("build", () => {
  test("gives outputs their names, wherever the value is used", () => {
    const { builder, g, x } = start();
    const middle = g.exp(x);
    const graph = builder.build("named", { last: g.neg(middle), middle });
    verifyGraph(graph, OP_TABLE);
    expect(graph.nodes.map(({ opType, inputs, outputs }) => [opType, inputs, outputs])).toEqual([
      ["Exp", ["x"], ["middle"]],
      ["Neg", ["middle"], ["last"]],
    ]);
    expect(graph.outputs).toEqual([
      { name: "last", dtype: "float32", shape: ["n", 2] },
      { name: "middle", dtype: "float32", shape: ["n", 2] },
    ]);
  });

  test("copies an output that is an input, a constant, or an output already", async () => {
    const { builder, g, x } = start();
    const y = g.neg(x);
    const graph = builder.build("copied", { x1: x, c: g.scalar(7), y1: y, y2: y });
    verifyGraph(graph, OP_TABLE);
    const [results] = await runGraph(graph, { x: float32([1, 2], [1, -2]) });
    expect(Object.entries(results ?? {}).map(([name, { data }]) => [name, [...data]])).toEqual([
      ["x1", [1, -2]],
      ["c", [7]],
      ["y1", [-1, 2]],
      ["y2", [-1, 2]],
    ]);
  });

  test("leaves out nodes and constants that no output needs, and keeps every input", () => {
    const { builder, g, x } = start();
    builder.input("unused", "float32", []);
    g.exp(g.add(x, g.scalar(5)));
    const graph = builder.build("pruned", { y: g.mul(x, g.scalar(2)) });
    verifyGraph(graph, OP_TABLE);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(["Mul"]);
    expect([...graph.constants.values()].map(({ data }) => [...data])).toEqual([[2]]);
    expect(graph.inputs.map(({ name }) => name)).toEqual(["x", "unused"]);
  });

  test("refuses an output with the name of an input", () => {
    const { builder, g, x } = start();
    expect(() => builder.build("twice", { x: g.neg(x) })).toThrow(
      "two values are called x. Give each its own name.",
    );
  });
});
