/** A document as WebAnno TSV 3.3, in the way of INCEpTION. */

import { compareSpans, type Span } from "../../core/index.js";
import type { Document } from "../document.js";
import type { WriteContext } from "../format.js";
import { type Annotated, type Related, toUima } from "./uimaWrite.js";
import { COMMENTS, escapeText, escapeValue } from "./webAnnoFields.js";
import { sentencesOf, type Token, tokensOf } from "./webAnnoTokens.js";

/** A line of the file: a token, or a part of one that is annotated by itself. */
interface Row {
  /** `2-3`, or `2-3.1` for a part. */
  readonly name: string;
  readonly span: Span;
  /** The annotations that cover it, of which every one has a row in each token that it touches. */
  readonly on: readonly Annotated[];
}

/** The columns of one layer. */
interface Table {
  readonly declaration: string;
  /** What a row has in each of the columns. */
  cells(row: Row): readonly string[];
}

/**
 * The content of a file. Every mention has a number, so that they are read in their order.
 * @see https://inception-project.github.io/releases/36.6/docs/user-guide.html#sect_webannotsv
 */
export function writeWebAnno(document: Document, context: WriteContext): string {
  const { annotations, arcs } = toUima(document, context);
  const { text, meta } = document;
  const tokens = tokensOf(document, context);
  const sentences = sentencesOf(text, tokens);
  const rows = rowsOf(
    sentences.map((sentence) => sentence.tokens),
    annotations,
  );
  const tables = tablesOf([...rows.values()].flat(), { annotations, arcs });
  const lines = ["#FORMAT=WebAnno TSV 3.3", ...tables.map(({ declaration }) => declaration), ""];
  const comments = meta ? [`${COMMENTS.meta}${escapeText(JSON.stringify(meta))}`] : [];
  if (sentences.length === 0) lines.push("", ...comments);
  for (const [i, sentence] of sentences.entries()) {
    lines.push("", ...(i === 0 ? comments : []));
    const fillers = sentence.tokens.flatMap(({ isWord }, t) => (isWord ? [] : [t + 1]));
    const all = fillers.length === sentence.tokens.length;
    if (fillers.length > 0) lines.push(`${COMMENTS.fillers}${all ? "*" : fillers.join(",")}`);
    for (const line of sentence.lines) lines.push(`#Text=${escapeText(line)}`);
    for (const row of sentence.tokens.flatMap((token) => rows.get(token) as readonly Row[])) {
      const { start, end } = row.span;
      const covered = text.slice(start, end);
      const quote = /[\t\n\r]/.test(covered) ? escapeText(covered) : covered;
      const cells = tables.flatMap((table) => table.cells(row));
      lines.push([row.name, `${start}-${end}`, quote, ...cells, ""].join("\t"));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** The rows of each token: itself, and the parts where annotations begin or end within it. */
function rowsOf(
  sentences: readonly (readonly Token[])[],
  annotations: readonly Annotated[],
): ReadonlyMap<Token, readonly Row[]> {
  const tokens = sentences.flat();
  const parts = new Map(
    tokens.map((token) => [token, new Map<string, { span: Span; on: Annotated[] }>()]),
  );
  for (const annotation of annotations) {
    const { start, end } = annotation.mention;
    for (let t = firstEndingAfter(start, tokens); t < tokens.length; t++) {
      const token = tokens[t] as Token;
      if (token.start >= end) break;
      const span = { start: Math.max(start, token.start), end: Math.min(end, token.end) };
      const key = `${span.start}-${span.end}`;
      const part = parts.get(token)?.get(key);
      if (part) part.on.push(annotation);
      else parts.get(token)?.set(key, { span, on: [annotation] });
    }
  }
  const rows = new Map<Token, Row[]>();
  for (const [s, sentence] of sentences.entries())
    for (const [t, token] of sentence.entries()) {
      const name = `${s + 1}-${t + 1}`;
      const whole = `${token.start}-${token.end}`;
      const own = parts.get(token) as Map<string, { span: Span; on: Annotated[] }>;
      const inner = [...own]
        .filter(([key]) => key !== whole)
        .map(([, part]) => part)
        .sort((a, b) => compareSpans(a.span, b.span));
      rows.set(token, [
        { name, span: token, on: own.get(whole)?.on ?? [] },
        ...inner.map((part, p) => ({ name: `${name}.${p + 1}`, ...part })),
      ]);
    }
  return rows;
}

/** Index of the first token that ends after `offset`. */
function firstEndingAfter(offset: number, tokens: readonly Token[]): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle] as Token).end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Layers of mentions first, then those of relations, as INCEpTION has them. */
function tablesOf(
  rows: readonly Row[],
  {
    annotations,
    arcs,
  }: { readonly annotations: readonly Annotated[]; readonly arcs: readonly Related[] },
): Table[] {
  const numbers = new Map(annotations.map((annotation, i) => [annotation, i + 1]));
  /** The row that stands for an annotation: its first. */
  const names = new Map<Annotated, string>();
  for (const { name, on } of rows) for (const one of on) if (!names.has(one)) names.set(one, name);
  const spans = layersOf(annotations).map(({ layer, features, members }): Table => {
    const all = new Set(members);
    return {
      declaration: `#T_SP=${layer}|${features.join("|")}`,
      cells({ on }) {
        const own = on.filter((annotation) => all.has(annotation));
        return (features.length > 0 ? features : [""]).map((feature) =>
          stack(own.map((one) => `${cell(one, feature)}[${numbers.get(one)}]`)),
        );
      },
    };
  });
  const relations = layersOf(arcs).map(({ layer, features, members }): Table => {
    const base = (members[0] as Related).source.layer;
    const byName = new Map<string, Related[]>();
    for (const arc of members) {
      const name = names.get(arc.target) as string;
      byName.set(name, [...(byName.get(name) ?? []), arc]);
    }
    return {
      declaration: `#T_RL=${[layer, ...features, `BT_${base}`].join("|")}`,
      cells({ name }) {
        const own = byName.get(name) ?? [];
        const sources = own.map(
          ({ source, target }) =>
            `${names.get(source)}[${numbers.get(source)}_${numbers.get(target)}]`,
        );
        return [
          ...features.map((feature) => stack(own.map((one) => cell(one, feature)))),
          stack(sources),
        ];
      },
    };
  });
  return [...spans, ...relations];
}

const stack = (cells: readonly string[]) => (cells.length > 0 ? cells.join("|") : "_");

const cell = ({ features }: Pick<Annotated, "features">, feature: string) => {
  const value = features.get(feature);
  return value === undefined ? "*" : escapeValue(value);
};

/** Members by layer, with the names of all features that one of them has. */
function layersOf<T extends Pick<Annotated, "layer" | "features">>(all: readonly T[]) {
  const layers = new Map<string, T[]>();
  for (const one of all) {
    const members = layers.get(one.layer);
    if (members) members.push(one);
    else layers.set(one.layer, [one]);
  }
  return [...layers].map(([layer, members]) => ({
    ...{ layer, members },
    features: [...new Set(members.flatMap(({ features }) => [...features.keys()]))].sort(),
  }));
}
