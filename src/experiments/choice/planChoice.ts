/** The trainings by which an objective is chosen: every candidate on every fold of the training part. */

import type { AskedConfig, Config } from "../../config/index.js";
import { createRandom } from "../../core/index.js";
import { type Document, splitIntoFolds, typesOf } from "../../corpus/index.js";
import { ExperimentError } from "../error.js";
import type { Parts } from "../parts.js";
import { CANDIDATES, type Candidate, settledConfig } from "./candidates.js";

/** A training of a candidate on all folds but one, which it is scored on. */
export interface Trial {
  readonly candidate: Candidate;
  /** 1 for the first. */
  readonly fold: number;
  /** The run's own, but without a dev part. */
  readonly config: Config;
  readonly parts: Parts;
}

/** All trials of a choice. */
export interface ChoicePlan {
  readonly asked: AskedConfig;
  readonly folds: number;
  /** Of the training part. */
  readonly documents: number;
  /** Fold by fold. */
  readonly trials: readonly Trial[];
}

/**
 * Parts the training part into folds, by document, and plans a training for each candidate and fold.
 * @param options `groups`: name of what a document belongs to, which no fold parts
 * @throws ExperimentError if there are fewer documents or groups than folds, or one fold holds all that is annotated
 */
export function planChoice(
  documents: readonly Document[],
  {
    asked,
    folds,
    groups,
  }: {
    readonly asked: AskedConfig;
    readonly folds: number;
    readonly groups: ReadonlyMap<string, string>;
  },
): ChoicePlan {
  const separable = new Set(documents.map(({ id }) => groups.get(id) ?? id)).size;
  const advice = "Name an objective, or give more documents";
  if (separable < folds)
    throw new ExperimentError(
      { source: "objective auto" },
      separable === documents.length
        ? `needs a document for each of ${folds} folds and the training part has ${separable}`
        : `needs a group of documents for each of ${folds} folds and the training part has ${separable}, as near duplicates and what the split keeps together are one`,
      separable < 2 ? advice : `${advice} or fewer --inner-folds`,
    );
  const random = createRandom(asked.seed).stream("choice");
  const parts = splitIntoFolds(documents, { folds, groups, random }).map(
    ({ train, dev: test }, f): Parts => {
      const types = typesOf(train);
      if (types.length > 0) return { train, test, types };
      throw new ExperimentError(
        { source: "objective auto" },
        `fold ${f + 1} of ${folds} holds all annotated mentions of the training part, and the others hold 0`,
        advice,
      );
    },
  );
  const trials = parts.flatMap((part, f) =>
    CANDIDATES.map((candidate): Trial => {
      const { training, ...rest } = settledConfig(asked, { candidate, decoding: "argmax" });
      const config = { ...rest, training: { ...training, dev: "none" as const } };
      return { candidate, fold: f + 1, config, parts: part };
    }),
  );
  return { asked, folds, documents: documents.length, trials };
}
