/** GRID.yaml: which runs an experiment consists of, as people write it. */

import { type Setting, settingsOfFile } from "../config/index.js";
import type { Location } from "../core/index.js";
import type { CorpusSource } from "./corpusSource.js";
import { ExperimentError } from "./error.js";
import { readPlaced } from "./gridPlaces.js";
import { firstProblem, gridSchema } from "./gridSchema.js";

/** A value of an axis: its name and the settings that it makes. */
export interface AxisValue {
  readonly name: string;
  readonly settings: readonly Setting[];
}

/** A grid that was read. */
export interface Grid {
  readonly source: string;
  readonly name: string;
  readonly about: string;
  /** Of every run. */
  readonly settings: readonly Setting[];
  readonly corpora: readonly (AxisValue & { readonly corpus: CorpusSource })[];
  readonly axes: readonly { readonly name: string; readonly values: readonly AxisValue[] }[];
  /** Their settings are keys of the section `decode`. */
  readonly decoders: readonly AxisValue[];
  readonly seeds: readonly number[];
  readonly splits: readonly number[];
  /** Cells that are not run: of each axis that is named, any of the values. */
  readonly leaveOut: readonly Readonly<Record<string, readonly string[]>>[];
  readonly baseline: Readonly<Record<string, string>>;
}

/** What every grid has beside its own axes. */
const RESERVED = ["corpus", "decoder", "seed", "split", "fold"];

/**
 * Reads a grid.
 * @param file `source` is its name for messages
 * @throws ExperimentError naming the line; ConfigError if the YAML cannot be read
 */
export function parseGrid(file: { readonly source: string; readonly text: string }): Grid {
  const leaves = settingsOfFile(file);
  const { content, placeOf } = readPlaced(file);
  const parsed = gridSchema.safeParse(content ?? {});
  if (!parsed.success) {
    const { path, problem } = firstProblem(parsed.error);
    throw new ExperimentError(
      placeOf(path),
      `${path.map(String).join(".")}: ${problem}`,
      "See docs/experiments.md for what a grid holds",
    );
  }
  const { data } = parsed;
  const under = (...path: string[]): Setting[] => {
    const prefix = `${path.join(".")}.`;
    return leaves
      .filter((leaf) => leaf.path.startsWith(prefix))
      .map((leaf) => ({ ...leaf, path: leaf.path.slice(prefix.length) }));
  };
  const valuesOf = (names: object, ...path: string[]): AxisValue[] =>
    Object.keys(names).map((name) => ({ name, settings: under(...path, name) }));
  const given = (content as object) ?? {};
  const grid: Grid = {
    ...{ source: file.source, name: data.name, about: data.about, settings: under("settings") },
    corpora: Object.entries(data.corpora).map(([name, { settings: _, ...corpus }]) => ({
      name,
      settings: under("corpora", name, "settings"),
      corpus,
    })),
    axes: Object.entries(data.axes).map(([name, values]) => ({
      name,
      values: valuesOf(values, "axes", name),
    })),
    decoders:
      "decoders" in given
        ? valuesOf(data.decoders, "decoders")
        : [{ name: "argmax", settings: [{ path: "decoder", value: "argmax", place: {} }] }],
    ...{ seeds: data.seeds, splits: data.splits, baseline: data.baseline },
    leaveOut: data.leaveOut.map((cell) =>
      Object.fromEntries(
        Object.entries(cell).map(([axis, values]) => [axis, [values].flat().map(String)]),
      ),
    ),
  };
  checkGrid(grid, placeOf);
  return grid;
}

type PlaceOf = (path: readonly PropertyKey[]) => Location;

/** Rules between keys. */
function checkGrid(grid: Grid, placeOf: PlaceOf): void {
  for (const { name, corpus } of grid.corpora)
    if ((corpus.test === undefined) === (corpus.folds === undefined))
      throw new ExperimentError(
        placeOf(["corpora", name]),
        `corpus ${name} has ${corpus.test === undefined ? "neither test nor folds" : "both test and folds"}`,
        "Say how its test part is made by one of them",
      );
  const reserved = grid.axes.find(({ name }) => RESERVED.includes(name));
  if (reserved)
    throw new ExperimentError(
      placeOf(["axes", reserved.name]),
      `an axis is named ${reserved.name}, which every grid has`,
      "Choose another name",
    );
  const values = [...grid.corpora, ...grid.axes.flatMap((axis) => axis.values)];
  const seed = [...grid.settings, ...values.flatMap(({ settings }) => settings)].find(
    ({ path }) => path === "seed",
  );
  if (seed)
    throw new ExperimentError(
      seed.place,
      `the seed is set to ${seed.value} and the grid has seeds of its own`,
      "List it under seeds",
    );
  const namesOf = (list: readonly AxisValue[]) => list.map(({ name }) => name);
  const axes = grid.axes.map(({ name, values }): [string, string[]] => [name, namesOf(values)]);
  const places = new Map([
    ["corpus", namesOf(grid.corpora)],
    ...axes,
    ["seed", grid.seeds.map(String)],
    ["split", grid.splits.map(String)],
  ]);
  grid.leaveOut.forEach((cell, i) => {
    checkCell(cell, { names: places, place: (axis) => placeOf(["leaveOut", i, axis]) });
  });
  checkCell(grid.baseline, {
    names: new Map([...axes, ["decoder", namesOf(grid.decoders)]]),
    place: (axis) => placeOf(["baseline", axis]),
  });
}

/** @throws ExperimentError if an axis, or one of its values, is not in the grid */
function checkCell(
  cell: Readonly<Record<string, string | readonly string[]>>,
  {
    names,
    place,
  }: {
    readonly names: ReadonlyMap<string, readonly string[]>;
    readonly place: (axis: string) => Location;
  },
): void {
  for (const [axis, values] of Object.entries(cell)) {
    const known = names.get(axis);
    if (!known)
      throw new ExperimentError(
        place(axis),
        `${axis} is no axis that can be named here`,
        `Name ${[...names.keys()].join(", ")}`,
      );
    const unknown = [values].flat().find((value) => !known.includes(value));
    if (unknown !== undefined)
      throw new ExperimentError(
        place(axis),
        `${unknown} is no value of ${axis}`,
        `It has ${known.join(", ")}`,
      );
  }
}
