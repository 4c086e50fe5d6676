import { describe, expect, test } from "vitest";
import type { RunCost, RunRecord } from "../../record.js";
import { costOf, epochsOf } from "./epochs.js";

const system = (...records: Partial<RunRecord>[]) => ({
  planned: [
    ...records.map((record, i) => ({
      ...{ number: i + 1, seed: i, split: 1, fold: 1 },
      record: { id: String(i), epochs: [], ...record } as unknown as RunRecord,
    })),
    { number: 9, seed: 9, split: 1, fold: 1, record: undefined },
  ],
});

describe("epochsOf", () => {
  test("takes means over the runs that have the epoch", () => {
    const found = epochsOf(
      system(
        {
          epochs: [
            { epoch: 1, loss: 2, selection: 0.25 },
            { epoch: 2, loss: 1, selection: null },
          ],
        },
        { epochs: [{ epoch: 1, loss: 4, selection: 0.75 }] },
      ),
    );
    expect(found).toEqual([
      { epoch: 1, loss: 3, selection: 0.5, n: 2 },
      { epoch: 2, loss: 1, selection: null, n: 1 },
    ]);
  });
});

describe("costOf", () => {
  const plan = (steps: number) => ({ steps, windows: 1, learningRate: 1 });
  const cost = (id: string, training: number): RunCost => ({
    ...{ id, seconds: { training, scoring: 2 }, peakMemory: 1e9, machine: "m", at: "" },
  });
  const runs = system(
    { plan: plan(10), epoch: 3 },
    { plan: plan(20), epoch: 4 },
    { plan: plan(90), epoch: 8 },
  );

  test("takes medians over the runs that tell", () => {
    const costs = new Map(["0", "2"].map((id, i) => [id, cost(id, 10 + 90 * i)]));
    expect(costOf(runs, costs)).toEqual({
      ...{ n: 2, training: 55, scoring: 2, peakMemory: 1e9, steps: 20, epoch: 4 },
    });
  });

  test("tells steps where no run tells its cost, and nothing without a run", () => {
    expect(costOf(runs, new Map())).toMatchObject({ n: 0, training: null, steps: 20 });
    expect(costOf(system(), new Map())).toBeUndefined();
  });
});
