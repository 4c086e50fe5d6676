/** Class weights worked out by hand from the formulas of the method. */

import { describe, expect, test } from "vitest";
import { copyWeights, labelWeights } from "./weights.js";

const io = { scheme: "io", types: ["A", "B"], labels: ["O", "A", "B"] } as const;
const bio = {
  scheme: "bio",
  types: ["A", "B"],
  labels: ["O", "B-A", "I-A", "B-B", "I-B"],
} as const;
const context = { labelSet: io, counts: [70, 20, 10] };
const close = (weights: { positive: number; outside: number }) => ({
  positive: expect.closeTo(weights.positive, 12),
  outside: expect.closeTo(weights.outside, 12),
});

describe("labelWeights", () => {
  test("is one less the share of each label, O included", () => {
    expect([...labelWeights(context, "dataset")]).toEqual(
      [0.3, 0.8, 0.9].map((weight) => expect.closeTo(weight, 12)),
    );
    expect([...labelWeights(context, "none")]).toEqual([1, 1, 1]);
  });

  test.each([
    ["inverse", [1 / 70, 1 / 20, 1 / 10]],
    ["inverse-sqrt", [1 / Math.sqrt(70), 1 / Math.sqrt(20), 1 / Math.sqrt(10)]],
  ] as const)("%s: of the counts", (weighting, expected) => {
    const found = [...labelWeights(context, weighting)];
    expect(found).toEqual(expected.map((weight) => expect.closeTo(weight, 12)));
  });

  test("effective: one by the sum of beta^i over the examples", () => {
    const counted = { labelSet: io, counts: [3, 2, 1] };
    const expected = [1 / (1 + 0.9 + 0.81), 1 / (1 + 0.9), 1];
    expect([...labelWeights(counted, "effective", { beta: 0.9 })]).toEqual(
      expected.map((weight) => expect.closeTo(weight, 12)),
    );
  });

  test("effective: between no weights, beta 0, and inverse, beta near 1", () => {
    expect([...labelWeights(context, "effective", { beta: 0 })]).toEqual([1, 1, 1]);
    const near = labelWeights(context, "effective", { beta: 0.9999999 });
    const inverse = labelWeights(context, "inverse");
    for (const [label, weight] of near.entries())
      expect(weight / (inverse[label] as number)).toBeCloseTo(1, 4);
  });

  test("takes a label that never occurs for one piece", () => {
    const lacking = { labelSet: io, counts: [4, 0, 1] };
    for (const weighting of ["inverse", "inverse-sqrt", "effective"] as const) {
      const [, absent, once] = labelWeights(lacking, weighting);
      expect(absent).toBe(once);
      expect(Number.isFinite(absent)).toBe(true);
    }
  });

  test("raises weights to the power strength: 1 leaves every bit, 0 is no weights", () => {
    const plain = labelWeights(context, "dataset");
    expect(labelWeights(context, "dataset", { strength: 1 })).toEqual(plain);
    expect([...labelWeights(context, "dataset", { strength: 0 })]).toEqual([1, 1, 1]);
    expect([...labelWeights(context, "dataset", { strength: 2 })]).toEqual(
      [0.09, 0.64, 0.81].map((weight) => expect.closeTo(weight, 12)),
    );
    const root = labelWeights(context, "inverse", { strength: 0.5 });
    expect([...root]).toEqual(
      [...labelWeights(context, "inverse-sqrt")].map((weight) => expect.closeTo(weight, 12)),
    );
  });

  test("refuses counts that do not fit", () => {
    const of = (counts: number[]) => () => labelWeights({ labelSet: io, counts }, "dataset");
    expect(of([1, 2])).toThrow(
      "2 training counts were given for 3 labels. Count the training part with the label set that it is trained with.",
    );
    expect(of([1, -2, 3])).toThrow(
      "the training count of label 1 is -2. Counts are whole numbers from 0.",
    );
    expect(of([1, Number.NaN, 3])).toThrow("the training count of label 1 is NaN");
    expect(of([0, 0, 0])).toThrow(
      "class weights dataset need counts and the training part has 0 labelled pieces. Check that the training documents have text.",
    );
  });
});

describe("copyWeights", () => {
  const none = { positive: 0, outside: 0 };

  test("dataset: one less the share in the training part, for the class and for O", () => {
    const weigh = copyWeights(context, { weights: "dataset", others: "ignored" });
    expect(weigh(2, none)).toEqual(close({ positive: 0.9, outside: 0.3 }));
  });

  test("prior: the share is of all tokens with outside, of the class and O with ignored", () => {
    const of = (others: "outside" | "ignored") =>
      copyWeights(context, { weights: "prior", others });
    expect(of("outside")(1, none)).toEqual(close({ positive: 0.8, outside: 0.2 }));
    expect(of("ignored")(1, none)).toEqual(close({ positive: 7 / 9, outside: 2 / 9 }));
  });

  test("copy: the share is of the labelled tokens of the copy", () => {
    const weigh = copyWeights(context, { weights: "copy", others: "outside" });
    expect(weigh(1, { positive: 1, outside: 3 })).toEqual(close({ positive: 0.75, outside: 0.25 }));
    expect(weigh(1, none)).toEqual({ positive: 1, outside: 0 });
  });

  test("others: those of the class and of O in the training part, raised to strength", () => {
    const weigh = copyWeights(context, { weights: "inverse", others: "ignored", strength: 2 });
    expect(weigh(1, none)).toEqual(close({ positive: 1 / 400, outside: 1 / 4900 }));
    const prior = copyWeights(context, { weights: "prior", others: "outside", strength: 2 });
    expect(prior(1, none)).toEqual(close({ positive: 0.64, outside: 0.04 }));
  });

  test("counts the labels of one type together", () => {
    const counted = { labelSet: bio, counts: [70, 5, 15, 4, 6] };
    for (const others of ["outside", "ignored"] as const)
      for (const c of [1, 2])
        expect(copyWeights(counted, { weights: "prior", others })(c, none)).toEqual(
          close(copyWeights(context, { weights: "prior", others })(c, none)),
        );
  });

  test("is finite for a type that the training part lacks", () => {
    const lacking = { labelSet: io, counts: [0, 5, 0] };
    const weigh = copyWeights(lacking, { weights: "prior", others: "ignored" });
    expect(weigh(2, none)).toEqual({ positive: 1, outside: 0 });
  });
});
