/** Scores against the number of training documents, where systems differ in nothing else. */

import { groupBy } from "../../../core/index.js";
import type { ScoreName } from "../../scores.js";
import { pool } from "./comparisons.js";
import { type Estimate, estimate } from "./estimate.js";
import { type Done, doneOf, type System } from "./systems.js";

/** One way of doing it, with more and more documents. */
export interface SizeCurve {
  readonly name: string;
  /** By training documents; two or more. */
  readonly points: readonly SizePoint[];
}

/** A system as a place on the curve. */
export interface SizePoint {
  readonly corpus: string;
  /** Training documents, the mean over repetitions. */
  readonly train: number;
  /** Test documents. */
  readonly documents: number;
  readonly scores: ReadonlyMap<ScoreName, Estimate>;
}

/** A system with what it was trained and tested on. */
interface Place {
  readonly system: System;
  readonly done: readonly Done[];
  readonly train: number;
  /** All test documents. */
  readonly tested: string;
}

/** Parts of a corpus vary a little in size; what differs by less is no other size. */
const LEAST_RATIO = 1.1;

/**
 * Finds the axes along which the number of training documents changes while the test documents stay, and follows every
 * system along them.
 * @param systems of all corpora
 */
export function sizeCurves(systems: readonly System[], scores: readonly ScoreName[]): SizeCurve[] {
  const places = systems.flatMap((system): Place[] => {
    const done = doneOf(system);
    const train = done.reduce((sum, { record }) => sum + record.material.sizes.train, 0);
    const tested = [...new Set(done.flatMap(({ record }) => record.documents))].sort().join();
    return done.length === 0 ? [] : [{ system, done, train: train / done.length, tested }];
  });
  const axes = Object.keys(systems[0]?.cell ?? {});
  const without =
    (left: readonly string[]) =>
    ({ system, tested }: Place) =>
      JSON.stringify([
        ...[tested, system.decoder],
        ...axes.map((axis) => (left.includes(axis) ? null : system.cell[axis])),
      ]);
  const along = axes.filter((axis) => groupsBy(places, without([axis])).some(hasSizes));
  if (along.length === 0) return [];
  return groupsBy(places, without(along))
    .flatMap((group) => (repeatsSize(group) ? groupsBy(group, stemOf) : [group]))
    .filter((group) => hasSizes(group) && !repeatsSize(group))
    .map((group) => curveOf(group, { along, scores }));
}

function curveOf(
  group: readonly Place[],
  { along, scores }: { readonly along: readonly string[]; readonly scores: readonly ScoreName[] },
): SizeCurve {
  const [{ system }] = group as [Place];
  const stays = Object.keys(system.cell).filter((axis) => !along.includes(axis));
  return {
    name: [...stays.map((axis) => system.cell[axis]), system.decoder].join(", "),
    points: group
      .toSorted((a, b) => a.train - b.train)
      .map(({ system, done, train }) => {
        const counts = pool(system, done);
        return {
          ...{ corpus: system.corpus, train, documents: counts.documents.length },
          scores: new Map(scores.map((score) => [score, estimate(score, counts)])),
        };
      }),
  };
}

function hasSizes(group: readonly Place[]): boolean {
  const sizes = group.map(({ train }) => train);
  return Math.max(...sizes) >= LEAST_RATIO * Math.min(...sizes);
}

function repeatsSize(group: readonly Place[]): boolean {
  const sizes = group.map(({ train }) => train).sort((a, b) => a - b);
  return sizes.some((size, i) => i > 0 && size < LEAST_RATIO * (sizes[i - 1] as number));
}

/** The name of a corpus without numbers: `notes-50-redrawn` and `notes-100-redrawn` are of one kind. */
function stemOf({ system }: Place): string {
  return system.corpus.replace(/\d+/g, "");
}

function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return [...groupBy(items, keyOf).values()];
}
