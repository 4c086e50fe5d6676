/** Ids that brat takes for everything in a document. */

import type { Document, Problem } from "../document.js";

/** Anything that has an id. */
export interface Named {
  readonly id: string;
}

const KINDS = [
  "mentions",
  "triggers",
  "relations",
  "events",
  "attributes",
  "normalizations",
  "notes",
] as const;
type Kind = (typeof KINDS)[number];

/** Whether an id of a kind is one that brat takes, and the letter of those that are made. */
const IDS: Readonly<Record<Kind, { readonly known: RegExp; readonly letter: string }>> = {
  mentions: { known: /^T\d[^\s:]*$/, letter: "T" },
  triggers: { known: /^T\d[^\s:]*$/, letter: "T" },
  relations: { known: /^[RE]\d[^\s:]*$/, letter: "R" }, // E: an event without trigger
  events: { known: /^E\d[^\s:]*$/, letter: "E" },
  attributes: { known: /^[AM]\d[^\s:]*$/, letter: "A" },
  normalizations: { known: /^N\d[^\s:]*$/, letter: "N" },
  notes: { known: /^#[A-Za-z]*\d[^\s:]*$/, letter: "#" },
};

/**
 * Keeps ids that are brat's, and numbers the others. Symmetric relations have no id in brat; theirs are the ones that
 * the reader gives.
 */
export function nameAll(
  document: Document,
  tell: (problem: Omit<Problem, "source">) => void,
): Map<Named, string> {
  const names = new Map<Named, string>();
  const taken = new Set<string>();
  const others: { item: Named; letter: string }[] = [];
  for (const kind of KINDS)
    for (const item of document[kind] ?? []) {
      const symmetric = "symmetric" in item && item.symmetric;
      if (!symmetric && !taken.has(item.id) && isKnown(item, kind)) {
        names.set(item, item.id);
        taken.add(item.id);
      } else others.push({ item, letter: symmetric ? "*" : IDS[kind].letter });
    }
  const next = new Map<string, number>();
  let changed = 0;
  for (const { item, letter } of others) {
    let n = next.get(letter) ?? 1;
    while (taken.has(`${letter}${n}`)) n++;
    next.set(letter, n + 1);
    names.set(item, `${letter}${n}`);
    if (item.id !== `${letter}${n}`) changed++;
  }
  if (changed > 0)
    tell({
      code: "changed",
      message: `${changed} of ${names.size} ids are not as brat has them, and are numbered`,
    });
  return names;
}

/** A relation called `E1` would be read as an event if its type had a colon. */
function isKnown(item: Named & { readonly type?: string }, kind: Kind): boolean {
  if (kind === "relations" && item.id.startsWith("E") && item.type?.includes(":")) return false;
  return IDS[kind].known.test(item.id);
}
