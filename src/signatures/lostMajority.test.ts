import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { lostMajority } from "./lostMajority.js";

const pieces = { Common: 900, Rare: 10 };
/** Counts of a system that predicts each of ten words and hits so many, by document. */
const system = (correct: readonly number[]) => ({
  gold: correct.map(() => 10),
  predicted: correct.map(() => 10),
  correct,
});

describe("lostMajority", () => {
  test("tells a frequent type by the t-test of what each document loses", () => {
    // F1 is the mean of hits / 10, so the interval is the paired t-test's: losses .1, .2, .3, .2, .2 have the mean .2,
    // the standard deviation .070711 and, with t(.975, 4) = 2.776445, the reach .087798.
    const found = lostMajority({
      words: { Common: system([8, 7, 6, 7, 7]) },
      baseline: { Common: system([9, 9, 9, 9, 9]) },
      pieces,
    });
    expect(found).toEqual([
      expect.objectContaining({
        code: "lost-majority",
        message:
          "1 of 1 frequent type (Common) lost against the baseline: F1 of Common is 0.70 and was 0.90, by 0.11 to 0.29 less in 5 documents",
        types: ["Common"],
      }),
    ]);
    expect(found[0]?.numbers.low).toBeCloseTo(-0.2 - 0.087798, 5);
    expect(found[0]?.numbers.high).toBeCloseTo(-0.2 + 0.087798, 5);
  });

  test("tells nothing where the interval of the loss holds 0", () => {
    // losses 0, .4, 0, .4, .1, -.3: mean .1, far from t(.975, 5) = 2.57 standard errors
    const found = lostMajority({
      words: { Common: system([9, 5, 9, 5, 8, 10]) },
      baseline: { Common: system([9, 9, 9, 9, 9, 7]) },
      pieces,
    });
    expect(found).toEqual([]);
  });

  test("tells nothing of a gain, of rare types, nor of types that the documents do not have", () => {
    const [low, high] = [system([5, 5, 5, 5, 6]), system([9, 9, 9, 9, 9])];
    expect(lostMajority({ words: { Common: high }, baseline: { Common: low }, pieces })).toEqual(
      [],
    );
    expect(lostMajority({ words: { Rare: low }, baseline: { Rare: high }, pieces })).toEqual([]);
  });

  test("tells nothing where fewer than five documents differ", () => {
    const baseline = { Common: system([9, 9, 9, 9, 9, 9]) };
    const words = (correct: number[]) => ({ Common: system(correct) });
    expect(lostMajority({ words: words([7, 7, 7, 7, 9, 9]), baseline, pieces })).toEqual([]);
    expect(lostMajority({ words: words([7, 7, 7, 7, 7, 9]), baseline, pieces })).toHaveLength(1);
  });

  test("tells a type that is no longer predicted at all", () => {
    const words = { Common: { ...system([0, 0, 0, 0, 0]), predicted: [0, 0, 0, 0, 0] } };
    const baseline = { Common: system([9, 8, 9, 8, 9]) };
    expect(lostMajority({ words, baseline, pieces })).toHaveLength(1);
  });

  test("errs in at most one of forty runs of systems that are alike, however many types", () => {
    const types = Array.from({ length: 9 }, (_, t) => `T${t}`);
    const size = Object.fromEntries([...types.map((type) => [type, 900]), ["Rare", 1]]);
    let told = 0;
    for (let run = 0; run < 300; run++) {
      const random = createRandom(1).stream("alike", run);
      const drawn = () =>
        Object.fromEntries(
          types.map((type) => [type, system(Array.from({ length: 30 }, () => random.below(11)))]),
        );
      told += lostMajority({ words: drawn(), baseline: drawn(), pieces: size }).length;
    }
    // 2.5 % of 300 are 7.5, with a standard deviation of 2.7; without Bonferroni it would be 60
    expect(told).toBeLessThanOrEqual(13);
    expect(told).toBeGreaterThan(1);
  });
});
