/** Precision, recall and F1, and their mean over types. */

/** Scores of one type, or of all types counted together (micro). A share of nothing is 0. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  /** How many there are in the gold. */
  readonly support: number;
  /** How many were predicted. */
  readonly predicted: number;
}

/** Mean of each score over the types with gold support (macro); null when there is no such type. */
export interface MeanScore {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** How many there are in the gold, over all types. */
  readonly support: number;
  /** How many types the mean is over. */
  readonly types: number;
}

/** Scores of one type each, by its name. */
export type ScoresByType<S extends Score = Score> = Readonly<Record<string, S>>;

/**
 * Scores from counts.
 * @param counts `credit`: what was found, a partial match counting one half
 */
export function scoreOf(counts: {
  readonly credit: number;
  readonly support: number;
  readonly predicted: number;
}): Score {
  const { credit, support, predicted } = counts;
  return {
    precision: share(credit, predicted),
    recall: share(credit, support),
    f1: share(2 * credit, support + predicted),
    support,
    predicted,
  };
}

/** Arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Macro average: the mean of each score over the types with gold support. */
export function macroOf(perType: ScoresByType): MeanScore {
  const supported = Object.values(perType).filter(({ support }) => support > 0);
  return {
    precision: mean(supported.map(({ precision }) => precision)),
    recall: mean(supported.map(({ recall }) => recall)),
    f1: mean(supported.map(({ f1 }) => f1)),
    support: supported.reduce((sum, { support }) => sum + support, 0),
    types: supported.length,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
