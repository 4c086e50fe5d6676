import { describe, expect, test } from "vitest";
import { loadConfig } from "../config/index.js";
import { allOutside } from "./allOutside.js";

const { objective } = loadConfig({});

/** Words of two types in two documents: `annotated` of A, of which so many are predicted, and one of B that is not. */
const words = (annotated: number, predicted: number) => ({
  A: { gold: [annotated - 1, 0], predicted: [predicted, 0], correct: [predicted, 0] },
  B: { gold: [0, 1], predicted: [0, 0], correct: [0, 0] },
});
const found = (annotated: number, predicted: number, of: Partial<typeof objective> = {}) =>
  allOutside({
    ...{ words: words(annotated, predicted), part: "dev", decoder: "argmax" },
    objective: { ...objective, ...of },
  });

describe("allOutside", () => {
  test("tells a model that gives a type to fewer than half of the words that have one", () => {
    expect(found(40, 20)).toEqual([]);
    expect(found(40, 19)).toEqual([
      expect.objectContaining({
        code: "all-outside",
        severity: "warning",
        message:
          "argmax gives a type to 19 words of the dev part, where 40 have one, and never predicts 1 of 2 types",
        numbers: { predicted: 19, annotated: 40, share: 0.475, never: 1, types: 2 },
        types: ["B"],
      }),
    ]);
  });

  test("tells nothing from fewer than twenty annotated words", () => {
    expect(found(20, 0)).toHaveLength(1);
    expect(found(19, 0)).toEqual([]);
  });

  test.each([
    [{ name: "btl", others: "outside" }, /objective\.others=ignored/],
    [{ name: "btl", others: "ignored", weights: "none" }, /objective\.weights=prior/],
    [{ name: "btl", others: "ignored" }, /training\.epochs/],
    [{ name: "atl", others: "outside" }, /training\.epochs/],
    [{ name: "atl", loss: "dice" }, /objective\.loss=cross-entropy/],
  ] as const)("advises what the objective %j needs", (of, advice) => {
    expect(found(40, 0, of)[0]?.advice).toMatch(advice);
  });
});
