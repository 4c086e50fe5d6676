/** The score that chooses epochs, as a function of documents, so that its interval can be told. */

import { type CountsByType, countedScore, type Unit } from "../evaluation/index.js";
import type { Sample } from "../statistics/index.js";

/** The counts that a path of `training.selection` is made of, by its beginning; there are none of pieces and other modes. */
const UNITS: readonly (readonly [beginning: string, unit: Unit])[] = [
  ["tokens.", "words"],
  ["mentions.strict.", "mentions"],
  ["runs.", "runs"],
];

/** The score of some of the documents; absent for scores that counts of whole words and mentions do not give. */
export function selectionSample(
  counts: Readonly<Record<Unit, CountsByType>>,
  selection: string,
): Sample | undefined {
  const [, unit] = UNITS.find(([beginning]) => selection.startsWith(beginning)) ?? [];
  if (!unit) return undefined;
  const { score } = countedScore(selection);
  const types = Object.values(counts[unit]);
  return {
    size: types[0]?.gold.length ?? 0,
    statistic: (documents) =>
      score(
        types.map(({ gold, predicted, correct }) => {
          const of = (values: readonly number[]) =>
            documents.reduce((sum, document) => sum + (values[document] as number), 0);
          return { support: of(gold), predicted: of(predicted), credit: of(correct) };
        }),
      ),
  };
}
