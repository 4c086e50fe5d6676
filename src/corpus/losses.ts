/** What a format cannot hold of documents: named before writing, counted after. */

import type { Document, Mention } from "./document.js";
import { FEATURES, type Feature } from "./format.js";
import { relate } from "./overlap.js";

/** How many of each feature a document has; what it has none of is left out. */
export function featuresOf(document: Document): Map<Feature, number> {
  const counts = new Map<Feature, number>();
  for (const [feature, count] of Object.entries(COUNTS) as [Feature, Count][]) {
    const n = count(document);
    if (n > 0) counts.set(feature, n);
  }
  return counts;
}

/** Features of documents that a format does not hold, with their numbers. */
export interface Losses {
  readonly documents: number;
  readonly counts: ReadonlyMap<Feature, number>;
}

/** Counts what documents lose in a format that holds `holds`, as they pass by. */
export function countLosses(holds: ReadonlySet<Feature>) {
  const counts = new Map<Feature, number>();
  let documents = 0;
  return {
    add(document: Document): void {
      documents++;
      for (const [feature, n] of featuresOf(document))
        if (!holds.has(feature)) counts.set(feature, (counts.get(feature) ?? 0) + n);
    },
    result: (): Losses => ({ documents, counts }),
  };
}

/** One clause a feature, such as `12 relations`. */
export function describeLosses({ counts }: Losses): string[] {
  return Array.from(counts, ([feature, n]) => `${n} ${FEATURES[feature]}`);
}

type Count = (document: Document) => number;

const COUNTS: Readonly<Record<Feature, Count>> = {
  text: ({ words, text }) => (words === undefined || !isPlain(text) ? 1 : 0),
  overlaps: ({ mentions }) => countOverlapping(mentions),
  fragments: ({ mentions }) => mentions.filter(({ fragments }) => fragments !== undefined).length,
  "mention ids": ({ mentions }) => mentions.filter(({ id }, i) => id !== `T${i + 1}`).length,
  types: ({ mentions }) => mentions.filter(({ type }) => !/^\S+$/.test(type)).length,
  probabilities: ({ mentions }) => mentions.filter((mention) => "probability" in mention).length,
  words: ({ words }) => words?.length ?? 0,
  attributes: ({ attributes }) => attributes?.length ?? 0,
  relations: ({ relations }) => relations?.length ?? 0,
  triggers: ({ triggers }) => triggers?.length ?? 0,
  events: ({ events }) => events?.length ?? 0,
  normalizations: ({ normalizations }) => normalizations?.length ?? 0,
  notes: ({ notes }) => notes?.length ?? 0,
  meta: ({ meta }) => Object.keys(meta ?? {}).length,
};

/** Whether white space is what column files make of it: one space between words, one newline between sentences. */
function isPlain(text: string): boolean {
  return !/[^\S \n]|[ \n][ \n]|^[ \n]|[ \n]$/.test(text);
}

/** Mentions that overlap one before them. */
function countOverlapping(mentions: readonly Mention[]): number {
  const sorted = [...mentions].sort((a, b) => a.start - b.start || b.end - a.end);
  let reach: Mention | undefined;
  let count = 0;
  for (const mention of sorted) {
    if (reach && relate(reach, mention)) count++;
    if (reach === undefined || mention.end > reach.end) reach = mention;
  }
  return count;
}
