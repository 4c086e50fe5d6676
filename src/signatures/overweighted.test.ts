import { describe, expect, test } from "vitest";
import { loadConfig } from "../config/index.js";
import { overweighted } from "./overweighted.js";

const { objective } = loadConfig({});

/** C holds most of the training pieces, A and B share the rest. */
const pieces = { A: 10, B: 30, C: 960 };
const found = (annotated: number, predicted: number, weights = objective.weights) =>
  overweighted({
    words: {
      A: { gold: [annotated - 5, 0], predicted: [predicted, 0], correct: [3, 0] },
      B: { gold: [0, 5], predicted: [0, 0], correct: [0, 0] },
      C: { gold: [100, 100], predicted: [7, 0], correct: [7, 0] },
    },
    ...{ part: "dev", pieces, objective: { ...objective, weights } },
  });

describe("overweighted", () => {
  test("tells rare types that are predicted for more than twice as many words as have one", () => {
    expect(found(20, 40)).toEqual([]);
    expect(found(20, 41)).toEqual([
      expect.objectContaining({
        code: "overweighted",
        message:
          "rare types are predicted for 41 words of the dev part, where 20 have one (precision 0.07), and frequent types for 7 of 200",
        advice: expect.stringContaining("objective.strength (it is 1)"),
      }),
    ]);
  });

  test("tells nothing from fewer than twenty annotated words", () => {
    expect(found(19, 100)).toEqual([]);
  });

  test("does not speak of weights where there are none", () => {
    expect(found(20, 41, "none")[0]?.advice).not.toContain("strength");
  });
});
