/** What a split puts where, as text: mentions and documents of each type in each part, and what a part lacks. */
import type { Document } from "../corpus/index.js";
import { markdownTable } from "./benchTable.js";

/** A named part. */
export interface NamedPart {
  readonly name: string;
  readonly documents: readonly Document[];
}

interface Count {
  mentions: number;
  documents: number;
}

/** A table with a row for each type, the rarest first, and one for all: mentions, and documents in parentheses. */
export function renderParts(parts: readonly NamedPart[]): string {
  const counts = parts.map(({ documents }) => countTypes(documents));
  const total = (type: string) =>
    counts.reduce((sum, count) => sum + (count.get(type)?.mentions ?? 0), 0);
  const cell = ({ mentions, documents }: Count) => `${mentions} (${documents})`;
  const rows = typesOf(counts)
    .sort((a, b) => total(a) - total(b))
    .map((type) => [
      printable(type),
      ...counts.map((count) => cell(count.get(type) ?? { mentions: 0, documents: 0 })),
    ]);
  const all = parts.map(({ documents }) =>
    cell({
      mentions: documents.reduce((sum, { mentions }) => sum + mentions.length, 0),
      documents: documents.length,
    }),
  );
  return markdownTable(
    ["mentions (documents)", ...parts.map(({ name }) => name)],
    [...rows, ["all", ...all]],
  );
}

/** Types that only one of these parts holds, by its name; absent where it holds none alone. */
export function oneSided(parts: readonly NamedPart[]): Map<string, string> {
  const counts = parts.map(({ documents }) => countTypes(documents));
  const alone = new Map<string, string>();
  for (const type of typesOf(counts)) {
    const [part, ...others] = [...parts.keys()].filter((index) => counts[index]?.has(type));
    if (part === undefined || others.length > 0) continue;
    const { name } = parts[part] as NamedPart;
    const documents = counts[part]?.get(type)?.documents ?? 0;
    const named = `${printable(type)} (${documents} ${documents === 1 ? "document" : "documents"})`;
    alone.set(name, [...(alone.has(name) ? [alone.get(name)] : []), named].join(", "));
  }
  return alone;
}

function countTypes(documents: readonly Document[]): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const { mentions } of documents) {
    const seen = new Set<string>();
    for (const { type } of mentions) {
      const count = counts.get(type) ?? { mentions: 0, documents: 0 };
      counts.set(type, count);
      count.mentions++;
      if (!seen.has(type)) count.documents++;
      seen.add(type);
    }
  }
  return counts;
}

const typesOf = (counts: readonly ReadonlyMap<string, Count>[]): string[] =>
  [...new Set(counts.flatMap((count) => [...count.keys()]))].sort();

/** Types come from files: a control character in one must not reach the terminal. */
const printable = (type: string): string => type.replace(/\p{C}/gu, "?");
