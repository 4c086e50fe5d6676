/** The scores as published with the paper, which differ from the field's: shown beside ours, labelled as such. */

import { mean, type ScoresByType } from "./score.js";

/** A type is scored when it has more true tokens than this. */
export const PAPER_SUPPORT = 5;

/** Scores as the metric code of the paper's first author computes them; null when no type has enough support. */
export interface PaperReport {
  readonly unweightedAccuracy: number | null;
  /** Mean of what the paper calls F1: the ARITHMETIC mean of precision and recall. */
  readonly meanF1: number | null;
  /** The types with more than {@link PAPER_SUPPORT} true tokens; `f1` is the arithmetic mean. */
  readonly perType: ScoresByType;
}

/**
 * The published variant: types with more than five true tokens, precision 35 and recall 70 give 52.5.
 * @param perType scores of tokens
 * @see Rehman, Zhang, Yang 2024, arXiv 2409.03238
 */
export function scoreAsPaper(perType: ScoresByType): PaperReport {
  const scored = Object.entries(perType)
    .filter(([, { support }]) => support > PAPER_SUPPORT)
    .map(
      ([type, score]) => [type, { ...score, f1: (score.precision + score.recall) / 2 }] as const,
    );
  return {
    unweightedAccuracy: mean(scored.map(([, { recall }]) => recall)),
    meanF1: mean(scored.map(([, { f1 }]) => f1)),
    perType: Object.fromEntries(scored),
  };
}
