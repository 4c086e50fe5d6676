/** Documents of the same text, or almost, and those that lie in different parts: leaks. */

import { nearDuplicates } from "../corpus/index.js";
import type { PreparedDocument } from "./prepare.js";
import type { AuditReport, DocumentName, NearDuplicate } from "./report.js";

/** Of three words in a row, one changed word in thirty leaves a similarity of 0.8. */
const THRESHOLD = 0.8;

/** All documents of one text, or of the same words. */
type Group = readonly PreparedDocument[];

/** Finds documents of identical text by their text, others by the words in a row that they share. */
export function findDuplicates(prepared: readonly PreparedDocument[]): AuditReport["duplicates"] {
  const groups = groupByText(prepared);
  const identical = groups.filter((group) => group.length > 1);
  const leaked = new Set(identical.flatMap((group) => leaksInto(group, group)));
  const { near, leaked: nearlyLeaked } = findNear(groups);
  return {
    identical: identical.map((group) => group.map(nameOf)),
    identicalAcrossParts: leaked.size,
    threshold: THRESHOLD,
    near,
    nearAcrossParts: [...nearlyLeaked].filter((one) => !leaked.has(one)).length,
  };
}

/** Pairs of groups of almost the same text. Of those with the same words, the first stands for all in other pairs. */
function findNear(groups: readonly Group[]) {
  const texts = groups.map((group, i) => ({ id: String(i), text: group[0]?.document.text ?? "" }));
  const pairs = [...nearDuplicates(texts, { threshold: THRESHOLD })];
  const sameWords = new Map<string, PreparedDocument[]>();
  const groupOf = (id: string) => sameWords.get(id) ?? (groups[Number(id)] as Group);
  for (const { a, b, similarity } of pairs)
    if (similarity === 1) {
      const all = sameWords.get(a) ?? [...groupOf(a)];
      all.push(...(groups[Number(b)] as Group));
      sameWords.set(a, all);
    }
  const near: NearDuplicate[] = [];
  const leaked = new Set<PreparedDocument>();
  for (const { a, b, similarity } of pairs) {
    const left = groupOf(a);
    const right = similarity === 1 ? (groups[Number(b)] as Group) : groupOf(b);
    for (const one of [...leaksInto(left, right), ...leaksInto(right, left)]) leaked.add(one);
    const witness = witnessOf(left, right);
    const [x, y] = witness ?? [groups[Number(a)]?.[0], groups[Number(b)]?.[0]];
    near.push({
      documents: [nameOf(x as PreparedDocument), nameOf(y as PreparedDocument)],
      similarity,
      acrossParts: witness !== undefined,
    });
  }
  return { near: near.sort((a, b) => b.similarity - a.similarity), leaked };
}

/** Groups of documents that are not blank, in the order of the first of each. */
function groupByText(prepared: readonly PreparedDocument[]): Group[] {
  const groups = new Map<string, PreparedDocument[]>();
  for (const one of prepared) {
    const { text } = one.document;
    if (text.trim() === "") continue;
    const group = groups.get(text);
    if (group) group.push(one);
    else groups.set(text, [one]);
  }
  return [...groups.values()];
}

/** Documents of dev and test in `group` that have a counterpart in another part. */
function leaksInto(group: Group, others: Group): PreparedDocument[] {
  const parts = new Set(others.map(({ part }) => part).filter(Boolean));
  return group.filter(
    ({ part }) => (part === "dev" || part === "test") && parts.size > (parts.has(part) ? 1 : 0),
  );
}

/** Two documents of different parts, one of each group. */
function witnessOf(left: Group, right: Group) {
  for (const x of firstOfParts(left))
    for (const y of firstOfParts(right))
      if (x.part && y.part && x.part !== y.part) return [x, y] as const;
  return undefined;
}

function firstOfParts(group: Group): Iterable<PreparedDocument> {
  const first = new Map<PreparedDocument["part"], PreparedDocument>();
  for (const one of group) if (!first.has(one.part)) first.set(one.part, one);
  return first.values();
}

function nameOf({ document, part }: PreparedDocument): DocumentName {
  return { document: document.id, ...(part ? { part } : {}) };
}
