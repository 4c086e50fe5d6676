/** Probabilities and winners, from their definitions. */

import { describe, expect, test } from "vitest";
import { argmax, classSharesOf } from "./shares.js";

const near = (values: readonly number[]) => values.map((v) => expect.closeTo(v, 6));

describe("classSharesOf", () => {
  test("of a softmax head are exp(z) over their sum, row by row", () => {
    const z = [0, Math.log(3), Math.log(4), -1, -1, -1];
    const shares = classSharesOf(Float32Array.from(z), { classes: 3, head: "softmax" });
    expect([...shares]).toEqual(near([1 / 8, 3 / 8, 4 / 8, 1 / 3, 1 / 3, 1 / 3]));
  });

  test("of a binary head are sigmoids, and what the strongest leaves for O", () => {
    // sigmoid(log(p / (1 - p))) = p
    const z = [0, Math.log(3), Math.log(1 / 4), 0, 0, -1000];
    const shares = classSharesOf(Float32Array.from(z), { classes: 3, head: "binary" });
    expect([...shares]).toEqual(near([0.25, 0.75, 0.2, 0.5, 0.5, 0]));
  });

  test("stay finite for extreme logits", () => {
    const z = Float32Array.of(0, 1000, -1000);
    expect([...classSharesOf(z, { classes: 3, head: "softmax" })]).toEqual([0, 1, 0]);
    expect([...classSharesOf(z, { classes: 3, head: "binary" })]).toEqual([0, 1, 0]);
  });

  test("refuse logits that are no rows", () => {
    expect(() => classSharesOf(new Float32Array(4), { classes: 3, head: "softmax" })).toThrow(
      "4 logits are no rows of 3 classes. This is a defect of raretag, please report it.",
    );
  });
});

describe("argmax", () => {
  test("takes the largest of each row, the first of equals", () => {
    const values = Float32Array.of(1, 3, 2, 5, 5, 4, -3, -2, -2, 0, 0, 0);
    expect([...argmax(values, 3)]).toEqual([1, 0, 1, 0]);
    expect(argmax(new Float32Array(0), 3)).toHaveLength(0);
  });
});
