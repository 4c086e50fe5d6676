/** Scores of tokens against scikit-learn's, and at the edges that it does not cover. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { scoreAsPaper } from "./paper.js";
import { scoreTokens } from "./tokens.js";

interface Case {
  classes: number;
  gold: number[];
  predicted: number[];
  precision: number[];
  recall: number[];
  f1: number[];
  support: number[];
  unweightedAccuracy: number | null;
  macroF1: number | null;
  paper: { unweightedAccuracy: number | null; meanF1: number | null };
}

const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 9));
const one = (gold: number[], predicted: number[]) => [{ document: "d", gold, predicted }];

describe.each(fixtureRoots("metrics/tokens.json"))("scoreTokens, $name fixtures", ({ path }) => {
  const { cases } = JSON.parse(readFileSync(path, "utf8")) as { cases: Case[] };
  test("equals scikit-learn, and the paper's variant its definition, to 1e-9", () => {
    for (const c of cases) {
      const types = Array.from({ length: c.classes - 1 }, (_, k) => `T${k + 1}`);
      const report = scoreTokens(one(c.gold, c.predicted), types);
      for (const [index, type] of types.entries())
        expect(report.perType[type]).toMatchObject({
          precision: near(c.precision[index + 1] as number),
          recall: near(c.recall[index + 1] as number),
          f1: near(c.f1[index + 1] as number),
          support: c.support[index + 1],
        });
      expect(report).toMatchObject({
        unweightedAccuracy: near(c.unweightedAccuracy),
        macroF1: near(c.macroF1),
      });
      const { unweightedAccuracy, meanF1 } = scoreAsPaper(report.perType);
      expect({ unweightedAccuracy, meanF1 }).toEqual({
        unweightedAccuracy: near(c.paper.unweightedAccuracy),
        meanF1: near(c.paper.meanF1),
      });
    }
  });

  test("is the same for one sequence cut into several documents", () => {
    for (const c of cases) {
      const types = Array.from({ length: c.classes - 1 }, (_, k) => `T${k + 1}`);
      const half = c.gold.length >> 1;
      const cut = [
        ...one(c.gold.slice(0, half), c.predicted.slice(0, half)),
        ...one(c.gold.slice(half), c.predicted.slice(half)),
      ];
      expect(scoreTokens(cut, types)).toEqual(scoreTokens(one(c.gold, c.predicted), types));
    }
  });
});

describe("scoreTokens", () => {
  test("counts all types together in micro-F1, O aside", () => {
    // found 2 of 3 gold tokens with 4 predictions: P = 1/2, R = 2/3, F1 = 2*2/(3+4)
    const { micro, microF1 } = scoreTokens(one([0, 1, 1, 2, 0], [2, 1, 2, 2, 0]), ["A", "B"]);
    expect(microF1).toBeCloseTo(4 / 7, 12);
    expect(micro).toMatchObject({ precision: 1 / 2, recall: 2 / 3, support: 3, predicted: 4 });
  });

  test("gives a type that the model does not know recall 0 and counts it in the means", () => {
    const report = scoreTokens(one([1, 2], [1, 0]), ["Known", "Unknown"]);
    expect(report.perType.Unknown).toMatchObject({ recall: 0, support: 1 });
    expect(report.unweightedAccuracy).toBe(0.5);
  });

  test("leaves a type without gold support out of the means but shows it", () => {
    const report = scoreTokens(one([1, 0], [1, 2]), ["A", "B"]);
    expect(report.unweightedAccuracy).toBe(1);
    expect(report.macro.types).toBe(1);
    expect(report.perType.B).toEqual({ precision: 0, recall: 0, f1: 0, support: 0, predicted: 1 });
  });

  test("has no means where no type has gold support", () => {
    for (const sequences of [[], one([], []), one([0, 0], [0, 1])])
      expect(scoreTokens(sequences, ["A"])).toMatchObject({
        unweightedAccuracy: null,
        macroF1: null,
        microF1: null,
      });
  });

  test("needs memory for the types, not for their pairs", () => {
    const types = Array.from({ length: 100_000 }, (_, i) => `type ${i}`); // 80 GB of pairs
    const sequence = { document: "one", gold: [0, 1, 100_000], predicted: [0, 100_000, 100_000] };
    const { perType, micro } = scoreTokens([sequence], types);
    expect(perType["type 0"]).toMatchObject({ recall: 0, support: 1, predicted: 0 });
    expect(perType["type 99999"]).toMatchObject({ precision: 1 / 2, recall: 1, support: 1 });
    expect(micro).toMatchObject({ precision: 1 / 2, recall: 1 / 2, support: 2, predicted: 2 });
  });

  test("keeps types of any name", () => {
    const report = scoreTokens(one([1, 2], [1, 2]), ["__proto__", "constructor"]);
    expect(Object.keys(report.perType)).toEqual(["__proto__", "constructor"]);
    expect(JSON.parse(JSON.stringify(report)).unweightedAccuracy).toBe(1);
  });

  test("refuses sides of different lengths and classes without a type", () => {
    expect(() => scoreTokens(one([0, 1], [0]), ["A"])).toThrow(
      "d: 2 gold classes against 1 predicted ones. Score predictions against the very text they were made for.",
    );
    expect(() => scoreTokens(one([0, 2], [0, 1]), ["A"])).toThrow(
      "d: gold class 2 at place 1 is not among 0 to 1. Give the types of the gold that the model does not know after the model's own.",
    );
    expect(() => scoreTokens(one([0], [-100]), ["A"])).toThrow(
      "d: predicted class -100 at place 0",
    );
  });
});

describe("scoreAsPaper", () => {
  test("takes the arithmetic mean: precision 35 and recall 70 give 52.5", () => {
    const score = { precision: 0.35, recall: 0.7, f1: 0.467, support: 20, predicted: 40 };
    expect(scoreAsPaper({ A: score })).toMatchObject({
      unweightedAccuracy: 0.7,
      meanF1: near(0.525),
    });
  });

  test("skips types with five or fewer true tokens", () => {
    const score = { precision: 1, recall: 1, f1: 1, support: 5, predicted: 5 };
    expect(scoreAsPaper({ A: score })).toEqual({
      unweightedAccuracy: null,
      meanF1: null,
      perType: {},
    });
  });
});
