/** What probabilities are worth, over repetitions: calibration, and predicted against empirical shares of classes. */

import { klDivergence, totalVariation } from "../../../statistics/index.js";
import type { CalibrationRecord, ClassProbability, DecoderRecord } from "../../record.js";

/** Calibration of the class that was predicted. */
export interface PooledCalibration {
  /** How many words; those of several repetitions count each time. */
  readonly words: number;
  /** Bins of equal width that are not empty: mean probability, and share that was right. */
  readonly bins: readonly {
    readonly words: number;
    readonly probability: number;
    readonly right: number;
  }[];
  /** Expected calibration error of the pooled bins. */
  readonly ece: number;
  readonly brier: number;
}

/** Pools bins; undefined without a word. */
export function poolCalibration(
  records: readonly CalibrationRecord[],
): PooledCalibration | undefined {
  const sums = new Map<number, { words: number; probability: number; right: number }>();
  let [words, squares] = [0, 0];
  for (const { bins, brier } of records) {
    const inRecord = bins.reduce((sum, bin) => sum + bin.words, 0);
    words += inRecord;
    squares += inRecord * brier;
    bins.forEach((bin, i) => {
      const sum = sums.get(i) ?? { words: 0, probability: 0, right: 0 };
      sum.words += bin.words;
      sum.probability += bin.words * (bin.probability ?? 0);
      sum.right += bin.right;
      sums.set(i, sum);
    });
  }
  if (words === 0) return undefined;
  const full = [...sums].sort(([a], [b]) => a - b).flatMap(([, sum]) => (sum.words ? [sum] : []));
  return {
    words,
    bins: full.map((bin) => ({
      words: bin.words,
      probability: bin.probability / bin.words,
      right: bin.right / bin.words,
    })),
    ece: full.reduce((sum, bin) => sum + Math.abs(bin.probability - bin.right), 0) / words,
    brier: squares / words,
  };
}

/** Shares of classes among words, and how far predictions are from them. */
export interface PooledShares {
  readonly words: number;
  /** By class, `O` first, then by gold share. */
  readonly classes: readonly (ClassProbability & { readonly name: string })[];
  /** From the gold shares to those of the predicted classes, and to the mean probabilities. */
  readonly predicted: Distance;
  readonly probability: Distance;
}

/** How far one distribution is from the gold one. */
export interface Distance {
  /** Kullback-Leibler divergence in nats; null where it is infinite, as a class that occurs has no share. */
  readonly kl: number | null;
  readonly totalVariation: number;
  /** Classes of the gold that have no share. */
  readonly never: number;
}

/** Pools shares; undefined without a word. */
export function poolShares(records: readonly DecoderRecord[]): PooledShares | undefined {
  const sums = new Map<string, { gold: number; predicted: number; probability: number }>();
  let words = 0;
  for (const { shares, calibration } of records) {
    const inRecord = calibration.bins.reduce((sum, bin) => sum + bin.words, 0);
    words += inRecord;
    for (const [name, share] of Object.entries(shares)) {
      const sum = sums.get(name) ?? { gold: 0, predicted: 0, probability: 0 };
      for (const what of ["gold", "predicted", "probability"] as const)
        sum[what] += inRecord * share[what];
      sums.set(name, sum);
    }
  }
  if (words === 0) return undefined;
  const classes = [...sums]
    .map(([name, { gold, predicted, probability }]) => ({
      name,
      gold: gold / words,
      predicted: predicted / words,
      probability: probability / words,
    }))
    .sort(
      (a, b) =>
        Number(b.name === "O") - Number(a.name === "O") ||
        b.gold - a.gold ||
        (a.name < b.name ? -1 : 1),
    );
  const gold = classes.map((one) => one.gold);
  const distance = (of: readonly number[]): Distance => {
    const kl = klDivergence(gold, of);
    return {
      kl: Number.isFinite(kl) ? kl : null,
      totalVariation: totalVariation(gold, of),
      never: of.filter((share, i) => share === 0 && (gold[i] as number) > 0).length,
    };
  };
  return {
    ...{ words, classes },
    predicted: distance(classes.map((one) => one.predicted)),
    probability: distance(classes.map((one) => one.probability)),
  };
}
