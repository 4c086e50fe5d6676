/** The steps of a run, counted before it starts. */

import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { createObjective, type ObjectiveChoice } from "../objectives/index.js";
import { batchesOfEpoch, countSteps, targetsOfBatch } from "./plan.js";
import type { PreparedDocuments } from "./prepareDocuments.js";

const random = createRandom(20260903);
const labelSet = { scheme: "io", types: ["A", "B", "C"], labels: ["O", "A", "B", "C"] } as const;

/** Thirty documents of one window each, with labels drawn so that many batches lack some type. */
const labels = Array.from({ length: 30 }, (_, i) => {
  const stream = random.stream("labels", i);
  return Int32Array.from({ length: 4 + stream.below(20) }, () =>
    stream.next() < 0.93 ? 0 : 1 + stream.below(3),
  );
});
const prepared: PreparedDocuments = {
  ...{ documents: [], encodings: [], affected: [], labels },
  positives: labels.map(() => []),
  windows: labels.map(({ length }, document) => ({
    ...{ document, start: 0, end: length },
    ...{ ownedStart: 0, ownedEnd: length },
  })),
};

function planOf(choice: ObjectiveChoice) {
  const counts = [0, 1, 2, 3].map((c) =>
    labels.reduce((sum, row) => sum + row.filter((label) => label === c).length, 0),
  );
  const objective = createObjective({ ...choice, labelSet, counts });
  return { prepared, objective, epochs: 3, batchSize: 4, random };
}

describe("countSteps", () => {
  test("is one step a batch of all token labels", () => {
    expect(countSteps(planOf({ name: "atl" }))).toBe(3 * Math.ceil(30 / 4));
  });

  test("is one step for each type in each batch of sequential copies", () => {
    const plan = planOf({ name: "btl", schedule: "sequential", copies: "present" });
    let expected = 0;
    for (const epoch of [1, 2, 3])
      for (const batch of batchesOfEpoch(plan, epoch)) {
        const present = new Set(batch.flatMap(({ document }) => [...(labels[document] ?? [])]));
        present.delete(0);
        expected += present.size;
      }
    expect(expected).toBeGreaterThan(0);
    expect(countSteps(plan)).toBe(expected);
  });
});

describe("batchesOfEpoch with repeats", () => {
  const repeats = Float64Array.from(labels, (_, i) => (i === 0 ? 2.5 : 1));
  const plan = { ...planOf({ name: "atl" }), repeats };
  const timesOfFirst = (epoch: number) =>
    batchesOfEpoch(plan, epoch)
      .flat()
      .filter(({ document }) => document === 0).length;

  test("shows each window as often as its factor says, drawn anew for each epoch", () => {
    const times = Array.from({ length: 40 }, (_, epoch) => timesOfFirst(epoch + 1));
    expect(new Set(times)).toEqual(new Set([2, 3]));
    for (const epoch of [1, 2]) {
      expect(batchesOfEpoch(plan, epoch)).toEqual(batchesOfEpoch(plan, epoch));
      expect(new Set(batchesOfEpoch(plan, epoch).flat()).size).toBe(30);
    }
  });

  test("counts the steps of all of them", () => {
    const windows = [1, 2, 3].map((epoch) => 29 + timesOfFirst(epoch));
    expect(countSteps(plan)).toBe(windows.reduce((sum, n) => sum + Math.ceil(n / 4), 0));
  });

  test("leaves the batches as they are without", () => {
    const ones = { ...plan, repeats: repeats.map(() => 1) };
    expect(batchesOfEpoch(ones, 1)).toEqual(batchesOfEpoch(planOf({ name: "atl" }), 1));
  });
});

describe("targetsOfBatch", () => {
  test("knows how much of the run is done", () => {
    const plan = planOf({ name: "atl", weights: "inverse", weightsFrom: 0.5 });
    const windows = plan.prepared.windows.slice(0, 4);
    const of = (epoch: number) => [...targetsOfBatch(plan, { windows, epoch, index: 0 })];
    expect(of(2)).toEqual(of(1)); // a third is done
    expect(of(3)).not.toEqual(of(1)); // two thirds
  });
});

describe("batchesOfEpoch and targetsOfBatch", () => {
  const plan = planOf({ name: "btl", schedule: "sequential", copies: "present" });

  test("depend on seed and place alone", () => {
    const second = batchesOfEpoch(plan, 2);
    batchesOfEpoch(plan, 1);
    expect(batchesOfEpoch(plan, 2)).toEqual(second);
    expect(batchesOfEpoch(plan, 1)).not.toEqual(second);
    const place = { windows: second[0] ?? [], epoch: 2, index: 0 };
    expect(targetsOfBatch(plan, place)).toEqual(targetsOfBatch(plan, place));
  });

  test("targets have a row for each place of the padded batch", () => {
    for (const [index, windows] of batchesOfEpoch(plan, 1).entries()) {
      const seqLen = Math.max(...windows.map(({ end }) => end + 2));
      for (const targets of targetsOfBatch(plan, { windows, epoch: 1, index }))
        expect(targets).toHaveLength(windows.length * seqLen * labelSet.labels.length);
    }
  });
});
