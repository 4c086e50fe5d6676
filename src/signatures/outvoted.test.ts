import { describe, expect, test } from "vitest";
import { voteShares, winners } from "../knn/index.js";
import { outvoted } from "./outvoted.js";

const KNN = { k: 17, metric: "euclidean", weights: "uniform", prior: false } as const;
const OUTSIDE = 5000;

/** Who wins where all pieces of a type are among the k neighbours and all others are `O`, by the vote itself. */
function winsItself(n: number, knn: Parameters<typeof outvoted>[0]["knn"]): boolean {
  const votes = Math.min(n, knn.k);
  const labels = new Int32Array(n + OUTSIDE).fill(1, 0, n);
  const indices = Int32Array.from({ length: knn.k }, (_, i) => (i < votes ? i : n + i));
  const distances = new Float64Array(knn.k).fill(1);
  const shares = voteShares({ k: knn.k, indices, distances }, { labels, classes: ["O", "A"] }, knn);
  return winners(shares, 2)[0] === 1;
}

describe("outvoted", () => {
  test("tells types below the majority of seventeen, the rarest first", () => {
    const pieces = { Common: 900, Eight: 8, Nine: 9, Two: 2 };
    expect(outvoted({ knn: KNN, pieces, outside: OUTSIDE })).toEqual([
      {
        ...{ code: "outvoted", severity: "warning" },
        message:
          "2 types (Two, Eight) cannot have the majority of 17 neighbours: the rarest, Two, has 2 pieces in the datastore",
        advice: expect.stringContaining("at most 3 neighbours"),
        numbers: { k: 17, types: 2, pieces: 2 },
        types: ["Two", "Eight"],
      },
    ]);
  });

  test.each([
    [1, false],
    [4, false],
    [16, false],
    [17, false],
    [17, true],
    [30, true],
  ])("agrees with the vote of %i neighbours, prior %s", (k, prior) => {
    const knn = { ...KNN, k, prior };
    for (let n = 1; n <= 20; n++) {
      const told = outvoted({ knn, pieces: { A: n }, outside: OUTSIDE }).length > 0;
      expect({ n, told }).toEqual({ n, told: !winsItself(n, knn) });
    }
  });

  test("advises a number of neighbours with which the rarest wins", () => {
    for (let n = 1; n <= 8; n++) {
      const [{ advice } = { advice: "" }] = outvoted({
        ...{ knn: KNN, pieces: { A: n }, outside: OUTSIDE },
      });
      const k = Number(advice.match(/at most (\d+) neighbour/)?.[1]);
      expect(winsItself(n, { ...KNN, k })).toBe(true);
      expect(winsItself(n, { ...KNN, k: k + 1 })).toBe(false);
    }
  });

  test("tells nothing of votes by distance, where one close neighbour can win", () => {
    const knn = { ...KNN, weights: "distance" } as const;
    expect(outvoted({ knn, pieces: { A: 1 }, outside: OUTSIDE })).toEqual([]);
  });
});
