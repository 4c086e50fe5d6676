/** A grid to its runs. */

import { basename, resolve } from "node:path";
import { type Config, loadConfig, type Setting } from "../config/index.js";
import type { CorpusSource } from "./corpusSource.js";
import { ExperimentError } from "./error.js";
import { EXPERIMENT_FORMAT, type Experiment, type PlannedRun } from "./experiment.js";
import type { Grid } from "./grid.js";
import type { Job, RunDefinition } from "./job.js";
import { createPartsReader } from "./parts.js";
import type { Material } from "./record.js";
import { materialOf, runId } from "./runId.js";

/** What expanding needs of encoders. */
export interface Encoders {
  /** Folder of an encoder that a configuration names. */
  folderOf(encoder: string): Promise<string>;
  /** Fingerprint of the encoder in a folder. */
  fingerprintOf(folder: string): Promise<string>;
}

/** An experiment with the jobs that it consists of. */
export interface Expanded {
  readonly experiment: Experiment;
  /** Each once, complete repetitions of the grid first: seed by seed, so that an early look sees all systems. */
  readonly jobs: readonly Job[];
}

/**
 * Makes every run: corpora x axes x splits x folds x seeds, without the cells that are left out.
 * @throws ConfigError naming the line of the grid if settings do not fit together; ExperimentError for its corpora, and
 * if nothing is left to run
 */
export async function expandGrid(grid: Grid, encoders: Encoders): Promise<Expanded> {
  const materialFor = createMaterials(encoders);
  const jobs = new Map<string, Job>();
  const runs: PlannedRun[] = [];
  for (const { seed, split, fold } of repetitionsOf(grid))
    for (const { cell, corpus, settings } of cellsOf(grid)) {
      if (fold > (corpus.folds ?? 1)) continue;
      if (isLeftOut(grid, { ...cell, seed: String(seed), split: String(split) })) continue;
      const asked = configOf([...settings, { path: "seed", value: seed, place: {} }]);
      checkDevice(asked, grid);
      const encoder = await encoders.folderOf(asked.encoder);
      const config = { ...asked, encoder: basename(encoder) };
      const run: RunDefinition = {
        ...{ corpus: absolute(corpus), split, fold, config, encoder: resolve(encoder) },
        decoders: Object.fromEntries(
          grid.decoders.map(({ name, settings: own }) => [name, decodingOf(settings, own)]),
        ),
      };
      const id = runId(run, await materialFor(run));
      jobs.set(id, { id, run });
      runs.push({ id, cell, seed, split, fold });
    }
  if (runs.length === 0)
    throw new ExperimentError(
      { source: grid.source },
      `leaveOut leaves 0 of ${cellsOf(grid).length} cells`,
      "Leave out less",
    );
  return { experiment: describe(grid, runs), jobs: [...jobs.values()] };
}

/** Fingerprints of what runs are made of, each made once: runs of a grid mostly share their documents. */
function createMaterials({ fingerprintOf }: Encoders): (run: RunDefinition) => Promise<Material> {
  const reader = createPartsReader();
  const made = new Map<string, Promise<unknown>>();
  const once = <T>(key: unknown[], make: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key);
    const found = (made.get(name) as Promise<T> | undefined) ?? make();
    made.set(name, found);
    return found;
  };
  return async ({ corpus, split, fold, config, encoder }) => {
    const { dev } = config.training;
    const seed = corpus.change ? config.seed : 0; // nothing else of the documents follows it
    const fingerprint = await once([encoder], () => fingerprintOf(encoder));
    return once([corpus, split, fold, seed, dev, encoder], async () =>
      materialOf(await reader.parts(corpus, { split, fold, seed, dev }), fingerprint),
    );
  };
}

function describe(grid: Grid, runs: readonly PlannedRun[]): Experiment {
  return {
    ...{ format: EXPERIMENT_FORMAT, name: grid.name, about: grid.about },
    axes: {
      corpus: grid.corpora.map(({ name }) => name),
      ...Object.fromEntries(
        grid.axes.map(({ name, values }) => [name, values.map((value) => value.name)]),
      ),
    },
    decoders: grid.decoders.map(({ name }) => name),
    ...{ baseline: grid.baseline, runs },
  };
}

function repetitionsOf({ seeds, splits, corpora }: Grid) {
  const folds = Math.max(...corpora.map(({ corpus }) => corpus.folds ?? 1));
  return splits.flatMap((split) =>
    Array.from({ length: folds }, (_, f) => f + 1).flatMap((fold) =>
      seeds.map((seed) => ({ seed, split, fold })),
    ),
  );
}

/** Every combination of values, the last axis changing fastest. */
function cellsOf(grid: Grid) {
  let cells = grid.corpora.map(({ name, corpus, settings }) => ({
    cell: { corpus: name } as Readonly<Record<string, string>>,
    corpus,
    settings: [...grid.settings, ...settings],
  }));
  for (const axis of grid.axes)
    cells = cells.flatMap(({ cell, corpus, settings }) =>
      axis.values.map((value) => ({
        cell: { ...cell, [axis.name]: value.name },
        corpus,
        settings: [...settings, ...value.settings],
      })),
    );
  return cells;
}

function isLeftOut({ leaveOut }: Grid, cell: Readonly<Record<string, string>>): boolean {
  return leaveOut.some((pattern) =>
    Object.entries(pattern).every(([axis, values]) => values.includes(cell[axis] as string)),
  );
}

/** Results depend on the device, and on which one there is. @throws ExperimentError for others than the processor */
function checkDevice({ device }: Config, { source }: Grid): void {
  if (device !== "cpu")
    throw new ExperimentError(
      { source },
      `device is ${device} but the runs of an experiment are done on cpu`,
      "Leave device out",
    );
}

/** Runs have one thread unless the grid says otherwise: results may depend on it, so it is not left to the machine. */
function configOf(settings: readonly Setting[]): Config {
  return loadConfig({ flags: [{ path: "threads", value: 1, place: {} }, ...settings] });
}

/** Settings of decoding alone; what the grid says of decoding elsewhere is for choosing the epoch. */
function decodingOf(settings: readonly Setting[], own: readonly Setting[]): Config["decode"] {
  return configOf([
    ...settings.filter(({ path }) => !path.startsWith("decode.")),
    ...own.map((setting) => ({ ...setting, path: `decode.${setting.path}` })),
  ]).decode;
}

function absolute(corpus: CorpusSource): CorpusSource {
  const { test } = corpus;
  return {
    ...corpus,
    path: resolve(corpus.path),
    ...(typeof test === "string" ? { test: resolve(test) } : {}),
  };
}
