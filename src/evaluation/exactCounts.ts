/** Scores of entities that count only when position and type are equal, each once: the counting of seqeval. */

import { type Score, type ScoresByType, scoreOf } from "./score.js";
import type { TypedSpan } from "./typedSpan.js";

/** Entities of one sequence. */
export interface EntityPair {
  readonly gold: readonly TypedSpan[];
  readonly predicted: readonly TypedSpan[];
}

/** What was counted of one type. */
export interface ExactCounts {
  /** Predicted ones that are in the gold. */
  credit: number;
  /** In the gold. */
  support: number;
  predicted: number;
}

/** Counts by type of gold or prediction, in order of their first entity. */
export function countExactly(sequences: readonly EntityPair[]): ReadonlyMap<string, ExactCounts> {
  const byType = new Map<string, ExactCounts>();
  const add = (type: string, count: keyof ExactCounts) => {
    const counts = byType.get(type) ?? { credit: 0, support: 0, predicted: 0 };
    byType.set(type, counts);
    counts[count]++;
  };
  for (const { gold, predicted } of sequences) {
    const goldKeys = new Set(gold.map(keyOf));
    for (const { type } of gold) add(type, "support");
    for (const entity of predicted) {
      add(entity.type, "predicted");
      if (goldKeys.has(keyOf(entity))) add(entity.type, "credit");
    }
  }
  return byType;
}

/** Scores over all types and of each type of gold or prediction, by name. */
export function scoreExactly(sequences: readonly EntityPair[]): {
  readonly micro: Score;
  readonly perType: ScoresByType;
} {
  const byType = countExactly(sequences);
  const total = { credit: 0, support: 0, predicted: 0 };
  for (const { credit, support, predicted } of byType.values()) {
    total.credit += credit;
    total.support += support;
    total.predicted += predicted;
  }
  const perType = Object.fromEntries(
    [...byType.keys()].sort().map((type) => [type, scoreOf(byType.get(type) as ExactCounts)]),
  );
  return { micro: scoreOf(total), perType };
}

function keyOf({ start, end, type }: TypedSpan): string {
  return `${start}-${end} ${type}`;
}
