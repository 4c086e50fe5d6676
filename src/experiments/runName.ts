/** What a run is called when people are told of it. */

import type { Experiment, PlannedRun } from "./experiment.js";

/** The place of a run in the grid, such as `system=btl seed=1`: what all runs have in common is left out. */
export function runName(
  { axes, runs }: Pick<Experiment, "axes" | "runs">,
  { cell, seed, split, fold }: PlannedRun,
): string {
  const varies = (of: (run: PlannedRun) => unknown) => new Set(runs.map(of)).size > 1;
  const parts = { split, fold };
  return [
    ...Object.keys(axes)
      .filter((axis) => varies((run) => run.cell[axis]))
      .map((axis) => `${axis}=${cell[axis]}`),
    `seed=${seed}`,
    ...(["split", "fold"] as const)
      .filter((part) => varies((run) => run[part]))
      .map((part) => `${part}=${parts[part]}`),
  ].join(" ");
}
