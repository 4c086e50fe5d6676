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
