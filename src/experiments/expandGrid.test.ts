/** Grids to runs: how many, in which order, without what is left out; and mistakes at their line. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { writeCorpus } from "../corpus/index.js";
import { generateCorpus } from "../demo/index.js";
import { expandGrid } from "./expandGrid.js";
import { parseGrid } from "./grid.js";

const folder = mkdtempSync(join(tmpdir(), "raretag-grid-"));
const notes = join(folder, "notes");
beforeAll(() =>
  writeCorpus(notes, generateCorpus({ documents: 24, random: createRandom(1) }), {
    format: "brat",
  }),
);
afterAll(() => rmSync(folder, { recursive: true }));

const asked: string[] = [];
const expand = (text: string) =>
  expandGrid(parseGrid({ source: "grid.yaml", text }), {
    folderOf: async (encoder) => `/encoders/${encoder}`,
    async fingerprintOf(encoder) {
      asked.push(encoder);
      return `of ${encoder}`;
    },
  });

const GRID = (more = "") => `
name: demo
settings: { encoder: tiny, decode.prior: 2 }
corpora:
  whole: { path: "${relative(".", notes)}", test: 6, settings: { training: { epochs: 3 } } }
  folded: { path: "${notes}", folds: 3 }
axes:
  system:
    atl: { objective: { name: atl } }
    btl: { objective: { weights: none } }
  rate:
    auto: {}
    high: { optimizer: { learningRate: 0.01 } }
    same: { optimizer: { learningRate: 0.01 } }
seeds: [5, 6]
splits: [1, 2]
${more}`;

const text = (cell: Readonly<Record<string, string>>) => Object.values(cell).join(" ");

describe("expandGrid", () => {
  test("makes every combination, repetition by repetition, and each job once", async () => {
    const { experiment, jobs } = await expand(GRID());
    const { runs } = experiment;
    // of each of 2 splits and 2 seeds: 6 cells of the corpus without folds, 3 x 6 of the other
    expect(runs).toHaveLength(2 * 2 * (6 + 3 * 6));
    expect(new Set(runs.map((run) => JSON.stringify({ ...run, id: "" }))).size).toBe(96);
    const repetitions = runs.map(({ split, fold, seed }) => `${split} ${fold} ${seed}`);
    expect([...new Set(repetitions)]).toEqual(
      [1, 2].flatMap((split) =>
        [1, 2, 3].flatMap((fold) => [5, 6].map((seed) => `${split} ${fold} ${seed}`)),
      ),
    );
    expect(repetitions.toSorted()).toEqual(repetitions); // each is complete before the next begins
    expect(runs.slice(0, 7).map(({ cell }) => text(cell))).toEqual([
      ...["whole atl auto", "whole atl high", "whole atl same"],
      ...["whole btl auto", "whole btl high", "whole btl same", "folded atl auto"],
    ]);
    // `same` is `high` by another name
    expect(jobs).toHaveLength((96 * 2) / 3);
    expect(jobs.map(({ id }) => id)).toEqual([...new Set(runs.map(({ id }) => id))]);
    expect(experiment).toMatchObject({
      ...{ format: 1, name: "demo", decoders: ["argmax"], baseline: {} },
      axes: {
        ...{ corpus: ["whole", "folded"], system: ["atl", "btl"] },
        rate: ["auto", "high", "same"],
      },
    });
  });

  test("says of each run all that it is, with absolute paths", async () => {
    const { jobs } = await expand(
      GRID("decoders: { plain: { decoder: argmax }, near: { decoder: knn, knn.k: 3 } }"),
    );
    const { run } = jobs[0] as (typeof jobs)[number];
    expect(run).toMatchObject({
      ...{ corpus: { path: notes, test: 6 }, split: 1, fold: 1, encoder: "/encoders/tiny" },
      config: {
        ...{ encoder: "tiny", seed: 5, threads: 1 }, // one thread, as the number can change results
        ...{ objective: { name: "atl" }, training: { epochs: 3 }, decode: { prior: 2 } },
      },
      decoders: {
        plain: { decoder: "argmax", prior: 0 }, // the prior of the grid is for choosing the epoch
        near: { decoder: "knn", knn: { k: 3 } },
      },
    });
    expect(run.corpus).not.toHaveProperty("settings");
  });

  test("looks at each encoder once", async () => {
    asked.length = 0;
    await expand(GRID());
    expect(asked).toEqual(["/encoders/tiny"]);
  });

  test("leaves out the cells that are named, by any of their values", async () => {
    const { experiment } = await expand(
      GRID(
        "leaveOut: [{ system: atl, rate: [high, same] }, { corpus: folded, split: 2, seed: 6 }]",
      ),
    );
    const kept = experiment.runs.filter(
      ({ cell, split, seed }) =>
        !(cell.system === "atl" && cell.rate !== "auto") &&
        !(cell.corpus === "folded" && split === 2 && seed === 6),
    );
    expect(kept).toHaveLength(experiment.runs.length);
    // 4 of 6 cells are left, in 16 places, and 3 folds of one repetition are gone
    expect(experiment.runs).toHaveLength(4 * (2 * 2 * 4 - 3));
  });

  test.each([
    [GRID("leaveOut: [{ seed: [5, 6] }]"), "grid.yaml: leaveOut leaves 0 of 12 cells. Leave out"],
    [
      GRID().replace("weights: none", "weigths: none"),
      'grid.yaml:10: unknown key "objective.weigths',
    ],
    [
      GRID().replace("weights: none", "head: triple"),
      'grid.yaml:10: objective.head is "triple" but must be one of softmax, binary.',
    ],
    [
      GRID().replace("epochs: 3", "epochs: 0"),
      "grid.yaml:5: training.epochs is 0 but must be a whole number >= 1.",
    ],
    [
      GRID("decoders:\n  near: { decoder: knn, k: 3 }"),
      'grid.yaml:18: unknown key "decode.k". Did you mean decode.knn.k',
    ],
    [
      GRID().replace("encoder: tiny", "encoder: tiny, device: webgpu"),
      "grid.yaml: device is webgpu but the runs of an experiment are done on cpu. Leave device out.",
    ],
    [
      GRID().replace("test: 6", "test: 24"),
      "notes: a test part of 24 was asked for and there are 24",
    ],
  ])("refuses what cannot be run %#", async (grid, message) => {
    await expect(expand(grid)).rejects.toThrow(message);
  });
});
