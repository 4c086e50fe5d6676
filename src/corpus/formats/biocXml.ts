/** BioC XML: a collection of documents. @see https://bioc.sourceforge.net/BioC.dtd */

import type { Document } from "../document.js";
import type { Format, WriteContext } from "../format.js";
import { escapeXml, escapeXmlAttribute, fitsXml, type XmlElement, xmlChildren } from "../xml.js";
import type {
  BiocAnnotation,
  BiocCollection,
  BiocDocument,
  BiocPart,
  BiocRelation,
  Infons,
} from "./bioc.js";
import { readBioc } from "./biocRead.js";
import { keptOf, toBioc } from "./biocWrite.js";
import { type Tell, uniqueIds } from "./offsetMentions.js";

/** BioC as its DTD has it. */
export const biocXml: Format = {
  name: "bioc-xml",
  title: "BioC XML",
  extensions: [".xml", ".bioc"],
  looksLike: (_file, head) =>
    /^[\s\ufeff]*(<[?!][^>]*>\s*)*<(collection|document)\b/.test(head) &&
    /<(passage|document)\b|DOCTYPE collection/.test(head),
  async *read(files, context) {
    for (const file of files) {
      let n = 0;
      let single: XmlElement | undefined;
      const head: XmlElement[] = [];
      let collection: BiocCollection | undefined | "unread" = "unread";
      const tell: Tell = (problem) => context.onProblem({ source: file.path, ...problem });
      for await (const { root, element } of xmlChildren(file, context)) {
        if (root.name !== "collection" || element.name !== "document") {
          head.push(element);
          if (root.name === "document") single = { ...root, children: head, text: "", line: 1 };
          else if (root.name !== "collection" || !HEAD.includes(element.name))
            tell({
              ...{ line: element.line, code: "malformed", lost: true },
              message: "an element that is no document of a collection is not read",
            });
          continue;
        }
        if (collection === "unread") collection = collectionOf(head, tell);
        const fallbackId = `${file.key}-${++n}`;
        yield readBioc(parseDocument(element, tell), { fallbackId, collection, tell });
      }
      if (single !== undefined)
        yield readBioc(parseDocument(single, tell), {
          ...{ fallbackId: file.key, collection: undefined, tell },
        });
    }
  },
  holds: new Set([
    ...(["text", "overlaps", "fragments", "mention ids", "types"] as const),
    ...(["attributes", "relations", "normalizations", "meta"] as const),
  ]),
  writer: {
    layout: "file",
    extension: ".xml",
    async *write(documents, context) {
      let first = true;
      for await (const document of documents) {
        if (first) yield { content: headOf(keptOf(document).collection) };
        first = false;
        yield { content: formatDocument(document, context) };
      }
      yield { content: `${first ? headOf({}) : ""}</collection>\n` };
    },
  },
};

/** What a collection has before its documents. */
const HEAD: readonly string[] = ["source", "date", "key", "infon"];

const named = ({ children }: XmlElement, name: string) =>
  children.filter((child) => child.name === name);
const textIn = (element: XmlElement, name: string): string | undefined =>
  named(element, name)[0]?.text;

function parseDocument(element: XmlElement, tell: Tell): BiocDocument {
  return {
    place: { line: element.line },
    id: textIn(element, "id") || undefined,
    infons: mapValues(infonsOf(element, tell), parseValue),
    passages: named(element, "passage").map((passage) => parsePart(passage, tell)),
    ...parseAnnotated(element, tell),
  };
}

function parsePart(element: XmlElement, tell: Tell): BiocPart {
  return {
    place: { line: element.line },
    infons: mapValues(infonsOf(element, tell), parseValue),
    offset: numberOf(textIn(element, "offset")),
    text: textIn(element, "text"),
    sentences: named(element, "sentence").map((sentence) => parsePart(sentence, tell)),
    ...parseAnnotated(element, tell),
  };
}

function parseAnnotated(element: XmlElement, tell: Tell) {
  return {
    annotations: named(element, "annotation").map(
      (annotation): BiocAnnotation => ({
        place: { line: annotation.line },
        id: annotation.attributes.id || undefined,
        infons: infonsOf(annotation, tell),
        locations: named(annotation, "location").map(({ attributes }) => ({
          offset: numberOf(attributes.offset),
          length: numberOf(attributes.length),
        })),
        text: textIn(annotation, "text"),
      }),
    ),
    relations: named(element, "relation").map(
      (relation): BiocRelation => ({
        place: { line: relation.line },
        id: relation.attributes.id || undefined,
        infons: infonsOf(relation, tell),
        nodes: named(relation, "node").map(({ attributes }) => ({
          refid: attributes.refid ?? "",
          role: attributes.role ?? "",
        })),
      }),
    ),
  };
}

