/** The scores of a system. */

import { SCORE_NAMES, type ScoreName } from "../../scores.js";
import { pool } from "./comparisons.js";
import { type Estimate, estimate, type Spread, scoreOf, spreadOf } from "./estimate.js";
import type { SystemCounts } from "./scores.js";
import { doneOf, type System, wholeGroups } from "./systems.js";

/** Scores of one system, of the counts of all its repetitions together. */
export interface SystemResult {
  readonly name: string;
  readonly repetitions: {
    readonly planned: number;
    readonly done: number;
    /** Numbers of the runs that are not there. */
    readonly missing: readonly number[];
  };
  /** Different documents, however often each was scored. */
  readonly documents: number;
  readonly scores: Scored;
}

/** Every score, and how much it varies between seeds. */
export type Scored = Readonly<Record<ScoreName, Estimate & { readonly seeds: Spread }>>;

/** Scores of a system; undefined without a repetition. */
export function resultOf(system: System): SystemResult | undefined {
  const done = doneOf(system);
  if (done.length === 0) return undefined;
  const counts = pool(system, done);
  const missing = system.planned.flatMap(({ number, record }) => (record ? [] : [number]));
  return {
    name: system.name,
    repetitions: { planned: system.planned.length, done: done.length, missing },
    documents: counts.documents.length,
    scores: scoresOf(
      counts,
      wholeGroups(done, "seed").map((group) => pool(system, group)),
    ),
  };
}

/** Every score. @param seeds counts of single seeds */
export function scoresOf(counts: SystemCounts, seeds: readonly SystemCounts[]): Scored {
  const scores = SCORE_NAMES.map((name) => [
    name,
    { ...estimate(name, counts), seeds: spreadOf(seeds.map((seed) => scoreOf(name, seed))) },
  ]);
  return Object.fromEntries(scores) as Scored;
}
