/** Corpora with as many types as wanted: real text, made-up types. */

import type { Random } from "../src/core/index.js";
import type { Document } from "../src/corpus/index.js";

/** Names of made-up types, in alphabetical order. */
export function syntheticTypes(count: number): string[] {
  const digits = String(count).length;
  return Array.from({ length: count }, (_, i) => `Type_${String(i + 1).padStart(digits, "0")}`);
}

/** The same documents, their mentions dealt out among `types` in turn, in random order. */
export function withSyntheticTypes(
  documents: readonly Document[],
  { types, random }: { readonly types: readonly string[]; readonly random: Random },
): Document[] {
  const order = random.shuffled(types);
  let mention = 0;
  return documents.map((document) => ({
    ...document,
    mentions: document.mentions.map((given) => ({
      ...given,
      type: order[mention++ % order.length] as string,
    })),
  }));
}
