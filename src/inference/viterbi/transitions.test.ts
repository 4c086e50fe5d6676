import { describe, expect, test } from "vitest";
import { associations, countTransitions } from "./transitions.js";

describe("countTransitions", () => {
  test("counts neighbours within documents, and words", () => {
    expect(countTransitions([[0, 1, 1, 0], [], [2], [1, 1]], 3)).toEqual({
      words: [2, 4, 1],
      pairs: [
        [0, 1, 1],
        [1, 0, 1],
        [1, 1, 2],
      ],
    });
  });
});

describe("associations", () => {
  test("is the log of how much more often a class follows than by chance, smoothed", () => {
    const transitions = countTransitions([[0, 1, 1, 0]], 2);
    const table = associations(transitions);
    // Shares with half a word more: (2 + .5) / 5 each. From 0: one neighbour, of class 1. From 1: one each.
    expect(table[0]).toBeCloseTo(Math.log((0 + 0.5) / 2 / 0.5), 12);
    expect(table[1]).toBeCloseTo(Math.log((1 + 0.5) / 2 / 0.5), 12);
    expect(table[2]).toBeCloseTo(Math.log((1 + 0.5) / 3 / 0.5), 12);
    expect(table[3]).toBeCloseTo(Math.log((1 + 0.5) / 3 / 0.5), 12);
  });

  test("makes a distribution of what follows a class", () => {
    const transitions = countTransitions([[0, 0, 2, 1, 1, 0, 2]], 4);
    const shares = transitions.words.map((count) => (count + 0.5) / (7 + 2));
    const table = associations(transitions);
    for (let from = 0; from < 4; from++) {
      const sum = shares.reduce(
        (total, share, to) => total + share * Math.exp(table[from * 4 + to] as number),
        0,
      );
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  test("says nothing of what follows a class that never had a neighbour", () => {
    const table = associations(countTransitions([[0, 1], [2]], 3));
    expect([...table.subarray(6)]).toEqual([0, 0, 0].map(() => expect.closeTo(0, 12)));
  });
});
