/** Which mentions overlap, and how. */

import { compareSpans } from "../core/index.js";
import { type Mention, type Relation, relate } from "../corpus/index.js";
import type { OverlapOfTypes } from "./report.js";

/** No overlap of any kind. */
export const NO_OVERLAPS: Readonly<Record<Relation, number>> = {
  ...{ duplicate: 0, "same span": 0, nested: 0, crossing: 0 },
};

/** Every pair of mentions whose hulls overlap, once, the one that starts first (or is longer) first. */
export function* overlappingPairs(
  mentions: readonly Mention[],
): Generator<readonly [Mention, Mention, Relation]> {
  let open: Mention[] = [];
  for (const mention of [...mentions].sort(compareSpans)) {
    open = open.filter(({ end }) => end > mention.start);
    for (const other of open) yield [other, mention, relate(other, mention) as Relation];
    open.push(mention);
  }
}

/** Collects overlaps, document by document. */
export function createOverlapTally(): {
  /** Counts the pairs of one document, and calls back for each mention with how it overlaps others. */
  add(
    mentions: readonly Mention[],
    onMention: (mention: Mention, relations: ReadonlySet<Relation>) => void,
  ): void;
  total(): Record<Relation, number>;
  byTypes(): OverlapOfTypes[];
} {
  const pairs = new Map<Relation, Map<string, Map<string, number>>>();
  return {
    add(mentions, onMention) {
      const relations = new Map<Mention, Set<Relation>>();
      const note = (mention: Mention, relation: Relation) => {
        const known = relations.get(mention);
        if (known) known.add(relation);
        else relations.set(mention, new Set([relation]));
      };
      for (const [a, b, relation] of overlappingPairs(mentions)) {
        note(a, relation);
        note(b, relation);
        const ordered = relation === "nested" || a.type <= b.type;
        const [first, second] = ordered ? [a.type, b.type] : [b.type, a.type];
        const counts = entryOf(entryOf(pairs, relation), first);
        counts.set(second, (counts.get(second) ?? 0) + 1);
      }
      for (const [mention, kinds] of relations) onMention(mention, kinds);
    },
    total() {
      const total = { ...NO_OVERLAPS };
      for (const { relation, pairs: n } of listed()) total[relation] += n;
      return total;
    },
    byTypes: () => [...listed()].sort((a, b) => b.pairs - a.pairs),
  };
  function* listed(): Generator<OverlapOfTypes> {
    for (const [relation, firsts] of pairs)
      for (const [first, seconds] of firsts)
        for (const [second, n] of seconds) yield { types: [first, second], relation, pairs: n };
  }
}

/** The map under a key, made where there is none. */
function entryOf<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let entry = maps.get(key);
  if (entry === undefined) {
    entry = new Map();
    maps.set(key, entry);
  }
  return entry;
}
