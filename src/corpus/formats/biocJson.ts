/** BioC JSON: a collection, its documents, JSON lines of them, or what PubTator 3 exports. */

import type { Format } from "../format.js";
import type {
  BiocAnnotation,
  BiocCollection,
  BiocDocument,
  BiocPart,
  BiocRelation,
  Infons,
  Place,
} from "./bioc.js";
import { readBioc } from "./biocRead.js";
import { keptOf, toBioc } from "./biocWrite.js";
import { type Fields, idOf, isFields, listOf, metaOf, readRecords } from "./jsonRecords.js";
import type { Tell } from "./offsetMentions.js";

/** BioC as JSON, as the Python library `bioc`, PubMed Central and PubTator write it. */
export const biocJson: Format = {
  name: "bioc-json",
  title: "BioC JSON",
  extensions: [".json", ".jsonl"],
  looksLike: (_file, head) =>
    /^[\s\ufeff]*[[{]/.test(head) &&
    (/"passages"\s*:\s*\[/.test(head) ||
      /"bioctype"\s*:/.test(head) ||
      /^[\s\ufeff]*\{\s*"PubTator3"\s*:/.test(head) ||
      (/"infons"\s*:\s*\{/.test(head) && /"documents"\s*:\s*\[/.test(head))),
  async *read(files, context) {
    const records = readRecords(files, context, { arrays: ["documents", "PubTator3"] });
    for await (const { value, around, tell, fallbackId } of records) {
      const found = documentsIn(value, { collection: around, tell });
      if (found.length === 0)
        tell({ code: "malformed", message: "this is no document of BioC", lost: true });
      for (const [i, { entry, collection }] of found.entries())
        yield readBioc(parseDocument(entry), {
          fallbackId: found.length === 1 ? fallbackId : `${fallbackId}.${i + 1}`,
          collection: collection && collectionOf(collection),
          tell,
        });
    }
  },
  holds: new Set([
    ...(["text", "overlaps", "fragments", "mention ids", "types"] as const),
    ...(["attributes", "relations", "normalizations", "meta"] as const),
  ]),
  writer: {
    layout: "file",
    extension: ".json",
    async *write(documents, context) {
      let first = true;
      for await (const document of documents) {
        const { collection } = keptOf(document);
        if (first) yield { content: `${headOf(collection)}\n` };
        const written = formatDocument(toBioc(document, context));
        yield { content: `${first ? "" : ",\n"}${JSON.stringify(written)}` };
        first = false;
      }
      yield { content: first ? `${headOf({})}]}\n` : "\n]}\n" };
    },
  },
};

/** The collection up to its documents. */
function headOf({ source = "", date = "", key = "", infons = {} }: BiocCollection = {}): string {
  return JSON.stringify({ source, date, key, infons, documents: [] }).slice(0, -2);
}

/** What is to be read as documents, and the collection that they are of; nothing if `value` is nothing of BioC. */
function documentsIn(
  value: unknown,
  { collection, tell }: { readonly collection: Fields | undefined; readonly tell: Tell },
): { entry: Entry; collection: Fields | undefined }[] {
  if (!isFields(value)) return [];
  const entry = { fields: value, at: "", tell };
  if (value.documents !== undefined)
    return objectsOf(entry, "documents").map((document) => ({
      entry: document,
      collection: value,
    }));
  if (value.passages !== undefined) return [{ entry, collection }];
  if (typeof value.text === "string" && value.annotations !== undefined)
    return [{ entry: { ...entry, fields: { passages: [value] } }, collection }]; // a line that is a passage
  return [];
}

/** Only what says something. */
function collectionOf(fields: Fields): BiocCollection | undefined {
  const text = (key: "source" | "date" | "key") =>
    typeof fields[key] === "string" && fields[key] !== "" ? { [key]: fields[key] } : {};
  const infons = objectIn(fields);
  const collection = {
    ...{ ...text("source"), ...text("date"), ...text("key") },
    ...(Object.keys(infons).length > 0 ? { infons } : {}),
  };
  return Object.keys(collection).length > 0 ? collection : undefined;
}

const objectIn = ({ infons }: Fields): Infons => (isFields(infons) ? infons : {});

/** Infons of an object. What is no object is told. */
function infonsOf({ fields, at, tell }: Entry): Infons {
  const infons = fields.infons ?? {};
  if (!isFields(infons))
    tell({
      ...{ at: at === "" ? "infons" : `${at}.infons` },
      ...{ code: "malformed", message: "this is no object", lost: true },
    });
  return objectIn(fields);
}

/** An object, its place, and what reports its problems. */
interface Entry {
  readonly fields: Fields;
  readonly at: string;
  readonly tell: Tell;
}

/** Objects of a list of an object. What is no list, or no object, is told. */
function objectsOf({ fields, at, tell }: Entry, key: string): Entry[] {
  const value = fields[key] ?? [];
  const place = at === "" ? key : `${at}.${key}`;
  const lose = (where: string, what: string) =>
    tell({ at: where, code: "malformed", message: `this is no ${what}`, lost: true });
  if (!Array.isArray(value)) lose(place, "list");
  return listOf(value).flatMap((entry, i) => {
    const inner = `${place}[${i}]`;
    if (isFields(entry)) return [{ fields: entry, at: inner, tell }];
    lose(inner, "object");
    return [];
  });
}

const placeOf = (at: string): Place => (at === "" ? {} : { at });

function othersOf(fields: Fields, known: readonly string[]): { others?: Infons } {
  const { meta } = metaOf(fields, [...known, "bioctype"]);
  return meta ? { others: meta } : {};
}

function parseDocument(entry: Entry): BiocDocument {
  const { fields, at } = entry;
  const known = ["id", "infons", "passages", "annotations", "relations"];
  return {
    place: placeOf(at),
    id: idOf(fields.id) ?? idOf(fields.pmid) ?? idOf(fields._id),
    infons: infonsOf(entry),
    ...othersOf(fields, known),
    passages: objectsOf(entry, "passages").map(parsePart),
    ...parseAnnotated(entry),
  };
}

function parsePart(entry: Entry): BiocPart {
  const { fields, at, tell } = entry;
  const known = ["offset", "infons", "text", "sentences", "annotations", "relations"];
  const { text } = fields;
  if (text !== undefined && text !== null && typeof text !== "string")
    tell({ at, code: "missing-text", message: "its text is no text", lost: true });
  return {
    place: placeOf(at),
    infons: infonsOf(entry),
    ...othersOf(fields, known),
    offset: numberOf(fields.offset),
    text: textOf(text),
    sentences: objectsOf(entry, "sentences").map(parsePart),
    ...parseAnnotated(entry),
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
const numberOf = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && value !== "")
    ? Number(value)
    : Number.NaN;

function parseAnnotated(entry: Entry) {
  return {
    annotations: objectsOf(entry, "annotations").map(
      (annotation): BiocAnnotation => ({
        place: placeOf(annotation.at),
        id: idOf(annotation.fields.id),
        infons: infonsOf(annotation),
        locations: objectsOf(annotation, "locations").map(({ fields }) => ({
          offset: numberOf(fields.offset),
          length: numberOf(fields.length),
        })),
        text: textOf(annotation.fields.text),
      }),
    ),
    relations: objectsOf(entry, "relations").map(
      (relation): BiocRelation => ({
        place: placeOf(relation.at),
        id: idOf(relation.fields.id),
        infons: infonsOf(relation),
        nodes: objectsOf(relation, "nodes").map(({ fields }) => ({
          refid: idOf(fields.refid) ?? "",
          role: textOf(fields.role) ?? "",
        })),
      }),
    ),
  };
}

function formatDocument({ id, infons, passages, relations, others }: BiocDocument) {
  return {
    ...others,
    ...{ id, infons, passages: passages.map(formatPart) },
    ...{ annotations: [], relations: relations.map(({ place: _, ...relation }) => relation) },
  };
}

function formatPart({ others, offset, infons, text, sentences, annotations }: BiocPart): object {
  return {
    ...others,
    ...{ offset, infons, ...(text === undefined ? {} : { text }) },
    sentences: sentences.map(formatPart),
    annotations: annotations.map(({ id, infons, text, locations }) => ({
      ...{ id, infons, text, locations },
    })),
    relations: [],
  };
}
