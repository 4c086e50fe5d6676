/** Spans of PubAnnotation's denotations: one, a bag of several, or a chain of denotations. */

import type { Span } from "../../core/index.js";
import { type Fields, idOf, isFields } from "./jsonRecords.js";

interface Entry {
  readonly fields: Fields;
  readonly at: string;
}

/** A denotation with all that it covers. */
export interface Denotation extends Entry {
  /** Undefined where it is no span. */
  readonly spans: readonly (Span | undefined)[];
  /** Ids of the denotations that were chained to it. */
  readonly ids: readonly string[];
}

/**
 * Puts chains together: a relation `_lexicallyChainedTo` from a denotation to one whose obj is `_FRAGMENT`, which may
 * be chained on. A fragment that nothing is chained to stays what it is; so does a chain to no fragment.
 * @see Annotation.chain_spans in PubAnnotation's sources
 */
export function chainedSpans(denotations: readonly Entry[], relations: readonly Entry[]) {
  const byId = new Map<string, Entry>();
  for (const entry of denotations) {
    const id = idOf(entry.fields.id);
    if (id !== undefined && !byId.has(id)) byId.set(id, entry);
  }
  const next = new Map<Entry, Entry>();
  const fragments = new Set<Entry>();
  const others = relations.filter(({ fields: { pred, subj, obj } }) => {
    const [from, to] = [byId.get(idOf(subj) ?? ""), byId.get(idOf(obj) ?? "")];
    const chained = pred === "_lexicallyChainedTo" && from && to?.fields.obj === "_FRAGMENT";
    if (!chained || from === to || next.has(from) || fragments.has(to)) return true;
    next.set(from, to);
    fragments.add(to);
    return false;
  });
  const chainOf = (entry: Entry): Entry[] => {
    const chain = [entry];
    for (let link = next.get(entry); link && !chain.includes(link); link = next.get(link))
      chain.push(link);
    return chain;
  };
  return {
    denotations: denotations
      .filter((entry) => !fragments.has(entry))
      .map((entry): Denotation => {
        const chain = chainOf(entry);
        return {
          ...entry,
          spans: chain.flatMap(({ fields }) => spansOf(fields)),
          ids: chain.slice(1).flatMap(({ fields }) => idOf(fields.id) ?? []),
        };
      }),
    relations: others,
  };
}

/** A span, a bag of them, or `begin` and `end` of the denotation itself. */
function spansOf(fields: Fields): (Span | undefined)[] {
  const { span } = fields;
  if (Array.isArray(span)) return span.map(spanOf);
  return [spanOf(span ?? fields)];
}

function spanOf(value: unknown): Span | undefined {
  if (!isFields(value)) return undefined;
  const [start, end] = [value.begin, value.end].map(offsetOf);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** PubAnnotation takes numbers in quotes too. */
function offsetOf(value: unknown): number | undefined {
  const offset = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(offset) ? (offset as number) : undefined;
}
