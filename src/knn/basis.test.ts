/** The basis of logits: orthonormal, spanning, and as short as the layer's rank. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, float32 } from "../core/index.js";
import { logitBasis } from "./basis.js";

type Rows = readonly (readonly number[])[];

function basisOf(weight: Rows, bias: readonly number[]): number[][] | undefined {
  const found = logitBasis({
    weight: float32([weight.length, weight[0]?.length ?? 0], weight.flat()),
    bias: float32([bias.length], bias),
  });
  if (found === undefined) return undefined;
  const [rank, classes] = found.shape as [number, number];
  return Array.from({ length: rank }, (_, row) =>
    Array.from(found.data.subarray(row * classes, (row + 1) * classes)),
  );
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** How far a vector is from the span of orthonormal rows. */
function distanceTo(basis: Rows, vector: readonly number[]): number {
  const rest = basis.reduce<readonly number[]>((left, unit) => {
    const share = dot(left, unit);
    return left.map((x, i) => x - share * (unit[i] as number));
  }, vector);
  return Math.hypot(...rest);
}

/** Columns of weight and bias, as float32 holds them. */
function columnsOf(weight: Rows, bias: readonly number[]): number[][] {
  const hidden = weight[0]?.length ?? 0;
  return Array.from({ length: hidden + 1 }, (_, j) =>
    weight.map((row, i) => Math.fround((j < hidden ? row[j] : bias[i]) as number)),
  );
}

function expectBasis(basis: Rows, weight: Rows, bias: readonly number[]): void {
  basis.forEach((a, i) => {
    basis.forEach((b, j) => {
      expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 6); // its values are rounded to float32
    });
  });
  const columns = columnsOf(weight, bias);
  const longest = Math.max(...columns.map((column) => Math.hypot(...column)));
  for (const column of columns) expect(distanceTo(basis, column)).toBeLessThan(1e-6 * longest);
}

/** A layer of `rank` independent directions, mixed into `hidden` columns and a bias. */
function layerOf(sizes: { classes: number; hidden: number; rank: number; seed: number }) {
  const random = createRandom(sizes.seed);
  const draw = (count: number) => Array.from({ length: count }, () => random.normal());
  const directions = Array.from({ length: sizes.rank }, () => draw(sizes.classes));
  const mixed = Array.from({ length: sizes.hidden + 1 }, () => {
    const shares = draw(sizes.rank);
    return directions[0]?.map((_, c) =>
      shares.reduce((sum, s, d) => sum + s * (directions[d]?.[c] as number), 0),
    );
  }) as number[][];
  const at = (j: number, c: number) => mixed[j]?.[c] as number;
  const classes = Array.from({ length: sizes.classes }, (_, c) => c);
  return {
    weight: classes.map((c) => Array.from({ length: sizes.hidden }, (_, j) => at(j, c))),
    bias: classes.map((c) => at(sizes.hidden, c)),
  };
}

describe("logitBasis", () => {
  test("spans any layer with more classes than the encoder is wide (seed 5)", () => {
    fc.assert(
      fc.property(
        fc.record({
          hidden: fc.integer({ min: 1, max: 9 }),
          more: fc.integer({ min: 2, max: 30 }),
          seed: fc.nat(),
        }),
        ({ hidden, more, seed }) => {
          const classes = hidden + more;
          const { weight, bias } = layerOf({ classes, hidden, rank: hidden + 1, seed });
          const basis = basisOf(weight, bias) as number[][];
          expect(basis).toHaveLength(hidden + 1);
          expectBasis(basis, weight, bias);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });

  test("leaves out columns that others give: twice, zero, or a sum", () => {
    const weight = [
      [1, 2, 0, 1],
      [2, 4, 0, 5],
      [3, 6, 0, 6],
      [4, 8, 0, 3],
      [5, 10, 0, 1],
      [6, 12, 0, 0],
    ];
    const bias = weight.map(([a = 0, , , d = 0]) => a - d);
    const basis = basisOf(weight, bias) as number[][];
    expect(basis).toHaveLength(2);
    expectBasis(basis, weight, bias);
  });

  test("keeps a direction a million times weaker than the others", () => {
    const { weight, bias } = layerOf({ classes: 20, hidden: 4, rank: 5, seed: 1 });
    const weak = weight.map((row, c) => [...row.slice(0, 3), Math.cos(c) * 1e-6]);
    const basis = basisOf(weak, bias) as number[][];
    expect(basis).toHaveLength(5);
    expect(
      distanceTo(
        basis,
        weak.map((row) => 1e6 * (row[3] as number)),
      ),
    ).toBeLessThan(1e-5);
  });

  test("keeps nearly parallel columns apart, at right angles", () => {
    // what one subtraction leaves of the second is rounding of the first in good part
    const weight = Array.from({ length: 12 }, (_, c) => {
      const value = c < 11 ? Math.sin(c + 1) : 0;
      return [value, c < 11 ? value : 2 ** -38];
    });
    const bias = weight.map((_, c) => Math.cos(c * c));
    const basis = basisOf(weight, bias) as number[][];
    expect(basis).toHaveLength(3);
    expectBasis(basis, weight, bias);
  });

  test("is nothing where logits are no longer than it", () => {
    const { weight, bias } = layerOf({ classes: 5, hidden: 4, rank: 5, seed: 2 });
    expect(basisOf(weight, bias)).toBeUndefined();
    expect(basisOf(weight.slice(0, 2), bias.slice(0, 2))).toBeUndefined();
  });

  test("is nothing for a layer of zeros or one that is not finite", () => {
    const zeros = Array.from({ length: 6 }, () => [0, 0]);
    expect(basisOf(zeros, zeros.flat().slice(6))).toBeUndefined();
    const broken = zeros.map(() => [Number.NaN, 1]);
    expect(basisOf(broken, zeros.flat().slice(6))).toBeUndefined();
  });
});
