import { describe, expect, test } from "vitest";
import { reachOf, smallDev } from "./smallDev.js";

const choice = { documents: 20, selection: "tokens.macroF1", values: [0.25, 0.5, 0.45] };

describe("smallDev", () => {
  test("tells a dev part of fewer than five documents", () => {
    expect(smallDev({ ...choice, documents: 5, reach: undefined })).toEqual([]);
    expect(smallDev({ ...choice, documents: 4, reach: 0.1 })).toEqual([
      {
        ...{ code: "small-dev", severity: "warning" },
        message:
          "4 documents chose among 3 epochs: tokens.macroF1 is 0.50, give or take 0.10, and 0.25 after the worst of them",
        advice: expect.stringContaining("--dev none"),
        numbers: { documents: 4, epochs: 3, best: 0.5, spread: 0.25, reach: 0.1 },
      },
    ]);
  });

  test("tells an interval that holds the worst epoch as well", () => {
    expect(smallDev({ ...choice, reach: 0.249 })).toEqual([]);
    expect(smallDev({ ...choice, reach: 0.25 })).toHaveLength(1);
  });

  test("does not blame the dev part where nothing was learned", () => {
    expect(smallDev({ ...choice, values: [0, 0, 0], reach: 0 })).toEqual([]);
    expect(smallDev({ ...choice, values: [0.02, 0.04], reach: 0.04 })).toEqual([]);
    expect(smallDev({ ...choice, values: [0.02, 0.04], reach: 0.039 })).toHaveLength(1);
  });

  test("tells nothing where there was nothing to choose among", () => {
    expect(smallDev({ ...choice, documents: 1, values: [0.5], reach: 1 })).toEqual([]);
    expect(smallDev({ ...choice, documents: 1, values: [], reach: 1 })).toEqual([]);
  });
});

describe("reachOf", () => {
  const none = { words: {}, mentions: {}, runs: {} };
  // Recall of A by document: 2 of 4, 4 of 4, 3 of 4.
  const A = { gold: [4, 4, 4], predicted: [2, 4, 3], correct: [2, 4, 3] };

  test("is Student's t times the standard error, where the score is a mean of documents", () => {
    // Recall .5, 1, .75: standard deviation .25, standard error .25 / sqrt 3, t(.975, 2) = 4.302653.
    const reach = reachOf({ ...none, words: { A } }, "tokens.unweightedAccuracy");
    expect(reach).toBeCloseTo((4.302653 * 0.25) / Math.sqrt(3), 6);
  });

  test("goes by the unit that the score counts", () => {
    const counts = { words: {}, mentions: { A }, runs: {} };
    expect(reachOf(counts, "mentions.strict.micro.f1")).toBeGreaterThan(0);
    expect(reachOf(counts, "tokens.microF1")).toBeUndefined();
  });

  test("is not known for scores of pieces, nor of one document", () => {
    expect(reachOf({ ...none, words: { A } }, "pieces.macroF1")).toBeUndefined();
    const one = { gold: [4], predicted: [2], correct: [2] };
    expect(reachOf({ ...none, words: { A: one } }, "tokens.macroF1")).toBeUndefined();
  });
});
