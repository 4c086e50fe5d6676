import { describe, expect, test } from "vitest";
import { syntheticExperiment } from "../../../../test/syntheticRecords.js";
import { createRandom } from "../../../core/index.js";
import { compareSystems, pool } from "./comparisons.js";
import { scoreOf } from "./estimate.js";
import { doneOf, type System, systemsOf } from "./systems.js";

const SCORES = ["unweightedAccuracy", "runMicroF1"] as const;
const RANDOM = createRandom(3);

function compare({ experiment, records }: ReturnType<typeof syntheticExperiment>) {
  const systems = systemsOf(experiment, records).get("notes") as readonly System[];
  const [baseline, ...others] = systems as [System, ...System[]];
  const pairs = others.map((system) => ({ system, baseline }));
  return { systems, ...compareSystems(pairs, { scores: SCORES, random: RANDOM }) };
}

describe("compareSystems", () => {
  const splits = syntheticExperiment({ splits: 4, documents: 30 });
  const { comparisons, systems, resamples } = compare(splits);
  const better = comparisons.find(({ system }) => system === "btl-ignored, argmax");

  test("finds the difference that there is, and the one that there is not", () => {
    // Recall .70 against .55 in the truth, and the same once more.
    expect(better?.comparison.difference).toBeGreaterThan(0.05);
    expect(better?.adjusted).toBeLessThan(0.01);
    const alike = compare(
      syntheticExperiment({ recall: { atl: { x: 0.5 }, btl: { x: 0.5 } }, seed: 5 }),
    );
    for (const { adjusted, comparison } of alike.comparisons) {
      expect(adjusted).toBeGreaterThan(0.05);
      expect(comparison.interval?.low).toBeLessThan(0);
      expect(comparison.interval?.high).toBeGreaterThan(0);
    }
  });

  test("corrects all p-values of the family as Holm's procedure does by hand", () => {
    const sorted = [...comparisons].sort((a, b) => a.comparison.p - b.comparison.p);
    let least = 0;
    sorted.forEach(({ comparison, adjusted }, rank) => {
      least = Math.max(least, Math.min(1, (sorted.length - rank) * comparison.p));
      expect(adjusted).toBeCloseTo(least, 12);
    });
    expect(comparisons.length).toBe(5 * SCORES.length);
    expect(resamples).toBe(9999);
  });

  test("counts a document that is in several splits once", () => {
    // Of 4 splits of 30 documents each begins 15 documents after the one before.
    expect(better?.comparison.n).toBe(75);
    expect(better?.repetitions).toBe(12);
  });

  /** Scores of the system and the baseline on some of the runs, by the plain route. */
  const differenceOn = (keep: (run: { seed: number; split: number }) => boolean) => {
    const [a, b] = ["btl-ignored, argmax", "atl, argmax"].map((name) => {
      const system = systems.find((one) => one.name === name) as System;
      return scoreOf("unweightedAccuracy", pool(system, doneOf(system).filter(keep))) as number;
    }) as [number, number];
    return a - b;
  };

  test("knows how the difference varies between seeds", () => {
    const differences = [1, 2, 3].map((seed) => differenceOn((run) => run.seed === seed));
    const mean = differences.reduce((sum, value) => sum + value, 0) / 3;
    const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(better?.seeds.n).toBe(3);
    expect(better?.seeds.deviation).toBeCloseTo(Math.sqrt(squares / 2), 12);
  });

  test("tests over splits as Nadeau and Bengio's formula says", () => {
    const differences = [1, 2, 3, 4].map((split) => differenceOn((run) => run.split === split));
    const mean = differences.reduce((sum, value) => sum + value, 0) / 4;
    const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
    // 160 documents to train on and 30 to test on
    expect(better?.resampled?.t).toBeCloseTo(mean / Math.sqrt(variance * (1 / 4 + 30 / 160)), 9);
    expect(better?.resampled?.n).toBe(4);
  });

  test("does without that test where there is one split", () => {
    const { comparisons } = compare(syntheticExperiment({ documents: 6 }));
    expect(comparisons.map(({ resampled }) => resampled)).toEqual(comparisons.map(() => null));
  });

  test("compares on the runs that both have, and leaves out pairs without any", () => {
    const { experiment, records } = syntheticExperiment({ documents: 6 });
    const there = new Map(records);
    experiment.runs.forEach(({ id, cell, seed }) => {
      if (cell.objective === "btl-ignored" && seed === 2) there.delete(id);
      if (cell.objective === "btl-outside") there.delete(id);
    });
    const found = compare({ experiment, records: there, costs: new Map() }).comparisons;
    expect(new Set(found.map(({ system, repetitions }) => `${system} ${repetitions}`))).toEqual(
      new Set(["atl, knn 3", "btl-ignored, argmax 2", "btl-ignored, knn 2"]),
    );
  });

  test("draws the same again", () => {
    expect(compare(splits).comparisons).toEqual(comparisons);
  });
});
