/** All that a report says of an experiment, as plain data: a pure function of its records. */

import { SCORE_NAMES, type ScoreName } from "../../scores.js";
import type { StoredExperiment } from "../../store.js";
import { analyseCorpus, type CorpusAnalysis } from "./corpus.js";
import { type SizeCurve, sizeCurves } from "./sizes.js";
import { systemsOf } from "./systems.js";

/** An experiment, analysed. */
export interface Analysis {
  readonly name: string;
  readonly about: string;
  /** Runs that were planned, and the numbers, from 1, of those that are not there. */
  readonly runs: { readonly planned: number; readonly missing: readonly number[] };
  readonly scores: readonly ScoreName[];
  readonly corpora: readonly CorpusAnalysis[];
  readonly sizes: readonly SizeCurve[];
}

/**
 * Analyses an experiment; whatever is drawn is drawn from its name.
 * @param options `scores`: those to show and to test; all unless given
 * @throws ExperimentError if runs of one corpus were scored on different documents
 */
export function analyse(
  { experiment, records, costs }: StoredExperiment,
  { scores = SCORE_NAMES }: { readonly scores?: readonly ScoreName[] | undefined } = {},
): Analysis {
  const byCorpus = systemsOf(experiment, records);
  const { name, about, runs, baseline } = experiment;
  const missing = runs.flatMap(({ id }, i) => (records.has(id) ? [] : [i + 1]));
  return {
    ...{ name, about, runs: { planned: runs.length, missing }, scores },
    corpora: [...byCorpus].map(([corpus, systems]) =>
      analyseCorpus(corpus, systems, { scores, baseline, costs, seed: name }),
    ),
    sizes: sizeCurves([...byCorpus.values()].flat(), scores),
  };
}
