/** BioC to documents: texts from passages, mentions from annotations, their infons as attributes. */

import { saidMissing } from "../annotationIds.js";
import {
  type Annotations,
  type Document,
  hullOf,
  type Mention,
  type Problem,
} from "../document.js";
import { isQuoteOf } from "../offsetUnits.js";
import { said } from "../said.js";
import {
  type BiocAnnotation,
  type BiocCollection,
  type BiocDocument,
  type BiocPart,
  type BiocRelation,
  IDENTIFIER,
  type Infons,
  type KeptBioc,
  type KeptPart,
} from "./bioc.js";
import { type Layout, layOut } from "./biocLayout.js";
import { type Tell, uniqueIds } from "./offsetMentions.js";

/** Reads a document. What cannot be read is told and left out. */
export function readBioc(
  bioc: BiocDocument,
  {
    fallbackId,
    collection,
    tell,
  }: {
    readonly fallbackId: string;
    readonly collection: BiocCollection | undefined;
    readonly tell: Tell;
  },
): Document {
  const layout = layOut(bioc);
  layout.problems.forEach(tell);
  const parts = bioc.passages.flatMap((passage) => [passage, ...passage.sentences]);
  const annotations = [...parts, bioc].flatMap((part) => part.annotations);
  const relations = [...parts, bioc].flatMap((part) => part.relations);
  const called = nameAll([...annotations, ...relations], tell);
  const described: Described[] = [];
  const mentions = annotations.flatMap((annotation) => {
    const mention = readMention(annotation, { layout, id: called.get(annotation) as string, tell });
    if (mention === undefined) return [];
    described.push({ target: mention.id, infons: without(annotation.infons, ["type"]) });
    return [mention];
  });
  const ids = idsOf([...annotations, ...relations], called, mentions);
  const read = relations.map((relation) => {
    const id = called.get(relation) as string;
    const { type, key, symmetric } = readType(relation);
    const known = [...(key ? [key] : []), ...(symmetric.symmetric ? ["symmetric"] : [])];
    described.push({ target: id, infons: without(relation.infons, known) });
    return { id, type, arguments: readNodes(relation, { ids, tell }), ...symmetric };
  });
  const meta = { ...bioc.infons, ...keep(bioc, layout, collection) };
  return {
    id: bioc.id ?? fallbackId,
    text: layout.text,
    mentions,
    ...describe(described, new Set([...called.values()])),
    ...(read.length > 0 ? { relations: read } : {}),
    ...(Object.keys(meta).length > 0 ? { meta } : {}),
  };
}

/** Ids for everything; those of the file where they are there and not given before. */
function nameAll<T extends BiocAnnotation | BiocRelation>(all: readonly T[], tell: Tell) {
  const given = new Set(all.flatMap(({ id }) => id ?? []));
  const called = new Map<T, string>();
  const numbers = { T: 0, R: 0 };
  let place: T["place"] = {};
  const unique = uniqueIds((problem) => tell({ ...place, ...problem }));
  for (const entry of all) {
    place = entry.place;
    if (entry.id !== undefined) {
      called.set(entry, unique(entry.id));
      continue;
    }
    const letter = "nodes" in entry ? "R" : "T";
    let id: string;
    do id = `${letter}${++numbers[letter]}`;
    while (given.has(id));
    called.set(entry, unique(id));
    tell({ ...place, code: "missing-id", message: `it has no id and is called ${said(id)}` });
  }
  return called;
}

function readMention(
  annotation: BiocAnnotation,
  { layout, id, tell }: { readonly layout: Layout; readonly id: string; readonly tell: Tell },
): Mention | undefined {
  const { place, locations, text: quote, infons } = annotation;
  const lose = (code: Problem["code"], message: string) => {
    tell({ ...place, code, message: `it ${message}`, lost: true });
    return undefined;
  };
  const type = typeof infons.type === "string" ? infons.type : "";
  if (type === "") return lose("malformed", "has no infon called type");
  if (locations.length === 0) return lose("malformed", "has no location");
  if (!locations.every(({ offset, length }) => [offset, length].every(Number.isSafeInteger)))
    return lose("malformed", "has a location that is no pair of whole numbers");
  const empty = locations.find(({ length }) => length <= 0);
  if (empty !== undefined)
    return lose("empty-mention", `has a length of ${empty.length} at offset ${empty.offset}`);
  const spans = layout.spansOf(annotation);
  const outside = spans.indexOf(undefined);
  if (outside !== -1) {
    const { offset, length } = locations[outside] as (typeof locations)[number];
    if (layout.text === "") return lose("missing-text", "is of a document without text");
    return lose(
      "outside-text",
      `runs from ${offset} to ${offset + length}, which is no place between characters of its passage`,
    );
  }
  const found = spans.flatMap((span) => span ?? []);
  const backwards = found.find(({ start, end }) => end <= start);
  if (backwards !== undefined) return lose("outside-text", "ends in a text that stands before it");
  if (quote !== undefined && !isQuoteOf(quote, layout.text, found))
    tell({
      ...{ ...place, code: "quoted-text-differs" },
      message: "the text given for it differs from the passage",
    });
  return { id, type, ...hullOf(found) };
}

