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

  test("lets class weights hold from a share of the epochs on", () => {
    const { steps } = allTokenLabels(context, { weights: "dataset", weightsFrom: 0.8 });
    const labels = Int32Array.of(0, 1);
    const at = (done: number) => [...steps({ labels, done }, random)].flatMap((t) => [...t]);
    expect(at(0)).toEqual([0.5, 0, 0, 0, 0.5, 0]);
    expect(at(0.79)).toEqual(at(0));
    const weighted = [0.3 / 1.1, 0, 0, 0, 0.8 / 1.1, 0].map((x) => expect.closeTo(x, 6));
    expect(at(0.8)).toEqual(weighted);
  });

  test("records the numbers that have an effect, and no others", () => {
    expect(allTokenLabels(context).options).toEqual({ weights: "none", loss: "cross-entropy" });
    const given = { weights: "effective", beta: 0.99, loss: "focal", gamma: 1 } as const;
    expect(allTokenLabels(context, given).options).toEqual({
      ...given,
      ...{ strength: 1, weightsFrom: 0 },
    });
  });

  test("refuses numbers without effect and out of range, and a loss that is none", () => {
    expect(() => allTokenLabels(context, { loss: "dice", gamma: 2 })).toThrow(
      "atl: there is no option gamma. The options are weights, loss, alpha, smoothing.",
    );
    expect(() => allTokenLabels(context, { strength: 2 })).toThrow(
      "atl: there is no option strength. The options are weights, loss.",
    );
    expect(() => allTokenLabels(context, { loss: "focal", gamma: -1 })).toThrow(
      "atl: option gamma is -1. Use a number from 0 to 10.",
    );
    expect(() => allTokenLabels(context, { loss: "focal", gamma: Number.NaN })).toThrow(
      "atl: option gamma is NaN. Use a number from 0 to 10.",
    );
    expect(() => allTokenLabels(context, { loss: "hinge" as "dice" })).toThrow(
      'atl: option loss is "hinge". Use one of cross-entropy, focal, dice,',
    );
  });

  test("refuses the weights of copies", () => {
    const weights = "prior" as "none";
    expect(() => allTokenLabels(context, { weights })).toThrow(
      "atl: class weights prior are of copies and all token labels make none. Use one of the weights none, dataset, inverse, inverse-sqrt, effective, or the objective btl.",
    );
  });

  test("does not pass over a label that it does not know", () => {
    expect(() => allTokenLabels(context).steps({ labels: Int32Array.of(3) }, random)).toThrow(
      "token 0 has label 3",
    );
  });
});
