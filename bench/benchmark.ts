/** What a benchmark is: sides that run as processes of their own, and the rows of the table made from them. */

/** One side of a comparison. */
export interface Side {
  /** As the table calls it. */
  readonly label: string;
  /**
   * Program and arguments, separated by spaces. `{name}` stands for a value of the setup (see setup.ts); a side
   * whose values are not there is not run, and the table says so.
   */
  readonly command: string;
  /** Figures of a run from the JSON lines that it printed; those of the last line unless given. */
  readonly read?: (lines: readonly object[]) => object;
}

/** Sides that are run in turn. */
export interface Measurement {
  readonly sides: Readonly<Record<string, Side>>;
  /** Runs of each side, unless `--rounds` says otherwise. */
  readonly rounds: number;
  /** Its figures are the same in every run, so one is enough whatever `--rounds` says. */
  readonly exact?: true;
}

/** A figure of a side: `side.field`. Every run also has the field `wallSeconds`. */
export type FieldPath = `${string}.${string}`;

/** How the two sides become the one number that has a goal. */
export type Comparison = "theirs / ours" | "ours / theirs" | "theirs - ours" | "ours";

/** What shall be reached. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** Unit of the figures of both sides. */
export type Unit = "s" | "MiB" | "documents/s" | "passages/s" | "points";

/** A row of the table, as plain data. */
export interface Row {
  /** What `--only` names. */
  readonly name: string;
  readonly what: string;
  readonly measurement: Measurement;
  readonly ours: FieldPath;
  /** Absent where the goal is of our own figure. */
  readonly theirs?: FieldPath;
  /** What the other figure is of; the label of its side unless given. */
  readonly against?: string;
  readonly unit: Unit;
  readonly comparison: Comparison;
  readonly goal?: Goal;
  /** Further figures to be printed beside, in the same unit. */
  readonly beside?: readonly { readonly label: string; readonly field: FieldPath }[];
}

/** Side and field of a path. */
export function splitPath(path: FieldPath): { side: string; field: string } {
  const dot = path.indexOf(".");
  return { side: path.slice(0, dot), field: path.slice(dot + 1) };
}
