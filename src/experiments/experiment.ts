/** What an experiment consists of: `experiment.json` in its folder names every run and its place in the grid. */

/** Version of the format. */
export const EXPERIMENT_FORMAT = 1;

/** Content of `experiment.json`. */
export interface Experiment {
  readonly format: typeof EXPERIMENT_FORMAT;
  readonly name: string;
  /** What it asks, in the words of who wrote the grid. */
  readonly about: string;
  /** Axes of the grid with the names of their values, `corpus` first. */
  readonly axes: Readonly<Record<string, readonly string[]>>;
  readonly decoders: readonly string[];
  /** What others are compared with: the value of some axes and of `decoder`; those left out are taken alike. */
  readonly baseline: Readonly<Record<string, string>>;
  readonly runs: readonly PlannedRun[];
}

/** A run and its place. Runs that differ in seed, split or fold alone are repetitions of one system. */
export interface PlannedRun {
  /** Of its record. */
  readonly id: string;
  /** Value of each axis by name. */
  readonly cell: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly split: number;
  readonly fold: number;
}
