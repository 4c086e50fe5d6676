/** The table and its place in the page. */

import { describe, expect, test } from "vitest";
import type { Row } from "./benchmark.js";
import { placeGenerated, renderGenerated, renderTable } from "./render.js";

const side = (label: string) => ({ label, command: label });
const measurement = { rounds: 1, sides: { ours: side("raretag"), torch: side("PyTorch") } };
const rows: readonly Row[] = [
  {
    ...{ name: "step", what: "a step", measurement, unit: "s", comparison: "theirs / ours" },
    ...{ ours: "ours.seconds", theirs: "torch.seconds", goal: { atLeast: 2 } },
  },
  {
    ...{ name: "start", what: "the start", measurement, unit: "s", comparison: "ours" },
    ...{ ours: "ours.wallSeconds", goal: { atMost: 0.15 } },
  },
  {
    ...{ name: "score", what: "scores", measurement, unit: "points", comparison: "theirs - ours" },
    ...{ ours: "ours.f1", theirs: "torch.f1", against: "fp32", goal: { atMost: 0.5 } },
  },
];
const environment = {
  ...{ date: "2026-01-02", commit: "abc1234", machine: "Some CPU, 2 cores, 8.0 GiB, linux" },
  versions: { node: "20.1.0", torch: "2.1" },
};
const step = {
  ...{ ours: 0.5123, theirs: 1.2, figure: 2.342, range: [2, 2.5] as const, reached: true },
  ...{
    beside: { "PyTorch bf16": 12.345 },
    rounds: { ours: [1, 2, 3, 4, 5], theirs: [] },
    environment,
  },
};
const start = {
  ...{ ours: 0.2, figure: 0.2, range: [0.19, 0.25] as const, reached: false },
  ...{ beside: {}, rounds: { ours: [0.2], theirs: [] }, environment },
};

/** Cells of a row of a table. */
const cells = (table: string, name: string) =>
  table
    .split("\n")
    .find((line) => line.startsWith(`| ${name} `))
    ?.split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("renderTable", () => {
  test("shows both sides, the ratio with its range, and whether the goal is reached", () => {
    expect(cells(renderTable(rows, { step }), "step")).toEqual([
      ...["step", "a step", "0.512 s", "PyTorch: 1.20 s", "2.34", "2.00 to 2.50"],
      ...[">= 2x", "yes", "PyTorch bf16: 12.35 s"],
    ]);
  });

  test("shows our own figure with its unit where that has the goal", () => {
    expect(cells(renderTable(rows, { start }), "start")).toEqual([
      ...["start", "the start", "0.200 s", "", "0.200 s", "0.190 s to 0.250 s"],
      ...["<= 0.15 s", "no", ""],
    ]);
  });

  test("says what is not measured, and which peer was not there", () => {
    const { theirs: _, figure: __, range: ___, reached: ____, ...alone } = step;
    const table = renderTable(rows, { step: { ...alone, beside: {} } });
    expect(cells(table, "step")).toEqual([
      ...["step", "a step", "0.512 s", "PyTorch: peer not available", "", "", ">= 2x", "", ""],
    ]);
    expect(cells(table, "score")).toEqual([
      ...["score", "scores", "not measured", "fp32", "", "", "<= 0.5 points", "", ""],
    ]);
  });
});

describe("renderGenerated", () => {
  test("names machine, versions and commit once for the rows that share them", () => {
    const other = { ...start, rounds: step.rounds };
    const [, list] = renderGenerated(rows, { step, start: other }).split("\n\n");
    expect(list).toBe(
      "- 2026-01-02, commit abc1234, 5 rounds; Some CPU, 2 cores, 8.0 GiB, linux; node 20.1.0, torch 2.1: step, start",
    );
    expect(renderGenerated(rows, { step, start })).toMatch(/, 1 round; .*: start$/);
  });

  test("says so where nothing has been measured", () => {
    expect(renderGenerated(rows, {})).toMatch(/\n\nNothing has been measured yet\.$/);
  });
});

describe("placeGenerated", () => {
  test("adds a part at the end, then replaces it and keeps the text around it", () => {
    const first = placeGenerated("# Benchmarks\n\nHow to run.\n", "TABLE 1");
    expect(first).toMatch(
      /^# Benchmarks\n\nHow to run\.\n\n<!-- .* -->\n\nTABLE 1\n\n<!-- .* -->\n$/,
    );
    const second = placeGenerated(`${first}\n## What was tried\n\nMuch.\n`, "TABLE 2 $& $1");
    expect(second).toContain("How to run.");
    expect(second).toContain("\n\nTABLE 2 $& $1\n\n");
    expect(second).not.toContain("TABLE 1");
    expect(second).toMatch(/\n## What was tried\n\nMuch\.\n$/);
  });
});
