import { describe, expect, test } from "vitest";
import { syntheticExperiment } from "../../../../test/syntheticRecords.js";
import { analyse } from "./analyse.js";

const recall = {
  atl: { argmax: 0.7, knn: 0.7 },
  collapsed: { argmax: 0.01, knn: 0.7 },
};
const [corpus] = analyse(syntheticExperiment({ recall, seeds: 2 })).corpora;
const codesOf = (system: string) =>
  (corpus?.failures ?? []).filter((one) => one.system === system).map(({ code }) => code);

describe("findFailures", () => {
  test("gathers what the runs of a system show, by its own decoder", () => {
    const failure = corpus?.failures.find(({ code }) => code === "all-outside");
    expect(failure).toMatchObject({ system: "collapsed, argmax", runs: 2, of: 2 });
    expect(failure?.message).toMatch(/\d/);
    expect(codesOf("collapsed, knn")).not.toContain("all-outside");
    expect(codesOf("atl, argmax")).not.toContain("all-outside");
  });

  test("compares with the baseline of a system, which is not compared with itself", () => {
    expect(codesOf("collapsed, argmax")).toContain("lost-majority");
    expect(codesOf("atl, argmax")).not.toContain("lost-majority");
  });
});
