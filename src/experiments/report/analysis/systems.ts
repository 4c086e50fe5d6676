/** The systems of an experiment: places of the grid with a decoder, and the runs that repeat them. */

import { ExperimentError } from "../../error.js";
import type { Experiment, PlannedRun } from "../../experiment.js";
import type { DecoderRecord, RunRecord } from "../../record.js";

/** A run of a system. */
export interface Repetition {
  /** Number in `experiment.json`, from 1. */
  readonly number: number;
  readonly seed: number;
  readonly split: number;
  readonly fold: number;
  /** Undefined while it has not been run. */
  readonly record: RunRecord | undefined;
}

/** One way of doing it on one corpus. Seeds, splits and folds are its repetitions. */
export interface System {
  /** Unique within its corpus: what it has that others have not. */
  readonly name: string;
  /** The same without its decoder, which does not matter to training. */
  readonly training: string;
  readonly corpus: string;
  /** Value of each axis by name. */
  readonly cell: Readonly<Record<string, string>>;
  readonly decoder: string;
  readonly planned: readonly Repetition[];
}

/** A repetition whose record is there. */
export type Done = Repetition & { readonly record: RunRecord };

/** All systems, by corpus, in the order of the grid. */
export function systemsOf(
  { axes, decoders, runs }: Experiment,
  records: ReadonlyMap<string, RunRecord>,
): ReadonlyMap<string, readonly System[]> {
  const cells = new Map<string, { cell: PlannedRun["cell"]; planned: Repetition[] }>();
  runs.forEach(({ id, cell, seed, split, fold }, i) => {
    const key = JSON.stringify(Object.keys(axes).map((axis) => cell[axis]));
    const found = cells.get(key) ?? { cell, planned: [] };
    cells.set(key, found);
    found.planned.push({ number: i + 1, seed, split, fold, record: records.get(id) });
  });
  const shown = Object.keys(axes).filter(
    (axis) =>
      axis !== "corpus" && new Set([...cells.values()].map(({ cell }) => cell[axis])).size > 1,
  );
  const byCorpus = new Map<string, System[]>();
  for (const { cell, planned } of cells.values()) {
    const corpus = cell.corpus ?? "";
    const systems = byCorpus.get(corpus) ?? [];
    byCorpus.set(corpus, systems);
    const training = shown.map((axis) => cell[axis]).join(", ");
    for (const decoder of decoders) {
      const named = decoders.length > 1 || training === "";
      const name = named ? [training, decoder].filter(Boolean).join(", ") : training;
      systems.push({ name, training: training || "all", corpus, cell, decoder, planned });
    }
  }
  for (const systems of byCorpus.values()) checkSameDocuments(systems);
  return byCorpus;
}

/** The repetitions that are there. */
export function doneOf({ planned }: Pick<System, "planned">): Done[] {
  return planned.filter((repetition): repetition is Done => repetition.record !== undefined);
}

/** What sets repetitions of one system apart. */
export function repetitionKey({ seed, split, fold }: Omit<Repetition, "number" | "record">) {
  return `${seed}/${split}/${fold}`;
}

/** Of each system, the repetitions that all have; in the same order. */
export function sharedBy<S extends Pick<System, "planned">>(systems: readonly S[]): Done[][] {
  const done = systems.map(
    (system) => new Map(doneOf(system).map((one) => [repetitionKey(one), one])),
  );
  const keys = [...(done[0]?.keys() ?? [])].filter((key) => done.every((of) => of.has(key)));
  return done.map((of) => keys.map((key) => of.get(key) as Done));
}

/** What varies between repetitions: the seed of training, or what was trained and tested on. */
const KEYS = {
  seed: ({ seed }: Done) => String(seed),
  parts: ({ split, fold }: Done) => `${split}/${fold}`,
} as const;

/**
 * Groups of equal seed, each with all parts that there are, or of equal parts, each with all seeds. Groups that lack
 * some are left out, as they would differ for that reason, too.
 */
export function wholeGroups<D extends Done>(
  repetitions: readonly D[],
  by: keyof typeof KEYS,
): readonly (readonly D[])[] {
  const [outer, inner] = by === "seed" ? [KEYS.seed, KEYS.parts] : [KEYS.parts, KEYS.seed];
  const all = new Set(repetitions.map(inner)).size;
  return [...new Set(repetitions.map(outer))]
    .map((key) => repetitions.filter((one) => outer(one) === key))
    .filter((group) => group.length === all);
}

/** What the system's decoder made of a run. @throws ExperimentError if the record does not say */
export function decoderOf({ decoder }: Pick<System, "decoder">, { record }: Done): DecoderRecord {
  const found = Object.hasOwn(record.decoders, decoder) ? record.decoders[decoder] : undefined;
  if (found) return found;
  throw new ExperimentError(
    { source: record.id.slice(0, 12) },
    `the record has no decoder ${decoder}, but ${Object.keys(record.decoders).join(", ")}`,
    "Run the experiment again with this version of raretag",
  );
}

/** The system that another one is compared with; undefined if it is one itself, or the grid has none. */
export function baselineOf(
  system: System,
  systems: readonly System[],
  baseline: Experiment["baseline"],
): System | undefined {
  const { decoder = system.decoder, ...values } = baseline;
  const wanted = { ...system.cell, ...values, corpus: system.corpus };
  const found = systems.find(
    (candidate) =>
      candidate.decoder === decoder &&
      Object.entries(wanted).every(([axis, value]) => candidate.cell[axis] === value),
  );
  return found?.name === system.name ? undefined : found;
}

/** Pairs are made by document: systems of one corpus must have been scored on the same ones. */
function checkSameDocuments(systems: readonly System[]): void {
  const first = new Map<string, Done>();
  for (const repetition of systems.flatMap(doneOf)) {
    const key = repetitionKey(repetition);
    const other = first.get(key) ?? repetition;
    first.set(key, other);
    const [there, here] = [other, repetition].map(({ record }) => record.documents.join());
    if (there !== here)
      throw new ExperimentError(
        { source: systems[0]?.corpus },
        `runs ${other.number} and ${repetition.number} have the same seed, split and fold, but were scored on different documents (${other.record.documents.length} and ${repetition.record.documents.length})`,
        "Run the experiment again into a new folder",
      );
  }
}
