/** Lists where the prediction differs from the gold, for `evaluate --errors`. */

import { groupBy } from "../core/index.js";
import {
  boundaryDistance,
  inReadingOrder,
  type MentionPair,
  overlapFinder,
  sameSpan,
  type TypedSpan,
} from "./typedSpan.js";

/** One side of an error; `text` only when it was asked for. */
export interface ErrorMention {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly text?: string;
}

/**
 * One difference. `boundary`: right type, other boundaries; `confusion`: overlapping, other type; `miss`: a gold
 * mention without prediction; `false`: a prediction without gold mention.
 */
export interface ErrorRow {
  readonly document: string;
  readonly kind: "confusion" | "boundary" | "miss" | "false";
  readonly gold: ErrorMention | null;
  readonly predicted: ErrorMention | null;
}

/** How often a gold type (null: nothing) was predicted as a type (null: not at all), with what kind of error. */
export interface Confusion {
  readonly gold: string | null;
  readonly predicted: string | null;
  readonly kind: ErrorRow["kind"];
  readonly count: number;
}

/** How two overlapping mentions may be paired, best first. */
const PAIRINGS = [
  { kind: null, fits: (a, b) => sameSpan(a, b) && a.type === b.type },
  { kind: "confusion", fits: sameSpan },
  { kind: "boundary", fits: (a, b) => a.type === b.type },
  { kind: "confusion", fits: () => true },
] as const satisfies readonly {
  kind: ErrorRow["kind"] | null;
  fits: (a: TypedSpan, b: TypedSpan) => boolean;
}[];

/**
 * Lists the differences of all documents in reading order. Each mention is in one row at most, paired with the
 * other side by {@link PAIRINGS}, within a pairing by the closest boundaries.
 * @param texts gives the text of a document, for a `text` beside each mention; left out, no text appears
 */
export function listErrors(
  documents: readonly MentionPair[],
  { texts }: { readonly texts?: ReadonlyMap<string, string> } = {},
): ErrorRow[] {
  return documents.flatMap(({ document, gold, predicted }) => {
    const text = texts?.get(document);
    const show = (mention: TypedSpan | undefined): ErrorMention | null => {
      if (mention === undefined) return null;
      const { start, end, type } = mention;
      return { start, end, type, ...(text === undefined ? {} : { text: text.slice(start, end) }) };
    };
    return pairUp(gold, predicted).map(({ kind, gold, predicted }) => ({
      document,
      kind,
      gold: show(gold),
      predicted: show(predicted),
    }));
  });
}

/** Sums rows up by types and kind, the most frequent first. */
export function countConfusions(rows: readonly ErrorRow[]): Confusion[] {
  const groups = groupBy(rows, ({ gold, predicted, kind }) =>
    JSON.stringify([gold?.type ?? null, predicted?.type ?? null, kind]),
  );
  return [...groups.entries()]
    .map(([key, { length: count }]) => {
      const [gold, predicted, kind] = JSON.parse(key);
      return { key, gold, predicted, kind, count };
    })
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .map(({ key: _, ...confusion }) => confusion);
}

interface Difference {
  readonly kind: ErrorRow["kind"];
  readonly gold?: TypedSpan;
  readonly predicted?: TypedSpan;
}

function pairUp(
  goldMentions: readonly TypedSpan[],
  predictedMentions: readonly TypedSpan[],
): Difference[] {
  const gold = inReadingOrder(goldMentions);
  const predicted = inReadingOrder(predictedMentions);
  const find = overlapFinder(gold);
  const pairs = predicted
    .flatMap((prediction, p) =>
      find(prediction).map((g) => {
        const mention = gold[g] as TypedSpan;
        const rank = PAIRINGS.findIndex(({ fits }) => fits(prediction, mention));
        return { p, g, rank, distance: boundaryDistance(prediction, mention) };
      }),
    )
    .sort((a, b) => a.rank - b.rank || a.distance - b.distance);
  const pairedGold = new Set<number>();
  const pairedPredicted = new Set<number>();
  const differences: Difference[] = [];
  for (const { p, g, rank } of pairs) {
    if (pairedPredicted.has(p) || pairedGold.has(g)) continue;
    pairedPredicted.add(p);
    pairedGold.add(g);
    const kind = PAIRINGS[rank]?.kind;
    if (kind)
      differences.push({ kind, gold: gold[g] as TypedSpan, predicted: predicted[p] as TypedSpan });
  }
  gold.forEach((mention, g) => {
    if (!pairedGold.has(g)) differences.push({ kind: "miss", gold: mention });
  });
  predicted.forEach((mention, p) => {
    if (!pairedPredicted.has(p)) differences.push({ kind: "false", predicted: mention });
  });
  return differences.sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ gold, predicted }: Difference): number {
  return Math.min(gold?.start ?? Infinity, predicted?.start ?? Infinity);
}
