/** How often each string is annotated, and as what. */

import type { PreparedDocument } from "./prepare.js";
import type { StringId } from "./strings.js";

/** Mentions of a string by type. */
export interface StringCount {
  readonly all: ReadonlyMap<string, number>;
  /** Without those that share their span with a mention of another type. */
  readonly alone: ReadonlyMap<string, number>;
}

/** By string. */
export type StringCounts = ReadonlyMap<StringId, StringCount>;

/** Counts the mentions of every string. */
export function countStrings(prepared: readonly PreparedDocument[]): StringCounts {
  const counts = new Map<StringId, { all: Map<string, number>; alone: Map<string, number> }>();
  for (const { document, strings } of prepared) {
    const typesAt = new Map<string, string>();
    for (const { start, end, type } of document.mentions) {
      const key = `${start} ${end}`;
      const known = typesAt.get(key);
      typesAt.set(key, known === undefined || known === type ? type : SEVERAL);
    }
    for (const [i, { start, end, type }] of document.mentions.entries()) {
      const string = strings[i];
      if (string === undefined) continue;
      const of = counts.get(string) ?? { all: new Map(), alone: new Map() };
      counts.set(string, of);
      of.all.set(type, (of.all.get(type) ?? 0) + 1);
      if (typesAt.get(`${start} ${end}`) !== SEVERAL)
        of.alone.set(type, (of.alone.get(type) ?? 0) + 1);
    }
  }
  return counts;
}

/** Stands for spans with several types; a type is never empty. */
const SEVERAL = "";
