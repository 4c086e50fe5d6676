/** The lines of brat standoff files, one by one: what each kind says, before offsets and references are looked at. */

import type { Span } from "../../core/index.js";
import type { Annotations, Argument } from "../document.js";

type Item<K extends keyof Annotations> = NonNullable<Annotations[K]>[number];

/** A text-bound annotation: an entity or the trigger of an event. */
export interface EntityLine {
  readonly kind: "entity";
  readonly id: string;
  readonly type: string;
  /** As the file counts. */
  readonly spans: readonly Span[];
  /** Fields after the spans: the quoted text, and what programs add to it. */
  readonly tail: readonly string[];
}

/** What a line says. Ids are empty where the line has none. */
export type BratLine =
  | EntityLine
  | ({ readonly kind: "relation" } & Item<"relations">)
  | ({ readonly kind: "event" } & Item<"events">)
  | ({ readonly kind: "attribute" } & Item<"attributes">)
  | ({ readonly kind: "normalization" } & Item<"normalizations">)
  | ({ readonly kind: "note" } & Item<"notes">);

/**
 * What a line says; undefined if it is of no known kind or malformed.
 * @see https://brat.nlplab.org/standoff.html, and `annotation.py` of brat, which reads the same
 */
export function parseBratLine(line: string): BratLine | undefined {
  const [, id, letter, rest] = /^(([TREAMN#*])(?:[A-Za-z]*\d[^\t ]*)?)\t(.*)$/s.exec(line) ?? [];
  if (id === undefined || letter === undefined || rest === undefined) return undefined;
  return PARSERS[letter]?.(id === letter ? "" : id, rest);
}

/** `0 5;8 12`, as lines have it. */
export function parseSpans(spans: string): Span[] | undefined {
  if (!/^\d+[ \t]+\d+(;\d+[ \t]+\d+)*$/.test(spans)) return undefined;
  return spans.split(";").map((span) => {
    const [start, end] = span.split(/[ \t]+/).map(Number) as [number, number];
    return { start, end };
  });
}

type Parser = (id: string, rest: string) => BratLine | undefined;

const parseEntity: Parser = (id, rest) => {
  const [, type, spans, tail] =
    /^([^ \t]+)[ \t]+(\d+[ \t]+\d+(?:;\d+[ \t]+\d+)*) *(?:\t(.*))?$/s.exec(rest) ?? [];
  const parsed = spans === undefined ? undefined : parseSpans(spans);
  if (type === undefined || parsed === undefined) return undefined;
  return { kind: "entity", id, type, spans: parsed, tail: tail?.split("\t") ?? [] };
};

const parseRelation: Parser = (id, rest) => {
  const [type, ...pairs] = tokens(rest);
  const parts = argumentsOf(pairs);
  if (type === undefined || parts === undefined || parts.length === 0) return undefined;
  return { kind: "relation", id, type, arguments: parts };
};

/** Without a trigger, as in the Bacteria tasks of BioNLP, an event is a relation. */
const parseEvent: Parser = (id, rest) => {
  const [head = "", ...pairs] = tokens(rest);
  const trigger = argumentsOf([head])?.[0];
  if (trigger === undefined) return parseRelation(id, rest);
  const parts = argumentsOf(pairs);
  return (
    parts && { kind: "event", id, type: trigger.role, trigger: trigger.target, arguments: parts }
  );
};

const parseEquivalence: Parser = (id, rest) => {
  const [type, ...targets] = tokens(rest);
  if (type === undefined || targets.length === 0) return undefined;
  const parts = targets.map((target) => ({ role: "", target }));
  return { kind: "relation", id, type, arguments: parts, symmetric: true };
};

const parseAttribute: Parser = (id, rest) => {
  const [, name, target, value] = /^([^ \t]+) +([^ \t]+)(?:[ \t](.*))?$/s.exec(rest) ?? [];
  if (name === undefined || target === undefined) return undefined;
  const kept = value?.trimEnd();
  return { kind: "attribute", id, name, target, ...(kept ? { value: kept } : {}) };
};

/** brat's own form, or that of BioNLP 2013 with named parts in either order. */
const parseNormalization: Parser = (id, rest) => {
  const [data = "", ...texts] = rest.split("\t");
  const [type, first = "", ...others] = data.trimEnd().split(/ +/);
  const [, target] = /(?:^| )Annotation:(\S+)/.exec(data) ?? [];
  const [, referent] = /(?:^| )Referent:(\S+)/.exec(data) ?? [];
  const named = target !== undefined && referent !== undefined;
  const reference = named ? referent : others.join(" ");
  if (!type || first === "" || reference === "") return undefined;
  const text = texts.join("\t");
  return { kind: "normalization", id, type, target: named ? target : first, reference, text };
};

const parseNote: Parser = (id, rest) => {
  const [data = "", ...texts] = rest.split("\t");
  const [type, target, ...others] = data.trimEnd().split(/ +/);
  if (!type || others.length > 0) return undefined;
  return { kind: "note", id, type, ...(target ? { target } : {}), text: texts.join("\t") };
};

const PARSERS: Readonly<Record<string, Parser>> = {
  T: parseEntity,
  R: parseRelation,
  E: parseEvent,
  "*": parseEquivalence,
  ...{ A: parseAttribute, M: parseAttribute },
  N: parseNormalization,
  "#": parseNote,
};

const tokens = (text: string) => text.split(/[ \t]+/).filter((token) => token !== "");

/** `ROLE:TARGET` pairs; undefined if one is no pair. */
function argumentsOf(pairs: readonly string[]): Argument[] | undefined {
  const parts: Argument[] = [];
  for (const pair of pairs) {
    const colon = pair.lastIndexOf(":");
    if (colon === -1 || colon === pair.length - 1) return undefined;
    parts.push({ role: pair.slice(0, colon), target: pair.slice(colon + 1) });
  }
  return parts;
}
