/** GRID.yaml: which runs an experiment consists of, as people write it. */

import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type Setting, settingsOfFile } from "../config/index.js";
import type { Location } from "../core/index.js";
import type { CorpusSource } from "./corpusSource.js";
import { ExperimentError } from "./error.js";

/** Names go into paths of settings, tables and plots. */
const name = z.string().regex(/^[\w+-]+$/, "may have letters, digits, _, + and - only");
const settings = z.record(z.string(), z.unknown()).nullable();
const text = z.string().min(1);

const corpus = z.strictObject({
  path: text,
  format: text.optional(),
  read: z.array(text).optional(),
  test: z.union([z.number().gt(0), text]).optional(),
  folds: z.int().min(2).optional(),
  train: z.int().min(1).optional(),
  change: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("redraw-types"), share: z.number().min(0).max(1) }),
      z.strictObject({
        kind: z.literal("random-words"),
        shares: z.union([z.literal("own"), z.record(text, z.number().gt(0).lt(1))]),
      }),
      z.strictObject({ kind: z.literal("split-types"), types: z.int().min(2) }),
    ])
    .optional(),
  settings: settings.optional(),
});

const schema = z.strictObject({
  name,
  about: z.string().default(""),
  settings: settings.default({}),
  corpora: z.record(name, corpus),
  axes: z.record(name, z.record(name, settings)).default({}),
  decoders: z.record(name, settings).default({ argmax: { decoder: "argmax" } }),
  seeds: z.array(z.int().min(0)).min(1).default([1]),
  splits: z.array(z.int().min(0)).min(1).default([1]),
  leaveOut: z
    .array(z.record(name, z.union([text, z.number(), z.array(z.union([text, z.number()]))])))
    .default([]),
  baseline: z.record(name, z.string()).default({}),
});

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

/**
 * Reads a grid.
 * @param file `source` is its name for messages
 * @throws ExperimentError naming the line; ConfigError if the YAML cannot be read
 */
export function parseGrid(file: { readonly source: string; readonly text: string }): Grid {
  const leaves = settingsOfFile(file);
  const under = (...path: string[]): Setting[] => {
    const prefix = `${path.join(".")}.`;
    return leaves
      .filter((leaf) => leaf.path.startsWith(prefix))
      .map((leaf) => ({ ...leaf, path: leaf.path.slice(prefix.length) }));
  };
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines });
  const place = (path: readonly PropertyKey[]): Location => {
    const node = document.getIn(path, true) as { range?: [number] } | undefined;
    const line = node?.range ? lines.linePos(node.range[0]).line : undefined;
    return { source: file.source, line };
  };
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    const where = issue.path.map(String).join(".") || "the grid";
    throw new ExperimentError(
      place(issue.path),
      `${where}: ${issue.message}`,
      "See docs/experiments.md for what a grid holds",
    );
  }
  const grid = parsed.data;
  const axes = Object.entries(grid.axes).map(([axis, values]) => ({
    name: axis,
    values: Object.keys(values).map((value) => ({
      name: value,
      settings: under("axes", axis, value),
    })),
  }));
  const decoders = Object.keys(grid.decoders).map((decoder) => ({
    name: decoder,
    settings:
      "decoders" in (document.toJS() as object)
        ? under("decoders", decoder)
        : [{ path: "decoder", value: "argmax", place: {} }],
  }));
  const corpora = Object.entries(grid.corpora).map(([corpusName, { settings: _, ...source }]) => {
    if ((source.test === undefined) === (source.folds === undefined))
      throw new ExperimentError(
        place(["corpora", corpusName]),
        `corpus ${corpusName} has ${source.test === undefined ? "neither test nor folds" : "both test and folds"}`,
        "Say how its test part is made by one of them",
      );
    return {
      name: corpusName,
      settings: under("corpora", corpusName, "settings"),
      corpus: source,
    };
  });
  const reserved = ["corpus", "decoder", "seed", "split", "fold"].find((word) => word in grid.axes);
  if (reserved !== undefined)
    throw new ExperimentError(
      place(["axes", reserved]),
      `an axis is named ${reserved}, which every grid has`,
      "Choose another name",
    );
  const read: Grid = {
    ...{ source: file.source, name: grid.name, about: grid.about, settings: under("settings") },
    ...{ corpora, axes, decoders, seeds: grid.seeds, splits: grid.splits, baseline: grid.baseline },
    leaveOut: grid.leaveOut.map((cell) =>
      Object.fromEntries(
        Object.entries(cell).map(([axis, values]) => [axis, [values].flat().map(String)]),
      ),
    ),
  };
  const names = namesOf(read);
  grid.leaveOut.forEach((_, i) => {
    for (const [axis, values] of Object.entries(read.leaveOut[i] ?? {}))
      checkNames({ axis, values, names, place: place(["leaveOut", i]) });
  });
  for (const [axis, value] of Object.entries(read.baseline))
    checkNames({ axis, values: [value], names, place: place(["baseline", axis]) });
  return read;
}

/** Values of every axis by name, those of corpora and decoders too. */
function namesOf(grid: Grid): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ["corpus", grid.corpora.map(({ name }) => name)],
    ...grid.axes.map(({ name, values }): [string, string[]] => [
      name,
      values.map((value) => value.name),
    ]),
    ["decoder", grid.decoders.map(({ name }) => name)],
    ["seed", grid.seeds.map(String)],
    ["split", grid.splits.map(String)],
  ]);
}

function checkNames({
  axis,
  values,
  names,
  place,
}: {
  readonly axis: string;
  readonly values: readonly string[];
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly place: Location;
}): void {
  const known = names.get(axis);
  if (!known)
    throw new ExperimentError(
      place,
      `${axis} is no axis of the grid`,
      `It has ${[...names.keys()].join(", ")}`,
    );
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined)
    throw new ExperimentError(
      place,
      `${unknown} is no value of ${axis}`,
      `It has ${known.join(", ")}`,
    );
}
