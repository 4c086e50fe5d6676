/** How many of the gold mentions that consist of several parts were found with exactly those parts. */

import { groupBy } from "../core/index.js";
import type { MentionPair, TypedSpan } from "./typedSpan.js";

/** Mentions of several parts; `found` were predicted with the same parts and type. */
export interface DiscontinuousReport {
  readonly support: number;
  /** How many mentions of several parts were predicted: none by a tagger of continuous mentions. */
  readonly predicted: number;
  readonly found: number;
  /** Null when the gold has none. */
  readonly recall: number | null;
}

/** Counts discontinuous mentions, apart from the scores in which they count as their hull. */
export function scoreDiscontinuous(documents: readonly MentionPair[]): DiscontinuousReport {
  let support = 0;
  let predicted = 0;
  let found = 0;
  for (const pair of documents) {
    const goldOf = groupBy(pair.gold.filter(isDiscontinuous), partsOf);
    const predictedOf = groupBy(pair.predicted.filter(isDiscontinuous), partsOf);
    for (const mentions of predictedOf.values()) predicted += mentions.length;
    for (const [parts, mentions] of goldOf) {
      support += mentions.length;
      found += Math.min(mentions.length, predictedOf.get(parts)?.length ?? 0);
    }
  }
  return { support, predicted, found, recall: support === 0 ? null : found / support };
}

function isDiscontinuous({ fragments }: TypedSpan): boolean {
  return fragments !== undefined && fragments.length > 1;
}

function partsOf({ type, fragments = [] }: TypedSpan): string {
  return `${fragments.map(({ start, end }) => `${start}-${end}`).join(",")} ${type}`;
}
