/** What may be written over an input, on graphs small enough to see it. */

import { describe, expect, test } from "vitest";
import { createOps, OP_TABLE } from "../ops/index.js";
import type { Value } from "./graph.js";
import { GraphBuilder } from "./graphBuilder.js";
import { safeToOverwrite } from "./overwrite.js";

/** Whether `next`, as made from w and x [2, 2], may be written over w. */
function safe(
  make: (
    g: ReturnType<typeof createOps>,
    w: Value,
    x: Value,
  ) => { next: Value } & Record<string, Value>,
) {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const [w, x] = ["w", "x"].map((name) => g.builder.input(name, "float32", [2, 2])) as [
    Value,
    Value,
  ];
  const graph = g.builder.build("g", make(g, w, x));
  return safeToOverwrite(graph, new Map([["next", "w"]])).has("next");
}

describe("safeToOverwrite", () => {
  test("the last reader may write over what it reads, element by element", () => {
    expect(safe((g, w, x) => ({ next: g.sub(w, x) }))).toBe(true);
  });

  test("a reader on the way to the result has run before", () => {
    expect(safe((g, w, x) => ({ next: g.sub(w, g.matMul(x, w)) }))).toBe(true);
  });

  test("another reader may run later", () => {
    expect(safe((g, w, x) => ({ next: g.sub(w, x), other: g.matMul(w, x) }))).toBe(false);
  });

  test("another reader is no danger if the result waits for it", () => {
    expect(
      safe((g, w, x) => {
        const other = g.matMul(w, x);
        return { next: g.sub(w, g.mul(x, other)), other };
      }),
    ).toBe(true);
  });

  test("a product reads an element after it has written others", () => {
    expect(safe((g, w, x) => ({ next: g.matMul(w, x) }))).toBe(false);
  });

  test("a result that is no node's, or an input that nobody reads", () => {
    const g = createOps(new GraphBuilder(OP_TABLE));
    g.builder.input("w", "float32", [2]);
    const x = g.builder.input("x", "float32", [2]);
    const graph = g.builder.build("g", { next: g.add(x, x) });
    expect([
      ...safeToOverwrite(
        graph,
        new Map([
          ["next", "w"],
          ["absent", "w"],
        ]),
      ),
    ]).toEqual(["next"]);
  });
});
