/** Frequent types that are worse than under the baseline, beyond what documents vary. */

import type { CountsByType } from "../evaluation/index.js";
import { jackknifeTTest, pairedCounts } from "../statistics/index.js";
import { groupTypes } from "./groups.js";
import type { Signature } from "./signature.js";
import { f1 } from "./sums.js";
import { count, figure, list } from "./wording.js";

/** How often an interval may miss in one run, over all its frequent types together (Bonferroni). */
const ALPHA = 0.05;
/** With fewer documents that differ the interval is not to be relied on (docs/statistics.md). */
const DIFFERING = 5;

/** Two systems on the same documents. */
export interface AgainstBaseline {
  /** Words by type, of the system and of the baseline, document by document in the same order. */
  readonly words: CountsByType;
  readonly baseline: CountsByType;
  /** Pieces of each type in the training part. */
  readonly pieces: Readonly<Record<string, number>>;
}

/**
 * Tells frequent types whose F1 of words is below the baseline's with the whole interval of the difference. Intervals are the jackknife's over documents,
 * widened so that a run without any loss is told one in at most one of forty (ALPHA / 2). They know nothing of how a training
 * varies with its seed.
 */
export function lostMajority({ words, baseline, pieces }: AgainstBaseline): Signature[] {
  const { frequent } = groupTypes(pieces);
  const level = 1 - ALPHA / Math.max(1, frequent.length);
  const lost = frequent
    .filter((type) => words[type] || baseline[type])
    .flatMap((type) => {
      const compared = pairedCounts({
        a: rowsOf(words, type, baseline),
        b: rowsOf(baseline, type, words),
        score: ([gold = 0, predicted = 0, correct = 0]) => f1({ gold, predicted, correct }),
      });
      if (compared.differing.length < DIFFERING) return [];
      const { interval, estimate } = jackknifeTTest(compared, { level });
      const documents = compared.size;
      return interval.high < 0 ? [{ type, estimate, interval, documents, ...compared.scores }] : [];
    })
    .sort((one, other) => one.estimate - other.estimate);
  const [worst] = lost;
  if (!worst) return [];
  const { type, a, b, interval, documents } = worst;
  const types = lost.map((one) => one.type);
  return [
    {
      code: "lost-majority",
      severity: "warning",
      message: `${types.length} of ${count(frequent.length, "frequent type")} (${list(types)}) lost against the baseline: F1 of ${type} is ${figure(a)} and was ${figure(b)}, by ${figure(-interval.high)} to ${figure(-interval.low)} less in ${count(documents, "document")}`,
      advice:
        "Weigh the rare types less (objective.strength below 1), or keep the baseline where frequent types matter",
      numbers: {
        ...{ types: types.length, frequent: frequent.length, documents },
        ...{ f1: a, baseline: b, low: interval.low, high: interval.high },
      },
      types,
    },
  ];
}

/** Gold, predicted and correct words of each document; zeros of a type that only the other system has. */
function rowsOf(counts: CountsByType, type: string, other: CountsByType): number[][] {
  const own = counts[type];
  const gold = own?.gold ?? other[type]?.gold ?? [];
  return gold.map((n, i) => [n, own?.predicted[i] ?? 0, own?.correct[i] ?? 0]);
}
