/** Types split into many by their strings: a corpus with as many types as one likes, in real text. */

import type { Document, Mention } from "../corpus/index.js";
import { ExperimentError } from "./error.js";

/**
 * Splits types into clusters of neighbouring strings, in the order of their last word, which is mostly the head of the
 * phrase. The type with the most mentions a cluster is split further until there are enough; the clusters of a type
 * have about equally many mentions, and mentions of one string stay together.
 * @param types how many there shall be in the end
 * @returns the new type of a mention: `Type-3`, or the old one of a type that stays whole
 * @throws ExperimentError if there are more types already, too few different strings, or a new name is taken
 */
export function splitTypes(
  documents: readonly Document[],
  types: number,
): (mention: Mention, text: string) => string {
  const strings = new Map<string, Map<string, number>>();
  for (const { mentions, text } of documents)
    for (const mention of mentions) {
      const counts = strings.get(mention.type) ?? new Map<string, number>();
      strings.set(mention.type, counts);
      const key = sortingKey(mention, text);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const clusters = allot(strings, types);
  const names = new Map<string, string>();
  for (const [type, counts] of strings) {
    const parts = clusters.get(type) ?? 1;
    for (const [key, part] of cut(counts, parts)) {
      const name = parts === 1 ? type : `${type}-${part + 1}`;
      if (name !== type && strings.has(name)) throw taken(name);
      names.set(`${type}\n${key}`, name);
    }
  }
  return (mention, text) =>
    names.get(`${mention.type}\n${sortingKey(mention, text)}`) ?? mention.type;
}

function taken(name: string): ExperimentError {
  return new ExperimentError(
    {},
    `the new type ${name} is one of the corpus already`,
    "Rename that one in the corpus",
  );
}

/** Last word first, in lower case, so that phrases with one head are neighbours. */
function sortingKey({ start, end }: Mention, text: string): string {
  const words = text.slice(start, end).toLowerCase().split(/\s+/).filter(Boolean);
  return [words.at(-1) ?? "", ...words.slice(0, -1)].join(" ");
}

/** Into how many clusters each type goes. */
function allot(
  strings: ReadonlyMap<string, ReadonlyMap<string, number>>,
  wanted: number,
): Map<string, number> {
  const sizes = [...strings]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, counts]) => ({
      type,
      mentions: [...counts.values()].reduce((sum, count) => sum + count, 0),
      most: counts.size,
      clusters: 1,
    }));
  const possible = sizes.reduce((sum, { most }) => sum + most, 0);
  if (wanted < sizes.length || wanted > possible)
    throw new ExperimentError(
      {},
      `${wanted} types were asked for, and the corpus has ${sizes.length} types of ${possible} strings`,
      `Ask for ${sizes.length} to ${possible}`,
    );
  for (let total = sizes.length; total < wanted; total++) {
    const open = sizes.filter(({ clusters, most }) => clusters < most);
    const largest = open.reduce((a, b) =>
      b.mentions / b.clusters > a.mentions / a.clusters ? b : a,
    );
    largest.clusters++;
  }
  return new Map(sizes.map(({ type, clusters }) => [type, clusters]));
}

/** Strings in order, cut into parts of about equally many mentions; every part gets a string. */
function cut(counts: ReadonlyMap<string, number>, parts: number): [string, number][] {
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let [before, part] = [0, -1];
  return sorted.map(([key, count], i) => {
    const due = Math.floor((before / total) * parts);
    const left = sorted.length - i;
    // A part is begun when its share of the mentions is reached, or when the strings that are left just suffice.
    if (part < 0 || (due > part && part + 1 < parts) || parts - 1 - part >= left) part++;
    before += count;
    return [key, part];
  });
}
