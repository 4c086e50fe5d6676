/** A corpus in training, dev and test parts by shares, or in folds of a cross-validation. */

import type { Document } from "./document.js";
import { CorpusError } from "./error.js";
import { type SplitOptions, splitByDocument, splitIntoFolds } from "./split.js";

/** How to part a corpus: `test` and `dev` are shares of all documents; `folds` stand in for `test`. */
export interface SplitPlan {
  readonly test?: number | undefined;
  readonly dev?: number | undefined;
  readonly folds?: number | undefined;
  /** Partings into folds, each by itself; 1 unless named. */
  readonly repeats?: number | undefined;
}

/** A corpus in parts, each sorted by document id. */
export interface Parts {
  readonly train: readonly Document[];
  readonly dev: readonly Document[];
  readonly test: readonly Document[];
}

/**
 * Parts a corpus, the test part first, then the dev part from what is left.
 * @returns one parting; with `folds` one for each fold of the first repeat, then of the second
 * @throws CorpusError if the shares leave nothing to train on, contradict the folds, or cannot be had
 */
export function planSplits(
  documents: readonly Document[],
  plan: SplitPlan,
  { random, groups }: SplitOptions,
): Parts[] {
  const { test = 0, dev = 0, folds, repeats = 1 } = plan;
  checkPlan(plan);
  const withDev = (rest: readonly Document[], held: readonly Document[], key: number): Parts => {
    if (dev === 0) return { train: rest, dev: [], test: held };
    const fraction = Math.min((dev * documents.length) / rest.length, 1 - Number.EPSILON);
    const options = { fraction, groups, random: random.stream("dev", key) };
    return { ...splitByDocument(rest, options), test: held };
  };
  if (folds === undefined) {
    if (test === 0) return [withDev(documents, [], 0)];
    const options = { fraction: test, groups, random: random.stream("test") };
    const { train, dev: held } = splitByDocument(documents, options);
    return [withDev(train, held, 0)];
  }
  return Array.from({ length: repeats }, (_, repeat) =>
    splitIntoFolds(documents, { folds, groups, random: random.stream("folds", repeat) }),
  )
    .flat()
    .map(({ train, dev: held }, fold) => withDev(train, held, fold));
}

function checkPlan({ test, dev, folds, repeats }: SplitPlan): void {
  if (folds !== undefined && test !== undefined)
    throw new CorpusError(
      { source: "--test" },
      "a share for test cannot be combined with folds, each of which is the test part once",
      "Leave out --test or --folds",
    );
  if (repeats !== undefined && folds === undefined)
    throw new CorpusError(
      { source: "--repeats" },
      "there are no folds to repeat",
      "Add --folds 5, or leave --repeats out",
    );
  const held = (dev ?? 0) + (folds === undefined ? (test ?? 0) : 1 / folds);
  if (held <= 0 || held >= 1)
    throw new CorpusError(
      {},
      `a share of ${held} in the dev and test parts leaves ${held <= 0 ? "nothing to score" : "nothing to train on"}`,
      "Give shares that add up to more than 0 and less than 1",
    );
}
