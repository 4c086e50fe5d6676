/** Tensors: a shape and as many elements. */

import { describe, expect, test } from "vitest";
import { float32, int64, sizeOf, tensor } from "./tensor.js";

describe("sizeOf", () => {
  test.each([
    [[], 1],
    [[3], 3],
    [[2, 3, 4], 24],
    [[2, 0, 4], 0],
  ])("of %j is %i", (shape, size) => {
    expect(sizeOf(shape)).toBe(size);
  });
});

describe("tensor", () => {
  test("refuses data of another size than its shape", () => {
    expect(() => tensor("int32", [2, 3], new Int32Array(5))).toThrow(
      "tensor of shape [2, 3] given 5 instead of 6 elements. This is a defect of raretag, please report it.",
    );
  });

  test("shares the memory that it is given", () => {
    const data = Float32Array.of(1, 2);
    expect(tensor("float32", [2], data).data).toBe(data);
    expect(float32([2], data).data).toBe(data);
  });
});

describe("float32 and int64", () => {
  test("take any list of numbers", () => {
    expect(float32([2], [0.5, -1])).toEqual({
      dtype: "float32",
      shape: [2],
      data: Float32Array.of(0.5, -1),
    });
    expect(int64([2], [-1, 2 ** 40])).toEqual({
      dtype: "int64",
      shape: [2],
      data: BigInt64Array.of(-1n, 2n ** 40n),
    });
  });
});
