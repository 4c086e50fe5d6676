/** Targets of all token labels, worked out by hand. */

import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { IGNORED } from "../labels/index.js";
import { allTokenLabels } from "./allTokenLabels.js";

const labelSet = { scheme: "io", types: ["A", "B"], labels: ["O", "A", "B"] } as const;
const context = { labelSet, counts: [70, 20, 10] };
const random = createRandom(1);

describe("allTokenLabels", () => {
  test("divides each label's weight by the sum of the weights in the batch", () => {
    const labels = Int32Array.of(IGNORED, 0, 1, 2);
    const [targets] = allTokenLabels(context, { weights: "dataset" }).steps({ labels }, random);
    const expected = [0, 0, 0, 0.3 / 2, 0, 0, 0, 0.8 / 2, 0, 0, 0, 0.9 / 2];
    expect([...(targets as Float32Array)]).toEqual(expected.map((v) => expect.closeTo(v, 6)));
  });

  test("is the plain mean without weights", () => {
    const labels = Int32Array.of(1, IGNORED, 0);
    const steps = [...allTokenLabels(context).steps({ labels }, random)];
    expect(steps.map((targets) => [...targets])).toEqual([[0, 0.5, 0, 0, 0, 0, 0.5, 0, 0]]);
  });

  test("makes no step of a batch without a loss", () => {
    const { steps } = allTokenLabels({ labelSet, counts: [9, 0, 0] }, { weights: "dataset" });
    expect(steps({ labels: Int32Array.of(IGNORED) }, random)).toEqual([]);
    expect(steps({ labels: Int32Array.of(0, 0) }, random)).toEqual([]);
  });

  test("refuses the weights of copies", () => {
    const weights = "prior" as "none";
    expect(() => allTokenLabels(context, { weights })).toThrow(
      "atl: class weights prior are of copies and all token labels make none. Use the weights none or dataset, or the objective btl.",
    );
  });

  test("does not pass over a label that it does not know", () => {
    expect(() => allTokenLabels(context).steps({ labels: Int32Array.of(3) }, random)).toThrow(
      "token 0 has label 3",
    );
  });
});
