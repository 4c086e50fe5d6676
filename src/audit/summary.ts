/** What a set of documents holds, counted before any policy changes it. */

import { createOverlapTally } from "./overlaps.js";
import { createPassageTally, typesOfPassages } from "./passages.js";
import { summarizePieces } from "./pieces.js";
import { type AuditEncoder, PASSAGE_WORDS, type PreparedDocument } from "./prepare.js";
import type { CorpusSummary, Imbalance, TypeSummary } from "./report.js";
import { createTally, summarizeTally, type TypeTally, tallyDocument } from "./types.js";

/** Counts documents. A mention overlaps by its hull. */
export function summarize(
  prepared: readonly PreparedDocument[],
  encoder?: Pick<AuditEncoder, "windows">,
): CorpusSummary {
  const ranked = rankByCount(prepared);
  const tallies = ranked.map(createTally);
  const ranks = new Map(ranked.map((type, rank) => [type, rank]));
  const rankOf = ({ type }: { readonly type: string }) => ranks.get(type) as number;
  const tallyOf = (mention: { readonly type: string }) => tallies[rankOf(mention)] as TypeTally;
  const overlaps = createOverlapTally();
  const together = createPassageTally(ranked.length);
  const capacity = encoder && encoder.windows.length - 2;
  for (const one of prepared) {
    tallyDocument(one, { tallyOf, capacity });
    overlaps.add(one.document.mentions, (mention, relations) => {
      const tally = tallyOf(mention);
      tally.overlapping++;
      for (const relation of relations) tally.overlaps[relation]++;
    });
    together.add(typesOfPassages(one, rankOf));
  }
  const mentions = sum(prepared, ({ document }) => document.mentions.length);
  const types = Object.fromEntries(
    tallies.map((tally, rank) => [
      tally.type,
      summarizeTally(tally, {
        ...{ mentions, passages: together.passagesOf(rank), hasPieces: encoder !== undefined },
      }),
    ]),
  );
  return {
    documents: prepared.length,
    ...{ mentions, types },
    characters: sum(prepared, ({ document }) => document.text.length),
    tokens: sum(prepared, ({ tokens }) => tokens.ids.length),
    emptyDocuments: prepared.filter(({ document }) => document.text.trim() === "").length,
    documentsWithoutMentions: prepared.filter(({ document }) => document.mentions.length === 0)
      .length,
    repeatedTexts: countRepeated(prepared),
    documentTokens: lengths(prepared),
    discontinuous: sum(tallies, ({ discontinuous }) => discontinuous),
    overlaps: overlaps.total(),
    overlapsOfTypes: overlaps.byTypes(),
    imbalance: imbalanceOf(tallies),
    passages: together.summary(
      encoder
        ? { unit: "windows", length: encoder.windows.length }
        : { unit: "words", length: PASSAGE_WORDS },
    ),
    ...together.pairs(ranked),
    ...(encoder ? { pieces: summarizePieces(prepared, capacity as number) } : {}),
  };
}

/** Types with their counts, the most frequent first; by name on a tie. */
export function rankTypes({ types }: Pick<CorpusSummary, "types">): [string, TypeSummary][] {
  return Object.entries(types).sort(
    ([s, a], [t, b]) => b.mentions - a.mentions || (s < t ? -1 : 1),
  );
}

function rankByCount(prepared: readonly PreparedDocument[]): string[] {
  const counts = new Map<string, number>();
  for (const { document } of prepared)
    for (const { type } of document.mentions) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort(([s, a], [t, b]) => b - a || (s < t ? -1 : 1)).map(([type]) => type);
}

/**
 * How uneven counts are. @param tallies the most frequent first
 * @see Hill 1973, Diversity and evenness (exp of the entropy: the number of effective classes)
 */
export function imbalanceOf(
  tallies: readonly { readonly type: string; readonly mentions: number }[],
): Imbalance {
  const all = sum(tallies, ({ mentions }) => mentions);
  const entropy = -sum(tallies, ({ mentions }) => (mentions / all) * Math.log(mentions / all));
  const [most, least] = [tallies[0], tallies.at(-1)];
  return {
    ratio: most && least ? most.mentions / least.mentions : null,
    mostFrequent: most?.type ?? null,
    leastFrequent: least?.type ?? null,
    entropy: Math.max(0, entropy),
    effectiveTypes: most ? Math.exp(Math.max(0, entropy)) : 0,
  };
}

function lengths(prepared: readonly PreparedDocument[]): CorpusSummary["documentTokens"] {
  const sorted = prepared.map(({ tokens }) => tokens.ids.length).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return {
    mean: sorted.length === 0 ? 0 : sum(sorted, (n) => n) / sorted.length,
    median: sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2,
    longest: sorted.at(-1) ?? 0,
  };
}

function countRepeated(prepared: readonly PreparedDocument[]): number {
  const counts = new Map<string, number>();
  for (const { document } of prepared)
    if (document.text.trim() !== "")
      counts.set(document.text, (counts.get(document.text) ?? 0) + 1);
  return sum([...counts.values()], (count) => (count > 1 ? count : 0));
}

/** Sum of a value over items. */
export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
