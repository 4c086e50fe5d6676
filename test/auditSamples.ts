/** Small corpora for the tests of audits. */

import type { AuditOptions } from "../src/audit/audit.js";
import { type AuditReport, audit, type PartName } from "../src/audit/index.js";
import type { Document, Mention } from "../src/corpus/index.js";

/** A mention by its offsets. */
export function mention(
  type: string,
  start: number,
  end: number,
  more: Partial<Mention> = {},
): Mention {
  return { id: `${type}${start}-${end}`, type, start, end, ...more };
}

/** A document. */
export function document(id: string, text: string, mentions: readonly Mention[] = []): Document {
  return { id, text, mentions };
}

/** A document from a text in which mentions are marked: `[left arm pain|Sign]`, one in another not allowed. */
export function marked(id: string, source: string): Document {
  const mentions: Mention[] = [];
  let text = "";
  let last = 0;
  for (const match of source.matchAll(/\[([^|\]]*)\|([^\]]*)\]/g)) {
    const [whole, content = "", type = ""] = match;
    text += source.slice(last, match.index);
    mentions.push(mention(type, text.length, text.length + content.length));
    text += content;
    last = match.index + whole.length;
  }
  return document(id, text + source.slice(last), mentions);
}

/** Audits documents without parts, or those of each part. */
export function auditOf(
  documents: readonly Document[] | Readonly<Partial<Record<PartName, readonly Document[]>>>,
  options: AuditOptions = {},
): Promise<AuditReport> {
  const parts = Array.isArray(documents)
    ? documents.map((one: Document) => ({ document: one }))
    : Object.entries(documents).flatMap(([part, of]: [string, readonly Document[]]) =>
        of.map((one) => ({ document: one, part: part as PartName })),
      );
  return audit({ format: "brat", documents: parts }, options);
}
