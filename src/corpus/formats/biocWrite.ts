/** Documents to BioC: passages as they were read, or one; attributes as infons. */

import { z } from "zod";
import { codePoints } from "../codePoints.js";
import type { Document } from "../document.js";
import type { WriteContext } from "../format.js";
import { said } from "../said.js";
import {
  type BiocAnnotation,
  type BiocDocument,
  type BiocPart,
  type BiocRelation,
  gapOf,
  type Infons,
  type KeptBioc,
  type KeptPart,
} from "./bioc.js";
import { type CountedMention, countCodePoints } from "./codePointSpans.js";

const infons = z.record(z.string(), z.unknown());
const part = z.object({
  ...{ start: z.number().int().nonnegative(), end: z.number().int().nonnegative() },
  ...{ infons: infons.optional(), others: infons.optional() },
});
const kept = z.object({
  collection: z
    .object({
      ...{ source: z.string().optional(), date: z.string().optional(), key: z.string().optional() },
      infons: infons.optional(),
    })
    .optional(),
  passages: z.array(part.extend({ sentences: z.array(part).optional() })).optional(),
  others: infons.optional(),
});

/** What a document kept of the BioC file that it was read from; nothing if it comes from elsewhere. */
export function keptOf({ meta }: Document): KeptBioc {
  const read = kept.safeParse(meta?.bioc ?? {});
  return read.success ? (read.data as KeptBioc) : {};
}

/** A document as BioC has it; what cannot be said is a problem. Places are not given. */
export function toBioc(document: Document, context: WriteContext): BiocDocument {
  const { id, text, meta = {} } = document;
  const mentions = countCodePoints(document, context);
  const infonsOf = infonsFor(document, context);
  const { fromUtf16 } = codePoints(text);
  const { others } = keptOf(document);
  const annotate = ({ mention, spans, quote }: CountedMention): BiocAnnotation => ({
    ...{ place: {}, id: mention.id, text: quote },
    infons: infonsOf({ type: mention.type }, mention.id),
    locations: spans.map(({ start, end }) => ({ offset: start, length: end - start })),
  });
  const passages = passagesOf(document, context);
  const leaves = passages.flatMap((passage) => passage.sentences ?? [passage]);
  const homes = mentions.map(({ mention }) => {
    const after = leaves.findIndex(({ start }) => start > mention.start);
    return leaves[(after === -1 ? leaves.length : Math.max(after, 1)) - 1];
  });
  const write = (given: KeptPart): BiocPart => ({
    ...{ place: {}, infons: given.infons ?? {}, relations: [] },
    ...(given.others ? { others: given.others } : {}),
    offset: fromUtf16(given.start),
    text: given.sentences ? undefined : text.slice(given.start, given.end),
    sentences: given.sentences?.map(write) ?? [],
    annotations: mentions.filter((_, i) => homes[i] === given).map(annotate),
  });
  return {
    ...{ place: {}, id },
    infons: Object.fromEntries(Object.entries(meta).filter(([key]) => key !== "bioc")),
    ...(others ? { others } : {}),
    passages: passages.map(write),
    annotations: [],
    relations: relationsOf(document, { ...context, mentions, infonsOf }),
  };
}

/** Passages that the text was read from, if it still is what they make; else one. */
function passagesOf(document: Document, { onProblem }: WriteContext): readonly KeptPart[] {
  const { id: source, text } = document;
  const whole: KeptPart = { start: 0, end: text.length };
  const { passages = [whole] } = keptOf(document);
  const inner = passages.map(
    (passage) => passage.sentences === undefined || tiles(text, passage.sentences, passage),
  );
  if (!tiles(text, passages, whole)) {
    const message = `its ${passages.length} passages are not those of its text, so it is written as one`;
    onProblem({ source, code: "changed", message });
    return [whole];
  }
  if (inner.includes(false)) {
    const message = "sentences of a passage are not those of its text, so it is written without";
    onProblem({ source, code: "changed", message });
  }
  return passages.map(({ sentences, ...passage }, i) =>
    sentences && inner[i] ? { ...passage, sentences } : passage,
  );
}

/** Whether reading `parts` with their offsets would give what `whole` covers. */
function tiles(
  text: string,
  parts: readonly KeptPart[],
  whole: { readonly start: number; readonly end: number },
): boolean {
  const first = whole.start === 0;
  let reached = first ? 0 : (parts[0]?.start ?? 0);
  for (const [i, { start, end }] of parts.entries()) {
    if (start < reached || end < start) return false;
    const gap = gapOf(start - reached, { first: first && i === 0 });
    if (text.slice(reached, start) !== gap) return false;
    reached = end;
  }
  return parts.length > 0 && (first || parts[0]?.start === whole.start) && reached === whole.end;
}

/** Infons of mentions and relations: those given, identifiers, attributes. */
function infonsFor(
  { id: source, attributes = [], normalizations = [] }: Document,
  { onProblem }: WriteContext,
) {
  const attributesOf = byTarget(attributes);
  const normalizationsOf = byTarget(normalizations);
  return (own: Infons, target: string): Infons => {
    const infons = new Map<string, unknown>(Object.entries(own));
    const add = (key: string, value: string) => {
      if (!infons.has(key)) return infons.set(key, value);
      const message = `${said(target)} has more than one infon ${said(key)}; the first is kept`;
      onProblem({ source, code: "does-not-fit", message, lost: true });
    };
    for (const [i, { reference, text, type }] of (normalizationsOf.get(target) ?? []).entries()) {
      const number = i === 0 ? "" : `${i + 1}`;
      add(`identifier${number}`, reference);
      if (text !== "") add(`name${number}`, text);
      if (type !== "Reference") {
        const message = `the type ${said(type)} of a normalization is not kept`;
        onProblem({ source, code: "changed", message });
      }
    }
    for (const { name, value } of attributesOf.get(target) ?? []) add(name, value ?? "");
    return Object.fromEntries(infons);
  };
}

function byTarget<T extends { readonly target: string }>(entries: readonly T[]) {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(entry.target);
    if (group) group.push(entry);
    else groups.set(entry.target, [entry]);
  }
  return groups;
}

function relationsOf(
  { id: source, relations = [] }: Document,
  {
    onProblem,
    mentions,
    infonsOf,
  }: WriteContext & {
    readonly mentions: readonly CountedMention[];
    readonly infonsOf: (own: Infons, target: string) => Infons;
  },
): BiocRelation[] {
  const ids = new Set([
    ...mentions.map(({ mention }) => mention.id),
    ...relations.map(({ id }) => id),
  ]);
  return relations.map(({ id, type, symmetric, arguments: given }) => {
    const nodes = given.filter(({ target }) => ids.has(target));
    if (nodes.length < given.length) {
      const message = `relation ${said(id)} loses ${given.length - nodes.length} of ${given.length} arguments, which BioC does not hold`;
      onProblem({ source, code: "does-not-fit", message, lost: true });
    }
    return {
      ...{ place: {}, id },
      infons: infonsOf({ type, ...(symmetric ? { symmetric: "true" } : {}) }, id),
      nodes: nodes.map(({ target, role }) => ({ refid: target, role })),
    };
  });
}
