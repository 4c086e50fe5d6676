/** Whether a corpus is still the one that was split, and if not, what became of which documents. */

import type { Document } from "./document.js";
import { shortFingerprint } from "./fingerprint.js";

/** Ids of documents that are not as they were, sorted. */
export interface CorpusChanges {
  readonly missing: readonly string[];
  readonly added: readonly string[];
  /** With another text, or other tokens. */
  readonly texts: readonly string[];
  /** With the same text and other mentions. */
  readonly mentions: readonly string[];
}

/** Compares documents with the fingerprints of {@link shortFingerprint} that they had, by id. */
export function compareWithFingerprints(
  documents: readonly Document[],
  before: ReadonlyMap<string, string>,
): CorpusChanges {
  const now = new Map(documents.map((document) => [document.id, shortFingerprint(document)]));
  const halves = (fingerprint = "") => fingerprint.split("-");
  const both = [...before.keys()].filter((id) => now.has(id)).sort();
  const hasOtherText = (id: string) => halves(before.get(id))[0] !== halves(now.get(id))[0];
  return {
    missing: [...before.keys()].filter((id) => !now.has(id)).sort(),
    added: [...now.keys()].filter((id) => !before.has(id)).sort(),
    texts: both.filter(hasOtherText),
    mentions: both.filter((id) => !hasOtherText(id) && before.get(id) !== now.get(id)),
  };
}

/** Ids that are named, of each kind of change. */
const NAMED = 3;

/** One clause a kind of change, such as `2 documents are missing (a, b)`; undefined if nothing changed. */
export function describeChanges(changes: CorpusChanges): string | undefined {
  const clauses = [
    clause(changes.missing, ["is missing", "are missing"]),
    clause(changes.added, ["is new", "are new"]),
    clause(changes.texts, ["has another text", "have other texts"]),
    clause(changes.mentions, ["has other mentions", "have other mentions"]),
  ].filter((text) => text !== undefined);
  return clauses.length === 0 ? undefined : clauses.join(", ");
}

function clause(ids: readonly string[], [one, several]: readonly [string, string]) {
  if (ids.length === 0) return undefined;
  const named = [...ids.slice(0, NAMED), ...(ids.length > NAMED ? ["..."] : [])].join(", ");
  return ids.length === 1
    ? `1 document ${one} (${named})`
    : `${ids.length} documents ${several} (${named})`;
}
