import { describe, expect, test } from "vitest";
import { syntheticExperiment } from "../../../../test/syntheticRecords.js";
import { analyse } from "./analyse.js";

const SCORES = ["microF1"] as const;

describe("analyse", () => {
  const whole = syntheticExperiment({ documents: 8 });
  const analysis = analyse(whole, { scores: SCORES });
  const [corpus] = analysis.corpora;

  test("shows the best systems in detail, after the baseline of the best", () => {
    expect(corpus?.featured.slice(0, 2)).toEqual(["atl, argmax", "btl-ignored, argmax"]);
    expect(corpus?.featured.length).toBe(4);
    expect(corpus?.types.repetitions).toBe(3);
    expect(corpus?.types.rows[0]?.systems.length).toBe(4);
  });

  test("says the sizes of parts, and scores every system", () => {
    expect(corpus?.parts).toEqual({
      train: { least: 160, most: 160 },
      dev: { least: 10, most: 10 },
      test: { least: 8, most: 8 },
    });
    expect(corpus?.results.length).toBe(6);
    expect(corpus?.calibration.length).toBe(6);
    expect(corpus?.costs.map(({ name, cost }) => [name, cost.training])).toEqual([
      ["atl", 62],
      ["btl-ignored", 62],
      ["btl-outside", 62],
    ]);
  });

  test("names the runs that are not there, of the grid and of each system", () => {
    const records = new Map(whole.records);
    for (const number of [2, 3, 6, 9])
      records.delete(whole.experiment.runs[number - 1]?.id as string);
    const found = analyse({ ...whole, records }, { scores: SCORES });
    expect(found.runs).toEqual({ planned: 9, missing: [2, 3, 6, 9] });
    const [notes] = found.corpora;
    expect(notes?.absent).toEqual(["btl-outside, argmax", "btl-outside, knn"]);
    expect(notes?.results.map(({ name, repetitions }) => [name, repetitions])).toEqual(
      (
        [
          ["atl", { planned: 3, done: 3, missing: [] }],
          ["btl-ignored", { planned: 3, done: 2, missing: [2] }],
        ] as const
      ).flatMap(([name, repetitions]) => [
        [`${name}, argmax`, repetitions],
        [`${name}, knn`, repetitions],
      ]),
    );
    // Complete systems go first.
    expect(notes?.featured).toEqual(["atl, knn", "atl, argmax"].toSorted());
  });

  test("follows the records and nothing else", () => {
    expect(analyse(whole, { scores: SCORES })).toEqual(analysis);
    const renamed = { ...whole, experiment: { ...whole.experiment, name: "other" } };
    const ps = (of: typeof analysis) =>
      of.corpora[0]?.family.comparisons.map(({ comparison }) => comparison.difference);
    expect(ps(analyse(renamed, { scores: SCORES }))).toEqual(ps(analysis));
  });

  test("without a record has nothing to say, and says so", () => {
    const none = analyse({ ...whole, records: new Map() }, { scores: SCORES });
    expect(none.runs.missing.length).toBe(9);
    expect(none.corpora[0]).toMatchObject({ results: [], featured: [] });
  });
});
