/** How many types training sees at once, and which of them together. */

import type { Mention } from "../corpus/index.js";
import type { PreparedDocument } from "./prepare.js";
import type { Cooccurrence, Passages } from "./report.js";

/** Passages of a batch: that of the recipe `small`. */
const BATCH = 8;
/** Pairs of types that a report holds. */
const MOST_PAIRS = 1000;

/** Types of each passage of a document that has any, as places in the ranking of types. */
export function typesOfPassages(
  { passages, document: { mentions } }: PreparedDocument,
  rankOf: (mention: Mention) => number,
): ReadonlySet<number>[] {
  const types = Array.from(passages, () => new Set<number>());
  for (const mention of mentions) {
    const last = passageAt(passages, mention.end - 1);
    for (let i = passageAt(passages, mention.start); i <= last; i++) types[i]?.add(rankOf(mention));
  }
  return types;
}

/** Collects what passages hold, document by document. */
export function createPassageTally(types: number): {
  add(passages: readonly ReadonlySet<number>[]): void;
  summary(unit: Pick<Passages, "unit" | "length">): Passages;
  pairs(names: readonly string[]): { cooccurrence: Cooccurrence[]; cooccurrenceLeftOut: number };
  passagesOf(rank: number): number;
} {
  const byTypes: number[] = [];
  const withType = new Float64Array(types);
  const together = { documents: new Map<number, number>(), passages: new Map<number, number>() };
  let count = 0;
  const countPairs = (of: Map<number, number>, present: ReadonlySet<number>) => {
    const ranks = [...present].sort((a, b) => a - b);
    for (const [i, a] of ranks.entries())
      for (const b of ranks.slice(i + 1)) of.set(a * types + b, (of.get(a * types + b) ?? 0) + 1);
  };
  return {
    add(passages) {
      for (const present of passages) {
        count++;
        while (byTypes.length <= present.size) byTypes.push(0);
        byTypes[present.size] = (byTypes[present.size] as number) + 1;
        for (const rank of present) withType[rank] = (withType[rank] as number) + 1;
        countPairs(together.passages, present);
      }
      countPairs(together.documents, new Set(passages.flatMap((present) => [...present])));
    },
    summary: (unit) => ({
      ...{ ...unit, count, byTypes },
      meanTypes: count === 0 ? 0 : sum(withType) / count,
      batch: {
        passages: BATCH,
        meanTypes: sum(withType.map((n) => chanceOfAny({ n, of: count, drawn: BATCH }))),
      },
    }),
    pairs(names) {
      const all = [...together.documents].map(
        ([key, documents]): Cooccurrence => ({
          types: [names[Math.floor(key / types)] as string, names[key % types] as string],
          documents,
          passages: together.passages.get(key) ?? 0,
        }),
      );
      all.sort((a, b) => b.documents - a.documents || b.passages - a.passages);
      return {
        cooccurrence: all.slice(0, MOST_PAIRS),
        cooccurrenceLeftOut: Math.max(0, all.length - MOST_PAIRS),
      };
    },
    passagesOf: (rank) => withType[rank] as number,
  };
}

/** Chance that a draw without replacement has at least one of `n` among `of`. */
export function chanceOfAny({
  n,
  of,
  drawn,
}: {
  readonly n: number;
  readonly of: number;
  readonly drawn: number;
}): number {
  let none = 1;
  for (let i = 0; i < Math.min(drawn, of); i++) none *= Math.max(0, of - n - i) / (of - i);
  return 1 - none;
}

/** The passage that an offset lies in: the last that starts at or before it, else the first. */
function passageAt(starts: Int32Array, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
