/** Scores of entities that count only when position and type are equal, each once: the counting of seqeval. */

import { type Score, type ScoresByType, scoreOf } from "./score.js";
import type { TypedSpan } from "./typedSpan.js";

/** Entities of one sequence. */
export interface EntityPair {
  readonly gold: readonly TypedSpan[];
  readonly predicted: readonly TypedSpan[];
}

/** Scores over all types and of each type of gold or prediction, by name. */
export function scoreExactly(sequences: readonly EntityPair[]): {
  readonly micro: Score;
  readonly perType: ScoresByType;
} {
  const total = { credit: 0, support: 0, predicted: 0 };
  const byType = new Map<string, typeof total>();
  const add = (type: string, count: keyof typeof total) => {
    const counts = byType.get(type) ?? { credit: 0, support: 0, predicted: 0 };
    byType.set(type, counts);
    counts[count]++;
    total[count]++;
  };
  for (const { gold, predicted } of sequences) {
    const goldKeys = new Set(gold.map(keyOf));
    for (const { type } of gold) add(type, "support");
    for (const entity of predicted) {
      add(entity.type, "predicted");
      if (goldKeys.has(keyOf(entity))) add(entity.type, "credit");
    }
  }
  const perType = Object.fromEntries(
    [...byType.keys()].sort().map((type) => [type, scoreOf(byType.get(type) as typeof total)]),
  );
  return { micro: scoreOf(total), perType };
}

function keyOf({ start, end, type }: TypedSpan): string {
  return `${start}-${end} ${type}`;
}
