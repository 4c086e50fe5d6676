/** PubAnnotation JSON, which TextAE shows too. @see http://www.pubannotation.org/docs/annotation-format/ */

import { saidMissing } from "../annotationIds.js";
import type { Document, Problem } from "../document.js";
import { hullOf, type Mention } from "../document.js";
import type { Format, ReadContext } from "../format.js";
import { isQuoteOf, readOffsets } from "../offsetUnits.js";
import { said } from "../said.js";
import { headRecords } from "./jsonHead.js";
import { type Fields, idOf, isFields, metaOf, readList, readRecords } from "./jsonRecords.js";
import { type Tell, uniqueIds } from "./offsetMentions.js";
import { chainedSpans } from "./pubAnnotationChains.js";
import { formatPubAnnotation, KNOWN } from "./pubAnnotationWrite.js";
import { guessOffsets } from "./unquotedOffsets.js";

/** A document, an array of them, or JSON lines. */
export const pubAnnotation: Format = {
  name: "pubannotation",
  title: "PubAnnotation JSON",
  extensions: [".json", ".jsonl"],
  looksLike: (_file, head) =>
    headRecords(head).some(
      (record) =>
        record.has("text") &&
        ["denotations", "tracks", "sourcedb", "sourceid"].some((key) => record.has(key)),
    ),
  async *read(files, context) {
    for await (const { value, tell, fallbackId, file, place } of readRecords(files, context)) {
      if (isFields(value) && typeof value.text === "string") {
        const alone = place.at === undefined && place.line === 1;
        yield readDocument(value, value.text, {
          ...{ tell, settings: context.settings, onNotice: context.onNotice },
          fallbackId: alone ? file.key : fallbackId,
        });
      } else tell({ code: "missing-text", message: "an entry has no text", lost: true });
    }
  },
  holds: new Set([
    ...(["text", "overlaps", "fragments", "mention ids", "types"] as const),
    ...(["attributes", "relations", "meta"] as const),
  ]),
  writer: {
    layout: "folder",
    extension: ".json",
    async *write(documents, context) {
      for await (const document of documents)
        yield { file: `${document.id}.json`, content: formatPubAnnotation(document, context) };
    },
  },
};

type Relation = NonNullable<Document["relations"]>[number];
type Attribute = NonNullable<Document["attributes"]>[number];
type Options = Pick<ReadContext, "settings" | "onNotice"> & {
  readonly tell: Tell;
  readonly fallbackId: string;
};

/** An entry of a list, with its place. */
interface Entry {
  readonly fields: Fields;
  readonly at: string;
}

