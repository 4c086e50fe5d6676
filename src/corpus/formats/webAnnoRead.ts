/** One WebAnno TSV file to a document. */

import type { Span } from "../../core/index.js";
import type { Document, Problem } from "../document.js";
import type { ReadContext, SourceFile } from "../format.js";
import { soundWords } from "./soundWords.js";
import { isMentionLayer, layerLeftAside, saidLayer } from "./uima.js";
import { type Annotation, type Arc, fromUima } from "./uimaRead.js";
import {
  type Column,
  type DeclaredLayer,
  readValue,
  splitEscaped,
  splitNumber,
} from "./webAnnoFields.js";
import { type Content, contentOf } from "./webAnnoLines.js";
import { assemble, type Unit } from "./webAnnoText.js";

type Tell = (problem: Omit<Problem, "source">) => void;

/** Reads a file. What cannot be read is a problem. */
export async function readWebAnno(file: SourceFile, context: ReadContext): Promise<Document> {
  const tell: Tell = (problem) => context.onProblem({ source: file.path, ...problem });
  const content = await contentOf(file, { ...context, tell });
  const { sentences, fillers, minor } = content;
  const { text, places } = assemble(sentences, { minor, tell });
  const found = annotationsOf(content, { ...context, places, tell });
  const { meta, ...rest } = fromUima(found, { text, settings: context.settings, tell });
  const tokens = sentences
    .flatMap(({ units }) => units)
    .filter((unit) => !unit.isPart && !fillers.has(unit))
    .flatMap((unit) => places.get(unit) ?? []); // others were told
  const words = soundWords(tokens, { text, tell });
  const allMeta = { ...content.meta, ...meta };
  return {
    ...{ id: file.key, text, ...rest },
    ...(words.length > 0 ? { words } : {}),
    ...(Object.keys(allMeta).length > 0 ? { meta: allMeta } : {}),
  };
}

/** An annotation that may go on with the next token. */
interface Growing extends Annotation {
  start: number;
  end: number;
  readonly number: number | undefined;
  /** The last token that it covers. */
  token: number;
  readonly links: Annotation["links"][number][];
}

