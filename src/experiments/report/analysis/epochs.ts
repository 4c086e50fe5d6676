/** How training went: loss and score of the dev part by epoch, and what it cost. */

import type { RunCost } from "../../record.js";
import { type Done, doneOf, type System } from "./systems.js";

/** One epoch of all repetitions. */
export interface EpochPoint {
  readonly epoch: number;
  readonly loss: number;
  /** Null where no repetition has a dev part. */
  readonly selection: number | null;
  /** Repetitions that have this epoch. */
  readonly n: number;
}

/** Means over the repetitions of a system; decoders share them. */
export function epochsOf(system: Pick<System, "planned">): EpochPoint[] {
  const all = doneOf(system).flatMap(({ record }) => record.epochs);
  const numbers = [...new Set(all.map(({ epoch }) => epoch))].sort((a, b) => a - b);
  return numbers.map((epoch) => {
    const here = all.filter((one) => one.epoch === epoch);
    const selections = here.flatMap(({ selection }) => selection ?? []);
    return {
      epoch,
      loss: meanOf(here.map(({ loss }) => loss)) as number,
      selection: meanOf(selections),
      n: here.length,
    };
  });
}

/** Cost of a run, the median over the repetitions that tell theirs. */
export interface Cost {
  readonly n: number;
  readonly training: number | null;
  readonly scoring: number | null;
  /** Bytes. */
  readonly peakMemory: number | null;
  /** Of training. */
  readonly steps: number;
  /** Epoch whose weights were scored, the median. */
  readonly epoch: number;
}

/** Medians; undefined without a repetition. */
export function costOf(
  system: Pick<System, "planned">,
  costs: ReadonlyMap<string, RunCost>,
): Cost | undefined {
  const done: readonly Done[] = doneOf(system);
  if (done.length === 0) return undefined;
  const known = done.flatMap(({ record }) => costs.get(record.id) ?? []);
  return {
    n: known.length,
    training: medianOf(known.map(({ seconds }) => seconds.training)),
    scoring: medianOf(known.map(({ seconds }) => seconds.scoring)),
    peakMemory: medianOf(known.map(({ peakMemory }) => peakMemory)),
    steps: medianOf(done.map(({ record }) => record.plan.steps)) as number,
    epoch: medianOf(done.map(({ record }) => record.epoch)) as number,
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}
