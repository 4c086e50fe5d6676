/** What is kept of a measured row: medians, the number with the goal, and where it was measured. */

import { type FieldPath, type Row, splitPath } from "./benchmark.js";
import type { Environment } from "./environment.js";
import type { Samples } from "./run.js";
import { compare, isReached } from "./statistics.js";

/** A measured row. */
export interface RowRecord {
  readonly ours: number;
  readonly theirs?: number;
  readonly figure?: number;
  readonly range?: readonly [number, number];
  readonly reached?: boolean;
  /** Further figures by their label. */
  readonly beside: Readonly<Record<string, number>>;
  /** What each round gave, in the same order on both sides. */
  readonly rounds: { readonly ours: readonly number[]; readonly theirs: readonly number[] };
  readonly environment: Environment;
}

/** Records by name of their row. */
export type Records = Readonly<Record<string, RowRecord>>;

/**
 * Makes the record of a row from the runs of its measurement.
 * @returns why there is none, if our own side could not be run
 */
export function recordOf(
  row: Row,
  samples: ReadonlyMap<string, Samples>,
  environment: Environment,
): RowRecord | string {
  const ours = valuesOf(row.ours, samples);
  if (ours.length === 0) return samples.get(splitPath(row.ours).side)?.missing ?? "nothing was run";
  const theirs = row.theirs ? valuesOf(row.theirs, samples) : [];
  const compared = compare(row.comparison, { ours, theirs });
  const beside: Record<string, number> = {};
  for (const { label, field } of row.beside ?? []) {
    const values = valuesOf(field, samples);
    if (values.length > 0) beside[label] = compare("ours", { ours: values, theirs: [] }).ours;
  }
  const { figure } = compared;
  return {
    ...compared,
    ...(row.goal && figure !== undefined ? { reached: isReached(figure, row.goal) } : {}),
    beside,
    rounds: { ours, theirs },
    environment,
  };
}

/** A figure in every round. @throws TypeError if a run did not print it */
function valuesOf(path: FieldPath, samples: ReadonlyMap<string, Samples>): number[] {
  const { side, field } = splitPath(path);
  return (samples.get(side)?.records ?? []).map((record) => {
    const value = record[field];
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new TypeError(`side ${side} printed ${JSON.stringify(value)} as ${field}`);
  });
}

/**
 * Adds new records to those that are kept. A row whose other side was not there this time keeps an older
 * comparison: half a measurement does not replace a whole one.
 */
export function merged(kept: Records, fresh: Records): Records {
  const result: Record<string, RowRecord> = { ...kept };
  for (const [name, record] of Object.entries(fresh))
    if (record.figure !== undefined || kept[name]?.figure === undefined) result[name] = record;
  return result;
}