function readDocument(fields: Fields, text: string, options: Options): Document {
  const { tell, fallbackId } = options;
  const parts = [fields, ...tracksOf(fields, options)];
  const inAll = (key: string): Entry[] =>
    parts.flatMap((part, track) =>
      listIn(part, key, { at: track === 0 ? "" : `tracks[${track - 1}].`, tell }),
    );
  const [denoted, related] = [inAll("denotations"), inAll("relations")];
  const [described, modified] = [inAll("attributes"), inAll("modifications")];
  const unique = uniqueIds(tell);
  const given = new Set(
    [...denoted, ...related, ...described, ...modified].flatMap(
      ({ fields }) => idOf(fields.id) ?? [],
    ),
  );
  const called = (entry: Entry, letter: string, number: number): string => {
    const own = idOf(entry.fields.id);
    if (own !== undefined) return unique(own, entry.at);
    let id = `${letter}${number}`;
    while (given.has(id)) id += "'";
    tell({ at: entry.at, code: "missing-id", message: `it has no id and is called ${said(id)}` });
    return unique(id);
  };
  const ids = new Map<string, string>();
  const remember = (entry: Entry, id: string) => {
    const own = idOf(entry.fields.id);
    if (own !== undefined && !ids.has(own)) ids.set(own, id);
  };

  const { denotations, relations: others } = chainedSpans(denoted, related);
  const spans = denotations.flatMap((denotation) => denotation.spans.flatMap((span) => span ?? []));
  const quoted = denotations.flatMap(({ spans, fields: { text: quote } }) =>
    typeof quote === "string" && !spans.includes(undefined)
      ? [{ spans: spans.flatMap((span) => span ?? []), quote }]
      : [],
  );
  const reading =
    quoted.length > 0
      ? readOffsets(text, quoted, { own: "code points" })
      : guessOffsets(text, spans, ["code points", "UTF-16 units"]);
  if (reading.unit !== "code points")
    tell({ code: "offset-unit", message: `offsets count ${reading.unit}, not code points` });
  const mentions = denotations.flatMap((denotation, i): Mention[] => {
    const lose = (code: Problem["code"], message: string) => {
      tell({ at: denotation.at, code, message, lost: true });
      return [];
    };
    const type = idOf(denotation.fields.obj);
    if (type === undefined) return lose("malformed", "its obj is missing or no text");
    const found = denotation.spans.map((span) => {
      const start = span && reading.toUtf16(span.start);
      const end = span && reading.toUtf16(span.end);
      return start === undefined || end === undefined ? undefined : { start, end };
    });
    if (denotation.spans.length === 0 || denotation.spans.includes(undefined))
      return lose("malformed", "its span has no begin and end that are whole numbers");
    const empty = denotation.spans.find((span) => span && span.end <= span.start);
    if (empty) return lose("empty-mention", `it begins at ${empty.start} but ends at ${empty.end}`);
    const outside = denotation.spans[found.indexOf(undefined)];
    if (outside)
      return lose(
        "outside-text",
        `it runs from ${outside.start} to ${outside.end}, which is no place between characters of the text`,
      );
    const covered = found.flatMap((span) => span ?? []);
    const { text: quote } = denotation.fields;
    if (typeof quote === "string" && !isQuoteOf(quote, text, covered))
      tell({ at: denotation.at, code: "quoted-text-differs", message: "its text differs" });
    const id = called(denotation, "T", i + 1);
    remember(denotation, id);
    for (const own of denotation.ids) if (!ids.has(own)) ids.set(own, id);
    return [{ id, type, ...hullOf(covered) }];
  });

  const named = others.map((entry, i) => {
    const id = called(entry, "R", i + 1);
    remember(entry, id);
    return { entry, id };
  });
  const targetOf = ({ at }: Entry, value: unknown): string | undefined => {
    const target = ids.get(idOf(value) ?? "");
    if (target === undefined) {
      const message = `it refers to ${saidMissing(idOf(value) ?? "")}, which is nothing that was read`;
      tell({ at, code: "dangling-reference", message, lost: true });
    }
    return target;
  };
  const readRelation = ({ entry, id }: (typeof named)[number]): Relation[] => {
    const { pred, subj, obj, symmetric } = entry.fields;
    const type = idOf(pred);
    if (type === undefined)
      tell({ at: entry.at, code: "malformed", message: "its pred is missing", lost: true });
    const given = readList(entry.fields, "arguments", { at: `${entry.at}.arguments`, tell }).map(
      (value) => (isFields(value) ? value : {}),
    );
    const plain = [
      { role: "Arg1", target: subj },
      { role: "Arg2", target: obj },
    ];
    const parts = (given.length > 0 ? given : plain).map(({ role, target }) => ({
      role: idOf(role) ?? "",
      target: targetOf(entry, target),
    }));
    const whole = parts.flatMap(({ role, target }) =>
      target === undefined ? [] : { role, target },
    );
    if (type !== undefined && whole.length === parts.length)
      return [{ id, type, arguments: whole, ...(symmetric === true ? { symmetric } : {}) }];
    for (const [own, called] of ids) if (called === id) ids.delete(own);
    return [];
  };
  // A relation that is left out leaves out those that refer to it.
  let left = named;
  let relations = left.flatMap(readRelation);
  while (relations.length < left.length) {
    left = left.filter(({ id }) => relations.some((relation) => relation.id === id));
    relations = left.flatMap(readRelation);
  }
  const readAttribute = (
    entry: Entry,
    id: string,
    target: unknown,
    value: unknown,
  ): Attribute[] => {
    const name = idOf(entry.fields.pred);
    if (name === undefined)
      tell({ at: entry.at, code: "malformed", message: "its pred is missing", lost: true });
    const found = targetOf(entry, target);
    if (name === undefined || found === undefined) return [];
    return [{ id, name, target: found, ...attributeValue(value) }];
  };
  const attributes = [
    ...described.flatMap((entry, i) => {
      const { subj, obj } = entry.fields;
      return readAttribute(entry, called(entry, "A", i + 1), subj, obj);
    }),
    ...modified.flatMap((entry, i) =>
      readAttribute(entry, called(entry, "M", i + 1), entry.fields.obj, true),
    ),
  ];
  const divided = idOf(fields.divid) !== undefined;
  return {
    ...{ id: documentId(fields) ?? fallbackId, text, mentions },
    ...(attributes.length > 0 ? { attributes } : {}),
    ...(relations.length > 0 ? { relations } : {}),
    ...metaOf(fields, divided ? KNOWN.filter((key) => key !== "sourceid") : KNOWN),
  };
}

/** Objects of a list of `fields`. What is no list is told; what is no object has no fields, which is told later. */
function listIn(
  fields: Fields,
  key: string,
  { at, tell }: { readonly at: string; readonly tell: Tell },
): Entry[] {
  return readList(fields, key, { at: `${at}${key}`, tell }).map((entry, i) => ({
    fields: isFields(entry) ? entry : {},
    at: `${at}${key}[${i}]`,
  }));
}

/** `sourceid`, with the number of a division of it. */
function documentId({ sourceid, divid, id }: Fields): string | undefined {
  const source = idOf(sourceid) ?? idOf(id);
  const division = idOf(divid);
  return source !== undefined && division !== undefined ? `${source}-${division}` : source;
}

/** A flag has the value true. */
function attributeValue(value: unknown): { value?: string } {
  if (value === undefined || value === true || value === "") return {};
  return { value: typeof value === "string" ? value : JSON.stringify(value) };
}

const MOST = 8;

/** Names of projects, the first of them if they are many. */
function listed(projects: readonly string[]): string {
  const rest = projects.length > MOST ? ` and ${projects.length - MOST} others` : "";
  return projects.slice(0, MOST).map(said).join(", ") + rest;
}

/** Annotations of several projects over one text; all of them unless `--read track=PROJECT` names one. */
function tracksOf(fields: Fields, { settings, onNotice, tell }: Options): Fields[] {
  const tracks = listIn(fields, "tracks", { at: "", tell }).map((track) => track.fields);
  const projects = tracks.map(({ project }, i) => idOf(project) ?? `${i + 1}`);
  const wanted = settings.track;
  if (wanted === undefined) {
    if (tracks.length > 1)
      onNotice(
        `Annotations of several projects are put together: ${listed(projects)}. --read track=PROJECT takes one`,
      );
    return tracks;
  }
  if (tracks.length > 0 && !projects.includes(wanted))
    tell({
      ...{ code: "malformed", lost: true },
      message: `there is no track of ${said(wanted)}, but of ${listed(projects)}`,
    });
  return tracks.map((track, i) => (projects[i] === wanted ? track : {}));
}
