/** Over-fitting of the types whose weight is raised: known by heart, and not recognised elsewhere. */

import type { Config } from "../config/index.js";
import type { CountsByType, TypeCounts } from "../evaluation/index.js";
import { jackknifeTTest } from "../statistics/index.js";
import { groupTypes } from "./groups.js";
import type { Signature } from "./signature.js";
import { added, f1, sumsOf } from "./sums.js";
import { count, figure } from "./wording.js";

/**
 * By how much more F1 of rare types falls than that of frequent ones. On MACCROBAT it is -.01 without weights, where both fall
 * by .25, and .08 with binary token labels, which weigh rare types most; .20 after 14 epochs at a high learning rate on 8
 * documents (docs/failures.md).
 */
const EXCESS = 0.15;

/** One model on documents that it was trained on and on others. */
export interface TrainAndDev {
  /** Words by type, of some documents of the training part. */
  readonly train: CountsByType;
  /** The same of the dev part. */
  readonly dev: CountsByType;
  /** Pieces of each type in the training part. */
  readonly pieces: Readonly<Record<string, number>>;
  readonly objective: Config["objective"];
}

/**
 * Tells rare types whose F1 of words falls from training documents to the dev part by more than .15 beyond the fall of
 * frequent types, with the interval of that above 0. Each type falls; what weights add shows in who falls further.
 */
export function overfitting({ train, dev, pieces, objective }: TrainAndDev): Signature[] {
  const { rare, frequent } = groupTypes(pieces);
  const learned = sizeOf(train);
  const size = learned + sizeOf(dev);
  if (learned === 0 || learned === size) return [];
  /** F1 of the types in those of `places` that are of a part; places of dev come after those of train. */
  const scoreOf = (counts: CountsByType, types: readonly string[], places: readonly number[]) =>
    f1(added(types.flatMap((type) => (counts[type] ? [sumsOf(of(counts[type], places))] : []))));
  const fallsOf = (documents: Int32Array) => {
    const places = [...documents];
    const inTrain = places.filter((place) => place < learned);
    const inDev = places.filter((place) => place >= learned).map((place) => place - learned);
    const fall = (types: readonly string[]) => {
      const [before, after] = [scoreOf(train, types, inTrain), scoreOf(dev, types, inDev)];
      return { before, after, by: before - after };
    };
    return { rare: fall(rare), frequent: fall(frequent) };
  };
  const sample = {
    size,
    statistic: (documents: Int32Array) => {
      const falls = fallsOf(documents);
      return falls.rare.by - falls.frequent.by;
    },
  };
  const { estimate, interval } = jackknifeTTest(sample);
  if (estimate <= EXCESS || interval.low <= 0) return [];
  const falls = fallsOf(Int32Array.from({ length: size }, (_, i) => i));
  const worst = worstOf({ train, dev, rare });
  return [
    {
      code: "overfitting",
      severity: "warning",
      message: `rare types are known by heart: F1 of their words is ${figure(falls.rare.before)} in ${count(learned, "training document")} and ${figure(falls.rare.after)} in ${count(size - learned, "document")} of the dev part, and that of frequent types ${figure(falls.frequent.before)} and ${figure(falls.frequent.after)}${worst.length === 0 ? "" : `; most words are lost of ${worst[0]}`}`,
      advice:
        objective.weights === "none"
          ? "Train fewer epochs, set training.augment.method=mentions, or annotate more of them"
          : `Lower objective.strength (it is ${objective.strength}), train fewer epochs, or annotate more of them`,
      numbers: {
        ...{ rareTrain: falls.rare.before, rareDev: falls.rare.after },
        ...{ frequentTrain: falls.frequent.before, frequentDev: falls.frequent.after },
        ...{ excess: estimate, low: interval.low, high: interval.high },
      },
      types: worst,
    },
  ];
}

/** Types that fall, the one with the most words behind its fall first. */
function worstOf({
  train,
  dev,
  rare,
}: {
  train: CountsByType;
  dev: CountsByType;
  rare: readonly string[];
}): string[] {
  return rare
    .flatMap((type) => {
      const [before, after] = [train[type], dev[type]];
      if (!before || !after) return [];
      const fall = f1(sumsOf(before)) - f1(sumsOf(after));
      return [{ type, words: fall * sumsOf(after).gold }];
    })
    .filter(({ words }) => words > 0)
    .sort((one, other) => other.words - one.words)
    .map(({ type }) => type);
}

function of(counts: TypeCounts, places: readonly number[]): TypeCounts {
  const at = (values: readonly number[]) => places.map((place) => values[place] as number);
  return { gold: at(counts.gold), predicted: at(counts.predicted), correct: at(counts.correct) };
}

/** How many documents were counted. */
function sizeOf(counts: CountsByType): number {
  return Object.values(counts)[0]?.gold.length ?? 0;
}
