/** The score that chooses epochs, as a function of documents, so that its interval can be told. */

import type { CountsByType, Unit } from "../evaluation/index.js";
import type { Sample } from "../statistics/index.js";
import { added, f1, type Sums, total } from "./sums.js";

/** What a path of `training.selection` is made of; what documents are not counted for is not here. */
const SCORES: Readonly<
  Record<string, { readonly unit: Unit; readonly score: (types: readonly Sums[]) => number }>
> = {
  "tokens.macroF1": { unit: "words", score: macro(f1) },
  "tokens.microF1": { unit: "words", score: micro },
  "tokens.unweightedAccuracy": { unit: "words", score: macro(recall) },
  "mentions.strict.macro.f1": { unit: "mentions", score: macro(f1) },
  "mentions.strict.micro.f1": { unit: "mentions", score: micro },
  "runs.macro.f1": { unit: "runs", score: macro(f1) },
  "runs.micro.f1": { unit: "runs", score: micro },
};

/** The score of some of the documents; absent for scores that counts of whole words and mentions do not give. */
export function selectionSample(
  counts: Readonly<Record<Unit, CountsByType>>,
  selection: string,
): Sample | undefined {
  const chosen = SCORES[selection];
  if (!chosen) return undefined;
  const types = Object.values(counts[chosen.unit]);
  return {
    size: types[0]?.gold.length ?? 0,
    statistic: (documents) =>
      chosen.score(
        types.map((type) => {
          const of = (values: readonly number[]) =>
            documents.reduce((sum, document) => sum + (values[document] as number), 0);
          return {
            gold: of(type.gold),
            predicted: of(type.predicted),
            correct: of(type.correct),
          };
        }),
      ),
  };
}

function recall({ correct, gold }: Sums): number {
  return correct / gold;
}

function micro(types: readonly Sums[]): number {
  return f1(added(types));
}

/** Mean over the types with gold support; 0 without any, as when an epoch is chosen. */
function macro(score: (sums: Sums) => number): (types: readonly Sums[]) => number {
  return (types) => {
    const supported = types.filter(({ gold }) => gold > 0);
    return total(supported.map(score)) / Math.max(1, supported.length);
  };
}
