import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../../../test/fixtureRoots.js";
import { syntheticExperiment } from "../../../../test/syntheticRecords.js";
import { createRandom } from "../../../core/index.js";
import { pool } from "./comparisons.js";
import { differenceOf, intervalOf, resamplesFor } from "./difference.js";
import { estimate, scoreOf, spreadOf } from "./estimate.js";
import type { SystemCounts } from "./scores.js";
import { doneOf, type System, systemsOf } from "./systems.js";

const OPTIONS = { random: createRandom(1), resamples: 999 };

/** A system whose unweighted accuracy is the mean of values: one type, one word a document. */
function meanOf(values: readonly number[]): SystemCounts {
  const gold = values.map(() => 1);
  const counts = { Pain: { gold, predicted: gold, correct: values } };
  return {
    documents: values.map((_, d) => `d${d}`),
    repeats: gold,
    counts: { words: counts, mentions: counts, runs: counts },
  };
}

describe.each(fixtureRoots("statistics/cases.json"))(
  "$name: of a score that is a mean",
  ({ path }) => {
    const { paired } = JSON.parse(readFileSync(path, "utf8")) as {
      readonly paired: readonly {
        readonly a: number[];
        readonly b: number[];
        readonly ci95: readonly [number, number];
        readonly cohensDz: number;
      }[];
    };

    test("differenceOf has SciPy's interval of the paired t-test, and Cohen's d as its effect", () => {
      expect(paired.length).toBeGreaterThan(5);
      for (const { a, b, ci95, cohensDz } of paired) {
        const found = differenceOf(
          "unweightedAccuracy",
          { system: meanOf(a), baseline: meanOf(b) },
          OPTIONS,
        );
        expect(found?.comparison.interval?.low).toBeCloseTo(ci95[0], 6);
        expect(found?.comparison.interval?.high).toBeCloseTo(ci95[1], 6);
        expect(found?.effect).toBeCloseTo(cohensDz, 6);
      }
    });
  },
);

describe("estimate", () => {
  const { experiment, records } = syntheticExperiment({ documents: 12 });
  const [system] = systemsOf(experiment, records).get("notes") as [System];
  const counts = pool(system, doneOf(system));

  test("has the jackknife's interval, with the score made from the records again", () => {
    // Brute force: macro-F1 without each document, from the counts of all runs.
    const without = (left: number | undefined) => {
      const f1s = Object.entries(records.get(experiment.runs[0]?.id ?? "")?.training ?? {}).map(
        ([type]) => {
          let [gold, predicted, correct] = [0, 0, 0];
          for (const { record } of doneOf(system)) {
            const ofType = record.decoders.argmax?.counts.words[type];
            record.documents.forEach((_, d) => {
              if (d === left) return;
              gold += ofType?.gold[d] ?? 0;
              predicted += ofType?.predicted[d] ?? 0;
              correct += ofType?.correct[d] ?? 0;
            });
          }
          return gold === 0 ? undefined : (2 * correct) / (gold + predicted);
        },
      );
      const there = f1s.filter((f1) => f1 !== undefined);
      return there.reduce((sum, f1) => sum + f1, 0) / there.length;
    };
    const left = Array.from({ length: 12 }, (_, d) => without(d));
    const mean = left.reduce((sum, value) => sum + value, 0) / 12;
    const error = Math.sqrt((11 / 12) * left.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    const found = estimate("macroF1", counts);
    expect(found.value).toBeCloseTo(without(undefined), 12);
    // 2.200985: the .975 quantile of t with 11 degrees of freedom
    expect(found.interval?.low).toBeCloseTo(without(undefined) - 2.200985 * error, 5);
    expect(found.interval?.high).toBeCloseTo(without(undefined) + 2.200985 * error, 5);
  });

  test("does not leave the scale, and has no interval of one document", () => {
    const high = estimate("unweightedAccuracy", meanOf([1, 1, 1, 0.2, 1]));
    expect(high.interval?.high).toBe(1);
    expect(estimate("unweightedAccuracy", meanOf([0.5]))).toEqual({
      ...{ value: 0.5, interval: null, types: 1 },
    });
  });
});

describe("differenceOf", () => {
  const a = meanOf([1, 0, 1, 1, 0.5]);
  const b = meanOf([1, 0, 0, 0.5, 0.5]);

  test("names the documents that differ", () => {
    const found = differenceOf("unweightedAccuracy", { system: a, baseline: b }, OPTIONS);
    expect(found?.differing).toEqual(["d2", "d3"]);
    // Of the four ways to exchange two documents, two are as far apart as what was observed.
    expect(found?.comparison).toMatchObject({ differing: 2, n: 5, p: 0.5 });
  });

  test("has the difference and the interval of intervalOf", () => {
    const pair = { system: a, baseline: b };
    const found = differenceOf("unweightedAccuracy", pair, OPTIONS);
    expect(intervalOf("unweightedAccuracy", pair, {})).toEqual({
      difference: found?.comparison.difference,
      interval: found?.comparison.interval,
    });
    expect(found?.comparison.difference).toBeCloseTo(0.3, 12);
  });

  test("of systems that do not differ has no effect and no doubt about it", () => {
    const found = differenceOf("macroF1", { system: a, baseline: a }, OPTIONS);
    expect(found).toMatchObject({ effect: 0, differing: [], comparison: { p: 1, difference: 0 } });
  });
});

describe("resamplesFor", () => {
  test("lets p stay below .01 after correction, within reason", () => {
    for (const tests of [1, 6, 99, 100, 400, 999])
      expect(tests / (resamplesFor(tests) + 1)).toBeLessThanOrEqual(0.01);
    expect([resamplesFor(1), resamplesFor(1e6)]).toEqual([9_999, 99_999]);
  });
});

describe("spreadOf", () => {
  test("is the standard deviation of what is there", () => {
    expect(spreadOf([1, null, 3, 5])).toEqual({ n: 3, deviation: 2 });
    expect([spreadOf([1]), spreadOf([])]).toEqual([
      { n: 1, deviation: null },
      { n: 0, deviation: null },
    ]);
  });
});

describe("scoreOf", () => {
  test("is the estimate without its interval", () => {
    const system = meanOf([0.25, 0.5]);
    expect(scoreOf("microF1", system)).toBe(estimate("microF1", system).value);
  });
});
