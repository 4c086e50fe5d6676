/** What was counted in each document and of each type: all that scores, intervals and tests are made of. */

import { checkSequence, countClasses } from "./classSequence.js";
import { countExactly } from "./exactCounts.js";
import { scoreMentions } from "./mentions.js";
import type { ScoredDocument } from "./report.js";
import { runsOf } from "./runs.js";

/** What is counted: words by class; mentions with equal boundaries and type; runs of words of one type. */
export const UNITS = ["words", "mentions", "runs"] as const;

/** One of {@link UNITS}. */
export type Unit = (typeof UNITS)[number];

/** Counts of one type by document, `[documents]` each. */
export interface TypeCounts {
  readonly gold: readonly number[];
  readonly predicted: readonly number[];
  /** In gold and prediction alike. */
  readonly correct: readonly number[];
}

/** Counts by type; types without gold and prediction are left out. */
export type CountsByType = Readonly<Record<string, TypeCounts>>;

/**
 * Counts every unit.
 * @param types names of classes 1, 2, ... of the words
 * @throws EvaluationError naming the document, if lengths differ or a class has no type
 */
export function countDocuments(
  documents: readonly ScoredDocument[],
  types: readonly string[],
): Readonly<Record<Unit, CountsByType>> {
  const units = {
    words: collect(documents),
    mentions: collect(documents),
    runs: collect(documents),
  };
  documents.forEach((scored, i) => {
    const sequence = { document: scored.document, ...scored.words };
    checkSequence(sequence, types);
    const { gold, predicted, agreed } = countClasses([sequence], types);
    types.forEach((type, t) => {
      units.words.add(type, i, [gold[t + 1], predicted[t + 1], agreed[t + 1]]);
    });
    const { perType } = scoreMentions([scored], "strict");
    for (const [type, { support, predicted, correct }] of Object.entries(perType))
      units.mentions.add(type, i, [support, predicted, correct]);
    const pair = {
      gold: runsOf(scored.words.gold, types),
      predicted: runsOf(scored.words.predicted, types),
    };
    for (const [type, { support, predicted, credit }] of countExactly([pair]))
      units.runs.add(type, i, [support, predicted, credit]);
  });
  return {
    words: units.words.counts(),
    mentions: units.mentions.counts(),
    runs: units.runs.counts(),
  };
}

/** Collects counts of one unit. */
function collect({ length }: readonly ScoredDocument[]) {
  const byType = new Map<string, { gold: number[]; predicted: number[]; correct: number[] }>();
  const zeros = () => new Array<number>(length).fill(0);
  return {
    add(
      type: string,
      document: number,
      [gold = 0, predicted = 0, correct = 0]: (number | undefined)[],
    ) {
      if (gold === 0 && predicted === 0) return;
      const counts = byType.get(type) ?? { gold: zeros(), predicted: zeros(), correct: zeros() };
      byType.set(type, counts);
      counts.gold[document] = gold;
      counts.predicted[document] = predicted;
      counts.correct[document] = correct;
    },
    counts: (): CountsByType =>
      Object.fromEntries([...byType].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
