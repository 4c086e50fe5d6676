/** Where the documents of a run come from, and what is done to them before. */

/** A corpus and its parts, as plain data. */
export interface CorpusSource {
  readonly path: string;
  readonly format?: string | undefined;
  /** Settings of the format's reader, `name=value`. */
  readonly read?: readonly string[] | undefined;
  /**
   * A share or number of documents that the run has nothing to do with: those that `test` would take. Choices that are
   * made without them can be tried on them.
   */
  readonly aside?: number | undefined;
  /** The test part: a share, a number of documents, or a folder; absent with folds. */
  readonly test?: number | string | undefined;
  /** Each of so many parts is the test part once. */
  readonly folds?: number | undefined;
  /** So many documents of the rest are trained on, the same first ones for every number; all unless given. */
  readonly train?: number | undefined;
  /** What is done to the labels, see docs/experiments.md. */
  readonly change?: LabelChange | undefined;
}

/** A change of labels that asks what a method makes of it. */
export type LabelChange =
  /** This share of the training mentions get a type drawn from the shares of all types. */
  | { readonly kind: "redraw-types"; readonly share: number }
  /** Each word gets a label drawn from these shares, the rest `O`; `own` are those of the corpus. In all parts. */
  | { readonly kind: "random-words"; readonly shares: Readonly<Record<string, number>> | "own" }
  /** Each type is split by clusters of its strings until there are so many types. In all parts. */
  | { readonly kind: "split-types"; readonly types: number };