/** Reads the columns: annotations in the order of their numbers if all have one, else as they come; arcs by their ends. */
function annotationsOf(
  { layers, sentences }: Content,
  {
    places,
    settings,
    tell,
    onNotice,
  }: ReadContext & { readonly places: ReadonlyMap<Unit, Span>; readonly tell: Tell },
): { readonly annotations: readonly Annotation[]; readonly arcs: readonly Arc[] } {
  const annotations: Growing[] = [];
  const arcs: Arc[] = [];
  const byNumber = new Map<string, Growing>();
  /** Annotations on a unit, by its name. */
  const onUnit = new Map<string, Growing[]>();
  const later: (() => void)[] = [];
  const resolve = (
    name: string,
    { layer, number = 0 }: { layer: string; number?: number | undefined },
  ) => {
    const there = onUnit.get(name) ?? [];
    return number > 0
      ? (there.find((each) => each.number === number) ??
          annotations.find((each) => each.number === number))
      : (there.find((each) => each.layer === layer) ?? there[0]);
  };

  let token = -1;
  for (const unit of sentences.flatMap(({ units }) => units)) {
    if (!unit.isPart) token++;
    const span = places.get(unit);
    if (span === undefined) continue;
    const place = { line: unit.line };
    let column = 0;
    for (const layer of layers) {
      const fields = unit.fields.slice(column, column + layer.columns.length);
      column += layer.columns.length;
      const stacks = fields.map((field) => (field === "_" ? [] : splitEscaped(field, "|")));
      const height = Math.max(0, ...stacks.map((stack) => stack.length));
      if (height === 0 || !isRead(layer, { settings, onNotice })) continue;
      for (let i = 0; i < height; i++) {
        const cells = layer.columns.map((kind, c) => ({ kind, raw: stacks[c]?.[i] ?? "_" }));
        if (layer.kind === "relation") {
          const raw = cells.find(({ kind }) => kind.kind === "source")?.raw ?? "";
          const [, from, sourceNumber, targetNumber] =
            /^(\d+-\d+(?:\.\d+)?)(?:\[(\d+)_(\d+)\])?$/.exec(raw) ?? [];
          const base = baseOf(layer);
          const features = featuresOf(cells);
          later.push(() =>
            arcs.push({
              ...{ place, layer: layer.name, features },
              source: resolve(from ?? "", { layer: base, number: Number(sourceNumber ?? 0) }),
              target: resolve(unit.name, { layer: base, number: Number(targetNumber ?? 0) }),
            }),
          );
          continue;
        }
        const number = cells
          .filter(({ kind }) => kind.kind !== "targets")
          .map(({ raw }) => splitNumber(raw).number)
          .find((found) => found !== undefined);
        const key = `${layer.name} ${number}`;
        const before = number === undefined ? undefined : byNumber.get(key);
        const features = featuresOf(cells);
        if (before && token - before.token <= 1) {
          before.start = Math.min(before.start, span.start);
          before.end = Math.max(before.end, span.end);
          before.token = token;
          push(onUnit, unit.name, before);
          if ([...features].some(([name, value]) => before.features.get(name) !== value))
            tell({
              ...{ ...place, code: "malformed", lost: true },
              message: `annotation ${number} of layer ${saidLayer(layer.name)} has other values than on line ${before.place.line}, which are kept`,
            });
          continue;
        }
        if (before)
          tell({
            ...{ ...place, code: "duplicate-id" },
            message: `number ${number} of layer ${saidLayer(layer.name)} comes again after tokens without it, so another annotation begins`,
          });
        const growing: Growing = {
          ...{ place, layer: layer.name, ...span, features, links: [], number, token },
        };
        annotations.push(growing);
        if (number !== undefined) byNumber.set(key, growing);
        push(onUnit, unit.name, growing);
        later.push(() => growing.links.push(...linksOf(cells, resolve)));
      }
    }
  }
  for (const action of later) action();
  if (annotations.every(({ number }) => number !== undefined))
    annotations.sort((a, b) => (a.number as number) - (b.number as number));
  const ranks = new Map<Annotation | undefined, number>(annotations.map((each, i) => [each, i]));
  const rank = (end: Annotation | undefined) => ranks.get(end) ?? -1;
  arcs.sort((a, b) => rank(a.source) - rank(b.source) || rank(a.target) - rank(b.target));
  return { annotations, arcs };
}

interface Cell {
  readonly kind: Column;
  readonly raw: string;
}

/** Whether a layer is read; if not, that is said. */
function isRead(
  layer: DeclaredLayer,
  { settings, onNotice }: Pick<ReadContext, "settings" | "onNotice">,
): boolean {
  const base = layer.kind === "relation" ? baseOf(layer) : layer.name;
  const read = layer.kind !== "chain" && isMentionLayer(base, settings);
  if (layer.kind === "chain")
    onNotice(`layer ${saidLayer(layer.name)} is left aside: chains are not read`);
  else if (!read) onNotice(layerLeftAside(base));
  return read;
}

const baseOf = ({ columns }: DeclaredLayer): string =>
  columns.flatMap((column) => (column.kind === "source" ? [column.layer] : []))[0] ?? "";

function featuresOf(cells: readonly Cell[]): ReadonlyMap<string, string> {
  return new Map(
    cells.flatMap(({ kind, raw }) => {
      const value = kind.kind === "feature" ? readValue(splitNumber(raw).value) : undefined;
      return kind.kind === "feature" && value !== undefined ? [[kind.name, value] as const] : [];
    }),
  );
}

/** Roles and targets stand in two columns, parted by `;` in both. */
function linksOf(
  cells: readonly Cell[],
  resolve: (
    name: string,
    to: { layer: string; number?: number | undefined },
  ) => Annotation | undefined,
): Annotation["links"][number][] {
  return cells.flatMap(({ kind, raw }, c) => {
    if (kind.kind !== "targets" || raw === "*" || raw === "_") return [];
    const roles = splitEscaped(splitNumber(cells[c - 1]?.raw ?? "").value, ";");
    return splitEscaped(raw, ";").map((target, i) => {
      const { value, number } = splitNumber(target);
      return {
        feature: kind.name,
        role: readValue(roles[i] ?? "*"),
        target: resolve(value, { layer: kind.layer, number }),
      };
    });
  });
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
