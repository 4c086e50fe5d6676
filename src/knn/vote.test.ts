/** Tests of the vote on cases worked by hand. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { voteShares, winners } from "./vote.js";

/** Neighbours of one query, of the classes `labels`, at `distances`; `rest` is the datastore beyond them. */
function sharesOf(
  { labels, distances, rest = [] }: { labels: number[]; distances: number[]; rest?: number[] },
  options: { weights?: "uniform" | "distance"; prior?: boolean } = {},
): number[] {
  const neighbours = {
    k: labels.length,
    indices: Int32Array.from(labels.keys()),
    distances: Float64Array.from(distances),
  };
  const datastore = { labels: Int32Array.from([...labels, ...rest]), classes: ["O", "A", "B"] };
  return [...voteShares(neighbours, datastore, { weights: "uniform", prior: false, ...options })];
}

describe("voteShares", () => {
  test("counts equal votes", () => {
    expect(sharesOf({ labels: [0, 2, 2, 0], distances: [1, 2, 3, 4] })).toEqual([0.5, 0, 0.5]);
  });

  test("weighs a vote by one over its distance", () => {
    // 1/0.5 + 1/2 = 2.5 for O, 1/1 + 1/2 = 1.5 for A
    expect(
      sharesOf({ labels: [0, 1, 0, 1], distances: [0.5, 1, 2, 2] }, { weights: "distance" }),
    ).toEqual([0.625, 0.375, 0]);
  });

  test("lets only the neighbours at distance zero vote, where there are any", () => {
    expect(
      sharesOf({ labels: [1, 1, 2, 0], distances: [0, 0, 0, 1e-9] }, { weights: "distance" }),
    ).toEqual([0, 2 / 3, 1 / 3]);
  });

  test("gives a distance too small to be inverted the same right as zero", () => {
    expect(
      sharesOf({ labels: [1, 2, 0], distances: [0, 5e-324, 1] }, { weights: "distance" }),
    ).toEqual([0, 0.5, 0.5]);
  });

  test("divides by the share of the class where the prior is corrected", () => {
    // O has 6 of 10 tokens and 2 votes, A has 1 and 1, B has 3 and 0: 2/.6 against 1/.1, 10/3 against 10
    const shares = sharesOf(
      { labels: [0, 0, 1], distances: [1, 1, 1], rest: [0, 0, 0, 0, 2, 2, 2] },
      { prior: true },
    );
    expect(shares[0]).toBeCloseTo(0.25, 14);
    expect(shares[1]).toBeCloseTo(0.75, 14);
    expect(shares[2]).toBe(0);
  });

  test("keeps corrected votes equal that are equal in arithmetic", () => {
    // 3 votes of 6 tokens against 1 of 2, of 49 in all: floating-point shares of the datastore are inexact
    const rest = [0, 0, 0, 1, ...new Array(41).fill(2)];
    const shares = sharesOf(
      { labels: [0, 0, 0, 1], distances: [1, 1, 1, 1], rest },
      { prior: true },
    );
    expect(shares[0]).toBe(shares[1]);
  });

  test("gives rows that sum to one, in the order of the queries", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
        fc.array(fc.constantFrom(0, 1e-12, 0.3, 7), { minLength: 6, maxLength: 6 }),
        fc.constantFrom("uniform" as const, "distance" as const),
        fc.boolean(),
        (labels, distances, weights, prior) => {
          const neighbours = {
            k: 3,
            indices: Int32Array.of(0, 1, 2, 3, 4, 5),
            distances: Float64Array.from(distances),
          };
          const shares = voteShares(
            neighbours,
            { labels: Int32Array.from(labels), classes: ["O", "A", "B"] },
            { weights, prior },
          );
          expect(shares.length).toBe(6);
          for (const row of [shares.subarray(0, 3), shares.subarray(3)]) {
            expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
          }
          for (const label of [0, 1, 2])
            if (!labels.slice(0, 3).includes(label)) expect(shares[label]).toBe(0);
        },
      ),
      { seed: 20260903 },
    );
  });
});

describe("winners", () => {
  test("gives the class with the largest share, the smallest id of equal ones", () => {
    const shares = Float64Array.of(0.2, 0.4, 0.4, 0.5, 0, 0.5, 0, 0, 1);
    expect([...winners(shares, 3)]).toEqual([1, 0, 2]);
  });
});