/** Infons by key; XML may give a key twice. */
function infonsOf(element: XmlElement, tell: Tell): Record<string, string> {
  const unique = uniqueIds((problem) => tell({ line: element.line, ...problem }));
  return Object.fromEntries(
    named(element, "infon").map(({ attributes, text }) => [unique(attributes.key ?? ""), text]),
  );
}

const numberOf = (text: string | undefined) =>
  text === undefined || text.trim() === "" ? Number.NaN : Number(text);

/** Only what says something. */
function collectionOf(children: readonly XmlElement[], tell: Tell): BiocCollection | undefined {
  const root = { name: "collection", attributes: {}, children, text: "", line: 1 };
  const infons = mapValues(infonsOf(root, tell), parseValue);
  const texts = ["source", "date", "key"].flatMap((name) => {
    const text = textIn(root, name);
    return text ? [[name, text]] : [];
  });
  const collection = {
    ...Object.fromEntries(texts),
    ...(Object.keys(infons).length > 0 ? { infons } : {}),
  };
  return Object.keys(collection).length > 0 ? collection : undefined;
}

const mapValues = <T>(infons: Readonly<Record<string, T>>, change: (value: T) => unknown): Infons =>
  Object.fromEntries(Object.entries(infons).map(([key, value]) => [key, change(value)]));

/**
 * The text of an infon of a document or passage, of which JSON files and `meta` have values of any kind. A text is
 * itself, unless it would be read as another value or XML cannot hold it.
 */
function formatValue(value: unknown): string {
  if (typeof value === "string" && fitsXml(value) && parseValue(value) === value) return value;
  return canonical(value);
}

/** JSON that is written the way that we write it is that value. */
function parseValue(text: string): unknown {
  if (!/^(?:[-\d["{]|true$|false$|null$)/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return canonical(value) === text ? value : text;
  } catch {
    return text;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

/** Escapes, and remembers whether anything was lost by it. */
function escaper() {
  let fits = true;
  return {
    text: (text: string) => {
      fits &&= fitsXml(text);
      return escapeXml(text);
    },
    value: (text: string) => {
      fits &&= fitsXml(text);
      return escapeXmlAttribute(text);
    },
    fits: () => fits,
  };
}
type Escape = ReturnType<typeof escaper>;

function headOf({ source = "", date = "", key = "", infons = {} }: BiocCollection = {}): string {
  const fields = Object.entries({ source, date, key });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n<collection>',
    ...fields.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`),
    `${formatInfons(infons, escaper())}\n`,
  ].join("");
}

function formatDocument(document: Document, { onProblem }: WriteContext): string {
  const source = document.id;
  const { id, infons, passages, relations, others } = toBioc(document, { onProblem });
  if (others !== undefined || passages.some((passage) => passage.others !== undefined))
    onProblem({
      ...{ source, code: "does-not-fit", lost: true },
      message: "fields that BioC JSON has beside infons are left out",
    });
  const out = escaper();
  const written = [
    `<document><id>${out.text(id ?? "")}</id>${formatInfons(infons, out)}\n`,
    ...passages.map((passage) => formatPart(passage, "passage", out)),
    ...relations.map((relation) => formatRelation(relation, out)),
    "</document>\n",
  ];
  if (!out.fits())
    onProblem({
      ...{ source, code: "changed" },
      message: "control characters, which XML cannot hold, became U+FFFD",
    });
  return written.join("");
}

function formatPart(part: BiocPart, name: "passage" | "sentence", out: Escape): string {
  const { offset, infons, text, sentences, annotations } = part;
  return [
    `<${name}>${formatInfons(infons, out)}<offset>${offset}</offset>`,
    text === undefined ? "\n" : `<text>${out.text(text)}</text>\n`,
    ...sentences.map((sentence) => formatPart(sentence, "sentence", out)),
    ...annotations.map((annotation) => formatAnnotation(annotation, out)),
    `</${name}>\n`,
  ].join("");
}

function formatAnnotation(annotation: BiocAnnotation, out: Escape): string {
  const { id = "", infons, locations, text = "" } = annotation;
  return [
    `<annotation id="${out.value(id)}">${formatTexts(infons, out)}`,
    ...locations.map(({ offset, length }) => `<location offset="${offset}" length="${length}"/>`),
    `<text>${out.text(text)}</text></annotation>\n`,
  ].join("");
}

function formatRelation({ id = "", infons, nodes }: BiocRelation, out: Escape): string {
  return [
    `<relation id="${out.value(id)}">${formatTexts(infons, out)}`,
    ...nodes.map(
      ({ refid, role }) => `<node refid="${out.value(refid)}" role="${out.value(role)}"/>`,
    ),
    "</relation>\n",
  ].join("");
}

const formatInfons = (infons: Infons, out: Escape): string =>
  formatTexts(mapValues(infons, formatValue), out);

const formatTexts = (infons: Infons, out: Escape): string =>
  Object.entries(infons)
    .map(([key, text]) => `<infon key="${out.value(key)}">${out.text(String(text))}</infon>`)
    .join("");
