/** Counts of systems in columns, as statistics over documents take them. */

import type { CountsByType, Unit } from "../../../evaluation/index.js";
import type { Counts, Score } from "../../../statistics/index.js";
import { meanOver, SCORES, type ScoreName } from "../../scores.js";

/** What one system found in some documents. */
export interface SystemCounts {
  /** What sets documents apart; the same one may have been scored several times. */
  readonly documents: readonly string[];
  /** How often each document was scored, `[documents]`. */
  readonly repeats: readonly number[];
  /** By unit and type, `[documents]` each, summed over the times. */
  readonly counts: Readonly<Record<Unit, CountsByType>>;
}

/** Counts by document for one score, of each system in turn, and the score of their sums. */
export interface ScoreCounts {
  readonly rows: readonly (readonly Counts[])[];
  /** Finite: of nothing it is 0, which leaving out documents may come to. */
  readonly score: Score;
  /** Types with gold support. */
  readonly types: number;
}

/**
 * Counts of systems on the same documents, in the same columns.
 * @param options `only`: types that count; all unless given
 * @returns undefined where nothing is annotated, so that there is no score
 */
export function countsFor(
  name: ScoreName,
  systems: readonly SystemCounts[],
  { only }: { readonly only?: ReadonlySet<string> | undefined } = {},
): ScoreCounts | undefined {
  const { unit, over, of } = SCORES[name];
  const named = systems.map(({ counts }) =>
    Object.entries(counts[unit]).filter(([type]) => only?.has(type) ?? true),
  );
  const supported = new Set(
    named.flat().flatMap(([type, { gold }]) => (gold.some((n) => n > 0) ? [type] : [])),
  );
  if (supported.size === 0) return undefined;
  const order = new Map([...supported].sort().map((type, place) => [type, place]));
  const width = over === "all" ? 3 : 3 * order.size;
  const rows = systems.map(({ documents }, s) => {
    const ofSystem = documents.map(() => new Float64Array(width));
    for (const [type, { gold, predicted, correct }] of named[s] ?? []) {
      const place = over === "all" ? 0 : order.get(type);
      if (place === undefined) continue;
      ofSystem.forEach((row, d) => {
        [gold, predicted, correct].forEach((values, c) => {
          row[3 * place + c] = (row[3 * place + c] as number) + (values[d] as number);
        });
      });
    }
    return ofSystem;
  });
  return { rows, types: order.size, score: (sums) => meanOver(of, sums) ?? 0 };
}
