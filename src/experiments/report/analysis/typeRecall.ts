/** Recall by type, beside what there was to learn the type from. */

import {
  type PairedHits,
  type Proportion,
  type ShareDifference,
  shareDifference,
  wilsonByDocument,
} from "../../../statistics/index.js";
import type { SystemCounts } from "./scores.js";

/** A type and how well systems find it. */
export interface TypeRecall {
  readonly type: string;
  /** How often it is annotated where it was learned, or scored; see {@link recallByType}. */
  readonly support: number;
  /** Words of the type that were scored, each once. */
  readonly words: number;
  /** Of each system, in the order given. */
  readonly systems: readonly {
    /** Wilson's interval by document. */
    readonly recall: Proportion;
    /** To the first system; null for itself, and where the systems saw other gold words. */
    readonly difference: ShareDifference | null;
  }[];
}

/**
 * Recall of words of every type with gold support, the most frequent first.
 * @param systems on the same documents in the same order; the first is compared with
 * @param supportOf how often a type is annotated
 */
export function recallByType(
  systems: readonly SystemCounts[],
  supportOf: (type: string) => number,
): TypeRecall[] {
  const [first] = systems;
  if (first === undefined) return [];
  const types = Object.entries(first.counts.words).filter(([, { gold }]) =>
    gold.some((n) => n > 0),
  );
  return types
    .map(([type, { gold }]) => {
      const hits = systems.map(({ counts, documents }) => hitsOf(counts.words, type, documents));
      const words = gold.reduce((sum, n, d) => sum + n / (first.repeats[d] as number), 0);
      const repeats = gold.reduce((sum, n) => sum + n, 0) / words;
      return {
        type,
        support: supportOf(type),
        words: Math.round(words),
        systems: hits.map((ofSystem, s) => ({
          recall: wilsonByDocument(ofSystem, { repeats }),
          difference: s === 0 ? null : differenceOf(ofSystem, hits[0] as Hits, repeats),
        })),
      };
    })
    .sort((a, b) => b.support - a.support || b.words - a.words || (a.type < b.type ? -1 : 1));
}

type Hits = readonly { readonly hits: number; readonly trials: number }[];

function hitsOf(
  counts: SystemCounts["counts"]["words"],
  type: string,
  documents: readonly string[],
): Hits {
  const ofType = Object.hasOwn(counts, type) ? counts[type] : undefined;
  return documents.map((_, d) => ({
    hits: ofType?.correct[d] ?? 0,
    trials: ofType?.gold[d] ?? 0,
  }));
}

function differenceOf(system: Hits, baseline: Hits, repeats: number): ShareDifference | null {
  const pairs: PairedHits[] = [];
  for (const [d, { hits, trials }] of system.entries()) {
    const other = baseline[d] as Hits[number];
    if (other.trials !== trials) return null;
    pairs.push({ a: hits, b: other.hits, trials });
  }
  return pairs.length < 2 ? null : shareDifference(pairs, { repeats });
}
