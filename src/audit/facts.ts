/** What a corpus holds, counted before any policy changes it. */

import { compareSpans } from "../core/index.js";
import { type Document, type Mention, type Relation, relate } from "../corpus/index.js";

/** Counts of one type. */
export interface TypeSummary {
  readonly mentions: number;
  /** Documents with at least one mention. */
  readonly documents: number;
  /** Of all mentions, 0 to 1. */
  readonly share: number;
  /** UTF-16 units from the first to the last character of a mention. */
  readonly meanLength: number;
  /** Mentions of this type that overlap any other. */
  readonly overlapping: number;
  readonly discontinuous: number;
}

/** What a corpus holds, as the files have it. */
export interface Facts {
  readonly documents: number;
  readonly emptyDocuments: number;
  readonly documentsWithoutMentions: number;
  /** Documents whose text another document has too. */
  readonly repeatedTexts: number;
  readonly characters: number;
  readonly mentions: number;
  readonly discontinuous: number;
  /** Pairs of mentions of one document whose hulls overlap, by how they lie. */
  readonly overlaps: Readonly<Record<Relation, number>>;
  readonly types: Readonly<Record<string, TypeSummary>>;
}

interface Tally {
  mentions: number;
  documents: number;
  length: number;
  overlapping: number;
  discontinuous: number;
}

/** Counts what `documents` hold; a mention overlaps by its hull. */
export function countFacts(documents: readonly Document[]): Facts {
  const overlaps = { duplicate: 0, "same span": 0, nested: 0, crossing: 0 };
  const tallies = new Map<string, Tally>();
  for (const { mentions } of documents) {
    const overlapping = new Set<Mention>();
    for (const [a, b, relation] of overlappingPairs(mentions)) {
      overlaps[relation]++;
      overlapping.add(a).add(b);
    }
    const seen = new Set<string>();
    for (const mention of mentions) {
      const tally = tallies.get(mention.type) ?? {
        ...{ mentions: 0, documents: 0, length: 0, overlapping: 0, discontinuous: 0 },
      };
      tallies.set(mention.type, tally);
      tally.mentions++;
      tally.length += mention.end - mention.start;
      if (!seen.has(mention.type)) tally.documents++;
      if (overlapping.has(mention)) tally.overlapping++;
      if (mention.fragments) tally.discontinuous++;
      seen.add(mention.type);
    }
  }
  const mentions = sum(documents, (document) => document.mentions.length);
  return {
    documents: documents.length,
    emptyDocuments: documents.filter(({ text }) => text.trim() === "").length,
    documentsWithoutMentions: documents.filter((document) => document.mentions.length === 0).length,
    repeatedTexts: countRepeated(documents),
    characters: sum(documents, ({ text }) => text.length),
    mentions,
    discontinuous: sum([...tallies.values()], ({ discontinuous }) => discontinuous),
    overlaps,
    types: Object.fromEntries(
      Array.from(tallies, ([type, { length, ...tally }]) => [
        type,
        { ...tally, share: tally.mentions / mentions, meanLength: length / tally.mentions },
      ]),
    ),
  };
}

/** Types with their counts, the most frequent first; by name on a tie. */
export function rankTypes({ types }: Pick<Facts, "types">): [string, TypeSummary][] {
  return Object.entries(types).sort(
    ([s, a], [t, b]) => b.mentions - a.mentions || (s < t ? -1 : 1),
  );
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function countRepeated(documents: readonly Document[]): number {
  const counts = new Map<string, number>();
  for (const { text } of documents) counts.set(text, (counts.get(text) ?? 0) + 1);
  return documents.filter(({ text }) => text.trim() !== "" && (counts.get(text) as number) > 1)
    .length;
}

/** Every pair of overlapping mentions once: a sweep from left to right. */
function* overlappingPairs(
  mentions: readonly Mention[],
): Generator<readonly [Mention, Mention, Relation]> {
  let open: Mention[] = [];
  for (const mention of [...mentions].sort(compareSpans)) {
    open = open.filter(({ end }) => end > mention.start);
    for (const other of open) yield [other, mention, relate(other, mention) as Relation];
    open.push(mention);
  }
}
