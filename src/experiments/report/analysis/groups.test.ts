import { describe, expect, test } from "vitest";
import { syntheticExperiment } from "../../../../test/syntheticRecords.js";
import { pool } from "./comparisons.js";
import { scoreOf } from "./estimate.js";
import { GROUPS, groupTypes, trainingMentions } from "./groups.js";
import { doneOf, type System, systemsOf } from "./systems.js";

describe("GROUPS", () => {
  test.each([
    [0, "rare"],
    [29.9, "rare"],
    [30, "medium"],
    [300, "medium"],
    [300.5, "frequent"],
  ])("%d training mentions are %s", (mentions, name) => {
    expect(GROUPS.filter(({ holds }) => holds(mentions)).map((group) => group.name)).toEqual([
      name,
    ]);
  });
});

describe("trainingMentions", () => {
  test("is the mean over training parts, each counted once", () => {
    const { experiment, records } = syntheticExperiment({ documents: 4, types: 2 });
    const [system] = systemsOf(experiment, records).get("notes") as [System];
    const [a, b, c] = doneOf(system).map((one, i) => {
      const material = { ...one.record.material, train: i < 2 ? "first" : "second" };
      const training =
        i < 2 ? { Pain: { mentions: 10, pieces: 0 } } : { Rash: { mentions: 3, pieces: 0 } };
      return { ...one, record: { ...one.record, material, training } };
    });
    const repetitions = [a, b, c].filter((one) => one !== undefined);
    expect([...trainingMentions(repetitions)]).toEqual([
      ["Pain", 5],
      ["Rash", 1.5],
    ]);
  });
});

describe("groupTypes", () => {
  const { experiment, records } = syntheticExperiment({ documents: 20 });
  const systems = systemsOf(experiment, records).get("notes") as [System, ...System[]];
  const [baseline, system] = systems;
  const support = trainingMentions(doneOf(baseline));
  const groups = groupTypes(systems, {
    pairs: [{ system: systems[2] as System, baseline }],
    support,
  });

  test("puts each type of the test part into one group", () => {
    const types = groups.flatMap((group) => group.types);
    expect([...types].sort()).toEqual([...support.keys()].sort());
    for (const { types, title } of groups)
      for (const type of types)
        expect([title, GROUPS.find(({ holds }) => holds(support.get(type) ?? 0))?.title]).toEqual([
          title,
          title,
        ]);
  });

  test("scores the types of the group as if there were no other", () => {
    const { types, systems: scored } = groups[1] as (typeof groups)[number];
    expect(types.length).toBeGreaterThan(1);
    const recalls = types.map((type) => {
      const counts = pool(system as System, doneOf(system as System)).counts.words[type];
      const sum = (values: readonly number[] = []) => values.reduce((total, n) => total + n, 0);
      return sum(counts?.correct) / sum(counts?.gold);
    });
    expect(scored[1]?.recall.value).toBeCloseTo(
      recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
      12,
    );
    expect(scored[1]?.recallDifference).toBeUndefined();
    const difference = scored[2]?.recallDifference;
    expect(difference?.difference).toBeCloseTo(
      (scored[2]?.recall.value as number) - (scored[0]?.recall.value as number),
      12,
    );
    expect(scoreOf("unweightedAccuracy", pool(baseline, doneOf(baseline)))).not.toBe(
      scored[0]?.recall.value,
    );
  });
});
