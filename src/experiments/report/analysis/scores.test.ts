import { describe, expect, test } from "vitest";
import { syntheticExperiment } from "../../../../test/syntheticRecords.js";
import type { RunRecord } from "../../record.js";
import { SCORE_NAMES, scoresOf } from "../../scores.js";
import { scoreOf } from "./estimate.js";
import { poolCounts } from "./pool.js";
import { countsFor, type SystemCounts } from "./scores.js";

// Two documents. Pain: 4 gold, 3 predicted, 2 of them right. Rash: 1 gold, 1 predicted, none right. Cough: only predicted.
const words = {
  Pain: { gold: [3, 1], predicted: [2, 1], correct: [1, 1] },
  Rash: { gold: [0, 1], predicted: [1, 0], correct: [0, 0] },
  Cough: { gold: [0, 0], predicted: [0, 2], correct: [0, 0] },
};
const SYSTEM: SystemCounts = {
  documents: ["a", "b"],
  repeats: [1, 1],
  counts: { words, mentions: words, runs: { Pain: words.Pain } },
};

describe("countsFor", () => {
  test.each([
    ["unweightedAccuracy", (2 / 4 + 0) / 2],
    ["macroF1", ((2 * 2) / (4 + 3) + 0) / 2],
    ["microF1", (2 * 2) / (4 + 1 + 3 + 1 + 2)],
    ["mentionMicroF1", 4 / 11],
    ["mentionMacroF1", 4 / 7 / 2],
    ["runMicroF1", 4 / 7],
  ] as const)("makes %s of hand-worked counts", (name, expected) => {
    expect(scoreOf(name, SYSTEM)).toBeCloseTo(expected, 12);
  });

  test("counts the types that are asked for only", () => {
    const only = new Set(["Pain", "Cough"]);
    const counts = countsFor("macroF1", [SYSTEM], { only });
    expect(counts?.types).toBe(1);
    expect(counts?.rows[0]?.map((row) => [...(row as Float64Array)])).toEqual([
      [3, 2, 1],
      [1, 1, 1],
    ]);
  });

  test("gives systems the same columns, whatever types each has", () => {
    const other = { ...SYSTEM, counts: { ...SYSTEM.counts, words: { Rash: words.Rash } } };
    const [a, b] = countsFor("macroF1", [SYSTEM, other])?.rows ?? [];
    expect([a?.[1], b?.[1]].map((row) => [...(row as Float64Array)])).toEqual([
      [1, 1, 1, 1, 0, 0],
      [0, 0, 0, 1, 0, 0],
    ]);
  });

  test("there is no score where nothing is annotated", () => {
    const none = { ...SYSTEM, counts: { words: { Cough: words.Cough }, mentions: {}, runs: {} } };
    expect(SCORE_NAMES.map((name) => scoreOf(name, none))).toEqual(SCORE_NAMES.map(() => null));
  });

  test("agrees with the scores of records", () => {
    for (const { documents, decoders } of syntheticExperiment({ seeds: 1 }).records.values())
      for (const { counts } of Object.values(decoders) as RunRecord["decoders"][string][]) {
        const expected = scoresOf(counts);
        const pooled = poolCounts([{ documents, counts }]);
        for (const name of SCORE_NAMES)
          expect(scoreOf(name, pooled)).toBeCloseTo(expected[name] as number, 12);
      }
  });
});
