/** Counts of documents, added up. */

import type { CountsByType, TypeCounts } from "../evaluation/index.js";

/** Counts of some documents together. */
export interface Sums {
  readonly gold: number;
  readonly predicted: number;
  readonly correct: number;
}

/** Counts of all documents. */
export function sumsOf({ gold, predicted, correct }: TypeCounts): Sums {
  return { gold: total(gold), predicted: total(predicted), correct: total(correct) };
}

/** Counts of all documents and types. */
export function sumsOfAll(counts: CountsByType): Sums {
  return added(Object.values(counts).map(sumsOf));
}

/** Sums of several. */
export function added(sums: readonly Sums[]): Sums {
  const of = (name: keyof Sums) => total(sums.map((one) => one[name]));
  return { gold: of("gold"), predicted: of("predicted"), correct: of("correct") };
}

/** Harmonic mean of precision and recall; 0 of nothing. */
export function f1({ gold, predicted, correct }: Sums): number {
  return gold + predicted === 0 ? 0 : (2 * correct) / (gold + predicted);
}

/** Sum of numbers. */
export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
