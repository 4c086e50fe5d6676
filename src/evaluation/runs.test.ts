/** Scores of runs against the definition of the peer's script, by hand and by brute force. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scoreRuns } from "./runs.js";

const TYPES = ["A", "B", "C"];

/** All (first, last, class) such that the class fills the stretch and neither neighbour has it. */
function runSet(classes: readonly number[]): Set<string> {
  const found = new Set<string>();
  for (let first = 0; first < classes.length; first++)
    for (let last = first; last < classes.length; last++) {
      const id = classes[first] as number;
      const filled = classes.slice(first, last + 1).every((other) => other === id);
      if (id > 0 && filled && classes[first - 1] !== id && classes[last + 1] !== id)
        found.add(`${first} ${last} ${id}`);
    }
  return found;
}

describe("scoreRuns", () => {
  test("merges neighbours of one type and ends a run with its document", () => {
    const report = scoreRuns(
      [
        { document: "a", gold: [1, 1, 0, 2], predicted: [1, 1, 0, 1] },
        { document: "b", gold: [2, 1], predicted: [2, 2] },
      ],
      TYPES,
    );
    // gold A a0-2, B a3-4, B b0-1, A b1-2; predicted A a0-2, A a3-4, B b0-2: one of four found by three
    expect(report.micro).toMatchObject({ precision: 1 / 3, recall: 1 / 4, f1: 2 / 7 });
    expect(report.macro).toMatchObject({ f1: 1 / 4, types: 2 });
  });

  test("equals the peer's sums for any classes", () => {
    const pair = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
        maxLength: 20,
      })
      .map((both) => ({ gold: both.map(([g]) => g), predicted: both.map(([, p]) => p) }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 4 }), (drawn) => {
        const spans = new Map<string, [number, number, number]>();
        drawn.forEach(({ gold, predicted }) => {
          const [g, p] = [runSet(gold), runSet(predicted)];
          const both = new Set([...g].filter((run) => p.has(run)));
          for (const [place, runs] of [g, p, both].entries())
            for (const run of runs) {
              const id = run.split(" ")[2] as string;
              const counts = spans.get(id) ?? [0, 0, 0];
              counts[place as 0 | 1 | 2]++;
              spans.set(id, counts);
            }
        });
        const values = [...spans.values()];
        const total = (place: 0 | 1 | 2) => values.reduce((sum, v) => sum + v[place], 0);
        const supported = values.filter(([g]) => g > 0);
        const macro = supported.reduce((sum, [g, p, t]) => sum + (2 * t) / (g + p), 0);
        const report = scoreRuns(
          drawn.map((sequence) => ({ document: "d", ...sequence })),
          TYPES,
        );
        expect(report.micro.f1).toBeCloseTo((2 * total(2)) / Math.max(1, total(0) + total(1)), 12);
        if (supported.length === 0) expect(report.macro.f1).toBeNull();
        else expect(report.macro.f1).toBeCloseTo(macro / supported.length, 12);
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});
