/** The types of mentions in documents. */

import type { Document } from "./document.js";

/** Mentions by type, in order of first appearance. */
export function countTypes(documents: readonly Document[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { mentions } of documents)
    for (const { type } of mentions) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** Types of the mentions, in alphabetical order. */
export function typesOf(documents: readonly Document[]): string[] {
  return [...countTypes(documents).keys()].sort();
}
