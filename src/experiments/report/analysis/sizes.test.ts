import { describe, expect, test } from "vitest";
import { type SyntheticOptions, syntheticExperiment } from "../../../../test/syntheticRecords.js";
import { sizeCurves } from "./sizes.js";
import { systemsOf } from "./systems.js";

const RECALL = { atl: { x: 0.5 }, btl: { x: 0.6 } };

function curves(corpora: NonNullable<SyntheticOptions["corpora"]>) {
  const { experiment, records } = syntheticExperiment({ recall: RECALL, corpora, documents: 8 });
  const systems = [...systemsOf(experiment, records).values()].flat();
  return sizeCurves(systems, ["microF1"]).map(({ name, points }) => [
    name,
    ...points.map(({ corpus, train }) => `${corpus}: ${train}`),
  ]);
}

describe("sizeCurves", () => {
  test("follows systems through corpora that differ in training documents only", () => {
    expect(
      curves({ all: { train: 160 }, "notes-50": { train: 50 }, "notes-100": { train: 100 } }),
    ).toEqual([
      ["atl, x", "notes-50: 50", "notes-100: 100", "all: 160"],
      ["btl, x", "notes-50: 50", "notes-100: 100", "all: 160"],
    ]);
  });

  test("keeps kinds of one size apart by their names", () => {
    const corpora = {
      "notes-50": { train: 50 },
      "notes-100": { train: 100 },
      "redrawn-50": { train: 50 },
      "redrawn-100": { train: 100 },
    };
    expect(curves(corpora)).toEqual([
      ["atl, x", "notes-50: 50", "notes-100: 100"],
      ["atl, x", "redrawn-50: 50", "redrawn-100: 100"],
      ["btl, x", "notes-50: 50", "notes-100: 100"],
      ["btl, x", "redrawn-50: 50", "redrawn-100: 100"],
    ]);
  });

  test("there are none where sizes are about the same", () => {
    expect(curves({ a: { train: 100 }, b: { train: 105 } })).toEqual([]);
    expect(curves({ notes: { train: 100 } })).toEqual([]);
  });
});
