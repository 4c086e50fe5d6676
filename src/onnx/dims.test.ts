/** Symbolic dimensions. */

import { describe, expect, test } from "vitest";
import { broadcast, type Dim, positiveAxis, printShape, productOf, sameShape } from "./dims.js";

describe("productOf", () => {
  test.each<[Dim[], Dim]>([
    [[], 1],
    [[2, 3], 6],
    [["batch"], "batch"],
    [["seqLen", "batch"], "batch*seqLen"],
    [["batch", "seqLen"], "batch*seqLen"],
    [[2, "batch", 3], "6*batch"],
    [["2*batch", 4], "8*batch"],
    [["batch*seqLen", "batch"], "batch*batch*seqLen"],
    [["10*batch", "k"], "10*batch*k"],
    [[1, "batch", 1], "batch"],
    [[0, "batch"], 0],
  ])("of %j is %j", (dims, product) => {
    expect(productOf(dims)).toBe(product);
  });
});

describe("broadcast", () => {
  test.each<[Dim[], Dim[], Dim[] | undefined]>([
    [[], [2, 3], [2, 3]],
    [[3], [2, 1], [2, 3]],
    [["batch", 1], [5], ["batch", 5]],
    [
      ["batch", "seqLen", 8],
      ["seqLen", 8],
      ["batch", "seqLen", 8],
    ],
    [["batch"], ["batch"], ["batch"]],
    [[1], ["batch"], ["batch"]],
    [[2], [3], undefined],
    [["batch"], ["seqLen"], undefined],
    [["batch"], [2], undefined],
  ])("of %j and %j is %j, either way round", (a, b, expected) => {
    expect(broadcast(a, b)).toEqual(expected);
    expect(broadcast(b, a)).toEqual(expected);
  });
});

describe("sameShape", () => {
  test("compares rank and each axis", () => {
    expect(sameShape(["batch", 2], ["batch", 2])).toBe(true);
    expect(sameShape(["batch", 2], ["batch", 3])).toBe(false);
    expect(sameShape(["batch"], ["batch", 1])).toBe(false);
  });
});

describe("positiveAxis and printShape", () => {
  test("count from the front, and print", () => {
    expect([positiveAxis(-1, 3), positiveAxis(0, 3)]).toEqual([2, 0]);
    expect([printShape([]), printShape(["batch", 32])]).toEqual(["[]", "[batch, 32]"]);
  });
});