/** What the ids of the file are called; of those given twice, the first. */
function idsOf<T extends BiocAnnotation | BiocRelation>(
  all: readonly T[],
  called: ReadonlyMap<T, string>,
  mentions: readonly Mention[],
): Map<string, string> {
  const read = new Set(mentions.map(({ id }) => id));
  const ids = new Map<string, string>();
  for (const entry of all) {
    const id = called.get(entry) as string;
    if (entry.id !== undefined && !ids.has(entry.id) && ("nodes" in entry || read.has(id)))
      ids.set(entry.id, id);
  }
  return ids;
}

/** What a relation is called, by the key that says so in most corpora, or in the one of BioCreative V. */
function readType({ infons }: BiocRelation) {
  const key = ["type", "relation"].find((name) => typeof infons[name] === "string");
  const type = key === undefined ? "" : (infons[key] as string);
  return {
    ...{ type: type === "" ? "relation" : type, key },
    symmetric: infons.symmetric === "true" ? { symmetric: true as const } : {},
  };
}

function readNodes(
  { nodes, place }: BiocRelation,
  { ids, tell }: { readonly ids: ReadonlyMap<string, string>; readonly tell: Tell },
) {
  return nodes.flatMap(({ refid, role }, i) => {
    const target = ids.get(refid);
    if (target !== undefined) return [{ role: role || `Arg${i + 1}`, target }];
    const message = `it refers to ${saidMissing(refid)}, which is nothing that was read`;
    tell({ ...place, code: "dangling-reference", message, lost: true });
    return [];
  });
}

/** Something with the infons that are left of it. */
interface Described {
  readonly target: string;
  readonly infons: Infons;
}

const without = (infons: Infons, keys: readonly string[]): Infons =>
  Object.fromEntries(Object.entries(infons).filter(([key]) => !keys.includes(key)));

/** Identifiers as normalizations, all other infons as attributes. */
function describe(
  described: readonly Described[],
  taken: Set<string>,
): Pick<Annotations, "attributes" | "normalizations"> {
  const attributes: NonNullable<Annotations["attributes"]>[number][] = [];
  const normalizations: NonNullable<Annotations["normalizations"]>[number][] = [];
  const fresh = (letter: string, number: number) => {
    let id = `${letter}${number}`;
    while (taken.has(id)) id += "'";
    return id;
  };
  for (const { target, infons } of described) {
    const names = new Set<string>();
    for (const [key, value] of Object.entries(infons)) {
      const number = IDENTIFIER.exec(key)?.[1];
      if (number === undefined || typeof value !== "string" || ["", "-"].includes(value)) continue;
      const name = infons[`name${number}`];
      names.add(key);
      if (typeof name === "string") names.add(`name${number}`);
      normalizations.push({
        ...{ id: fresh("N", normalizations.length + 1), type: "Reference", target },
        ...{ reference: value, text: typeof name === "string" ? name : "" },
      });
    }
    for (const [name, value] of Object.entries(without(infons, [...names]))) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      const id = fresh("A", attributes.length + 1);
      attributes.push({ id, name, target, ...(text === "" ? {} : { value: text }) });
    }
  }
  return {
    ...(attributes.length > 0 ? { attributes } : {}),
    ...(normalizations.length > 0 ? { normalizations } : {}),
  };
}

/** What is kept to be written back, as `meta.bioc`; nothing where one plain passage is all. */
function keep(
  { passages, others }: BiocDocument,
  { spans, text }: Layout,
  collection: BiocCollection | undefined,
): { bioc?: KeptBioc } {
  const keepPart = (part: BiocPart): KeptPart[] => {
    const span = spans.get(part);
    if (span === undefined) return [];
    const sentences = part.text === undefined ? part.sentences.flatMap(keepPart) : [];
    return [
      {
        ...span,
        ...(Object.keys(part.infons).length > 0 ? { infons: part.infons } : {}),
        ...(part.others ? { others: part.others } : {}),
        ...(sentences.length > 0 ? { sentences } : {}),
      },
    ];
  };
  const kept = passages.flatMap(keepPart);
  const [first] = kept;
  const plain =
    kept.length === 0 ||
    (kept.length === 1 &&
      first?.start === 0 &&
      first.end === text.length &&
      Object.keys(first).length === 2);
  const bioc: KeptBioc = {
    ...(collection ? { collection } : {}),
    ...(plain ? {} : { passages: kept }),
    ...(others ? { others } : {}),
  };
  return Object.keys(bioc).length > 0 ? { bioc } : {};
}
