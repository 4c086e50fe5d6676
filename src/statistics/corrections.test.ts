import { describe, expect, test } from "vitest";
import { benjaminiHochberg, holm } from "./corrections.js";

const P = [0.01, 0.04, 0.03, 0.5];

describe("holm", () => {
  test("multiplies the smallest by all, the next by one less, and never lets a larger p overtake", () => {
    // sorted .01 x 4, .03 x 3, .04 x 2 (below .09, so .09), .5 x 1
    expect(holm(P)).toEqual([0.04, 0.09, 0.09, 0.5].map((p) => expect.closeTo(p, 12)));
  });
});

describe("benjaminiHochberg", () => {
  test("multiplies by tests over rank and never lets a smaller p overtake", () => {
    // sorted .01 x 4/1, .03 x 4/2 (above .0533), .04 x 4/3, .5
    expect(benjaminiHochberg(P)).toEqual(
      [0.04, 0.16 / 3, 0.16 / 3, 0.5].map((p) => expect.closeTo(p, 12)),
    );
  });
});

describe.each([holm, benjaminiHochberg])("%o", (correct) => {
  test("leaves a single test, nothing and the ends alone", () => {
    expect(correct([0.03])).toEqual([0.03]);
    expect(correct([])).toEqual([]);
    expect(correct([0, 1, 1])).toEqual([0, 1, 1]);
  });

  test("keeps its argument", () => {
    const p = Object.freeze([0.5, 0.01]);
    expect(correct(p)[1]).toBeCloseTo(0.02, 12);
    expect(p).toEqual([0.5, 0.01]);
  });

  test.each([NaN, -0.1, 1.1])("refuses %d", (p) => {
    expect(() => correct([0.5, p])).toThrow(`p[1] is ${p}, but every value must lie in [0, 1]`);
  });
});
