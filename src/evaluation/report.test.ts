/** The report as a whole: the keys that the contract names, and its tables. */

import { describe, expect, test } from "vitest";
import { evaluate, type ScoredDocument } from "./report.js";
import { renderReport, renderScores } from "./table.js";

const DOCUMENT: ScoredDocument = {
  document: "d",
  gold: [
    { start: 0, end: 10, type: "Age" },
    { start: 4, end: 10, type: "Mass" },
    {
      start: 20,
      end: 30,
      type: "Age",
      fragments: [
        { start: 20, end: 23 },
        { start: 26, end: 30 },
      ],
    },
  ],
  predicted: [
    { start: 0, end: 10, type: "Age" },
    { start: 20, end: 30, type: "Age" },
  ],
  words: { gold: [1, 2, 0, 1], predicted: [1, 1, 0, 1] },
  pieces: { gold: Int32Array.of(1, 2, 2, 0, 1), predicted: Int32Array.of(1, 1, 2, 0, 1) },
};
const report = evaluate([DOCUMENT], { types: ["Age", "Mass"], decode: "argmax" });

describe("evaluate", () => {
  test("scores nested gold, never a flattened one", () => {
    expect(report.mentions.strict.micro).toMatchObject({ correct: 2, support: 3, missed: 1 });
    expect(report.mentions.strict.perType.Mass).toMatchObject({ support: 1, recall: 0 });
  });

  test("counts a discontinuous mention as its hull and, separately, exactly", () => {
    expect(report.mentions.strict.perType.Age?.correct).toBe(2);
    expect(report.mentions.discontinuous).toMatchObject({ support: 1, found: 0 });
  });

  test("has every key of the file contract", () => {
    const token = ["unweightedAccuracy", "macroF1", "microF1", "perType"];
    expect(Object.keys(report.tokens)).toEqual(expect.arrayContaining(token));
    expect(Object.keys(report.pieces)).toEqual(expect.arrayContaining(token));
    for (const mode of ["strict", "exact", "partial", "type"] as const)
      expect(Object.keys(report.mentions[mode])).toEqual(["micro", "macro", "perType"]);
    expect(Object.keys(report.runs)).toEqual(expect.arrayContaining(["micro", "macro"]));
    expect(Object.keys(report.paper)).toEqual(
      expect.arrayContaining(["unweightedAccuracy", "meanF1"]),
    );
    expect(report.decode).toBe("argmax");
    expect(report.tokens.unweightedAccuracy).toBe(0.5);
    expect(report.pieces.unweightedAccuracy).toBe(0.75);
  });

  test("gives the share of each class in gold and prediction", () => {
    expect(report.shares.words).toEqual({
      O: { gold: 0.25, predicted: 0.25 },
      Age: { gold: 0.5, predicted: 0.75 },
      Mass: { gold: 0.25, predicted: 0 },
    });
  });

  test("scores an empty set of documents without dividing by zero", () => {
    const empty = evaluate([], { types: ["Age"], decode: "knn" });
    expect(JSON.stringify(empty)).not.toMatch(/NaN|Infinity/);
    expect(empty.shares.words.O).toEqual({ gold: 0, predicted: 0 });
    expect(renderReport(empty, { metrics: "paper" })).toContain("0 of 0");
  });
});

describe("renderScores", () => {
  test("aligns types by support, then the averages, under the mode", () => {
    expect(renderScores({ title: "mentions, strict", ...report.mentions.strict })).toBe(
      [
        "mentions, strict  precision  recall     f1  support",
        "---------------------------------------------------",
        "Age                   1.000   1.000  1.000        2",
        "Mass                  0.000   0.000  0.000        1",
        "micro                 1.000   0.667  0.800        3",
        "macro (2 types)       0.500   0.500  0.500        3",
      ].join("\n"),
    );
  });
});

describe("renderReport", () => {
  test("shows every mode by name, and the paper's variant only when asked", () => {
    const plain = renderReport(report, { metrics: "harmonic" });
    for (const name of ["words, argmax", "mentions, strict, argmax", "mentions, partial", "0 of 1"])
      expect(plain).toContain(name);
    expect(plain).not.toContain("paper");
    expect(renderReport(report, { metrics: "paper" })).toContain("words, as in the paper");
  });

  test("writes a dash where there is no mean", () => {
    const none = { precision: null, recall: null, f1: null, support: 0, types: 0 };
    const micro = { precision: 0, recall: 0, f1: 0, support: 0, predicted: 0 };
    expect(
      renderScores({ title: "t", perType: {}, micro, macro: none }).split("\n").at(-1),
    ).toMatch(/^macro \(0 types\) +- +- +- +0$/);
  });
});
