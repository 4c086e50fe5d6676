import { describe, expect, test } from "vitest";
import { syntheticExperiment } from "../../../../test/syntheticRecords.js";
import type { Experiment } from "../../experiment.js";
import type { RunRecord } from "../../record.js";
import { baselineOf, type Done, type System, sharedBy, systemsOf, wholeGroups } from "./systems.js";

const { experiment, records } = syntheticExperiment({ documents: 4 });
const systems = (of: Experiment = experiment, there = records) =>
  systemsOf(of, there).get("notes") as readonly System[];
const named = (name: string) => systems().find((system) => system.name === name) as System;

/** Repetitions with some seeds and splits; their records do not matter. */
const repetitions = (...keys: (readonly [seed: number, split: number])[]): Done[] =>
  keys.map(([seed, split], i) => ({
    ...{ number: i + 1, seed, split, fold: 1, record: {} as RunRecord },
  }));
const places = (groups: readonly (readonly Done[])[]) =>
  groups.map((group) => group.map(({ seed, split }) => `${seed}/${split}`));

describe("systemsOf", () => {
  test("makes a system of each cell and decoder, named after what varies", () => {
    expect(systems().map(({ name, training }) => [name, training])).toEqual(
      ["atl", "btl-ignored", "btl-outside"].flatMap((objective) =>
        ["argmax", "knn"].map((decoder) => [`${objective}, ${decoder}`, objective]),
      ),
    );
    expect(named("atl, knn").planned.map(({ seed }) => seed)).toEqual([1, 2, 3]);
  });

  test("leaves out of names what all have, but for one that would have none", () => {
    const one = { ...experiment, decoders: ["argmax"] };
    expect(systems(one).map(({ name }) => name)).toEqual(["atl", "btl-ignored", "btl-outside"]);
    const alone = syntheticExperiment({ recall: { atl: { knn: 0.5 } }, documents: 4 });
    expect(systems(alone.experiment, alone.records)).toMatchObject([
      { name: "knn", training: "all" },
    ]);
  });

  test("refuses runs that were scored on different documents, by number", () => {
    const [first, second] = experiment.runs.map(({ id }) => id);
    const other = new Map(records);
    const record = other.get(second as string) as RunRecord;
    other.set(second as string, { ...record, documents: record.documents.slice(1) });
    expect(first).toBeDefined();
    expect(() => systems(experiment, other)).toThrow(
      "notes: runs 1 and 2 have the same seed, split and fold, but were scored on different documents (4 and 3). Run the experiment again into a new folder.",
    );
  });
});

describe("baselineOf", () => {
  test("has the named values, and its own in all else", () => {
    const to = (name: string, baseline: Experiment["baseline"]) =>
      baselineOf(named(name), systems(), baseline)?.name;
    expect(to("btl-ignored, knn", { objective: "atl" })).toBe("atl, knn");
    expect(to("btl-ignored, knn", { objective: "atl", decoder: "argmax" })).toBe("atl, argmax");
    expect(to("btl-ignored, knn", { decoder: "argmax" })).toBe("btl-ignored, argmax");
  });

  test("is none for a baseline itself, and where the grid has none", () => {
    const atl = named("atl, knn");
    expect(baselineOf(atl, systems(), { objective: "atl" })).toBeUndefined();
    expect(baselineOf(atl, systems(), {})).toBeUndefined();
    const others = systems().filter(({ cell }) => cell.objective !== "atl");
    expect(baselineOf(others[0] as System, others, { objective: "atl" })).toBeUndefined();
  });
});

describe("sharedBy", () => {
  test("gives the repetitions that all have, in one order", () => {
    const [a, b] = [repetitions([1, 1], [2, 1], [3, 1]), repetitions([3, 1], [1, 1])];
    expect(places(sharedBy([{ planned: a }, { planned: b }]))).toEqual([
      ["1/1", "3/1"],
      ["1/1", "3/1"],
    ]);
  });
});

describe("wholeGroups", () => {
  const done = repetitions([1, 1], [1, 2], [2, 1], [2, 2], [3, 1]);

  test("groups by seed, without one that lacks a split", () => {
    expect(places(wholeGroups(done, "seed"))).toEqual([
      ["1/1", "1/2"],
      ["2/1", "2/2"],
    ]);
  });

  test("groups by split, without one that lacks a seed", () => {
    expect(places(wholeGroups(done, "parts"))).toEqual([["1/1", "2/1", "3/1"]]);
  });
});
