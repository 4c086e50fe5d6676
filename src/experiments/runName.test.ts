import { describe, expect, test } from "vitest";
import { runName } from "./runName.js";

const run = (system: string, more: { seed?: number; split?: number; fold?: number } = {}) => ({
  ...{ id: "0", cell: { corpus: "notes", system }, seed: 1, split: 1, fold: 1 },
  ...more,
});
const axes = { corpus: ["notes"], system: ["atl", "btl"] };

describe("runName", () => {
  test("names what sets runs apart, and the seed always", () => {
    const runs = [run("atl"), run("btl", { seed: 2 })];
    expect(runs.map((one) => runName({ axes, runs }, one))).toEqual([
      "system=atl seed=1",
      "system=btl seed=2",
    ]);
    expect(runName({ axes, runs: [run("atl")] }, run("atl"))).toBe("seed=1");
  });

  test("names split and fold where there are several", () => {
    const runs = [run("atl"), run("atl", { split: 2, fold: 3 })];
    expect(runName({ axes, runs }, runs[1] as (typeof runs)[number])).toBe("seed=1 split=2 fold=3");
  });
});
