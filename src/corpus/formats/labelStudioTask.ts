/** A Label Studio task as a document: its text, the regions of one annotation, and what is said of them. */

import type { Annotations, Document } from "../document.js";
import type { ReadContext } from "../format.js";
import { said } from "../said.js";
import {
  type Fields,
  idOf,
  isFields,
  listOf,
  metaOf,
  readList,
  readRelations,
} from "./jsonRecords.js";
import type { Choice } from "./labelStudioChoice.js";
import { type Given, readingOf, readMentions, type Tell, uniqueIds } from "./offsetMentions.js";

/** What JSON-MIN says of the annotation, not of the document. */
const BOOKKEEPING = [
  ...["annotation_id", "annotator", "created_at", "updated_at", "lead_time"],
  ...["id", "task", "project", "meta", "agreement"],
];

interface Options extends Pick<ReadContext, "onNotice"> {
  readonly choice: Choice;
  /** Key of the text, if the user named one. */
  readonly textKey: string | undefined;
  readonly tell: Tell;
  readonly fallbackId: string;
}

/** Reads the chosen results; undefined, with a problem, if the task has no text or several. */
export function readTask(
  task: Fields,
  { choice, textKey, tell, fallbackId, onNotice }: Options,
): Document | undefined {
  const data = isFields(task.data) ? task.data : task;
  const entries = choice.results.map((entry, i) => ({
    at: `${choice.at}[${i}]`,
    fields: isFields(entry) ? entry : {},
  }));
  const key = textKey ?? keyOfText(data, { entries: entries.map(({ fields }) => fields) });
  const text = key === undefined ? undefined : data[key];
  if (key === undefined || typeof text !== "string") {
    tell({
      ...{ at: "data", code: "missing-text", lost: true },
      message:
        key === undefined
          ? "none of its fields is the only text: name one with --read text=KEY"
          : `its field ${said(key)} is no text`,
    });
    return undefined;
  }
  const id = idOf(data.id) ?? idOf(task.id);
  if (id === undefined) onNotice("documents without id are called by their file and number");

  const ownTag = entries.find(({ fields }) => isRegion(fields))?.fields.to_name;
  const given: Given[] = [];
  const relations: Parameters<typeof readRelations>[0][number][] = [];
  const remarks: { at: string; fields: Fields; texts: readonly string[] }[] = [];
  for (const { at, fields } of entries) {
    const value = isFields(fields.value) ? fields.value : {};
    const lose = (message: string) => tell({ at, code: "malformed", message, lost: true });
    if (fields.type === "relation") relations.push(...relationsOf(fields, { at, tell }));
    else if (isRegion(fields)) {
      if (fields.to_name !== ownTag) lose("it belongs to another text of the task");
      else if (typeof value.start === "string")
        lose("it is a region of HTML, which has no offsets into a text");
      else given.push(...givenOf(fields, { at, value, text }));
    } else {
      const texts = remarkOf(fields.type, value);
      if (texts) remarks.push({ at, fields, texts });
      else if (typeof fields.type !== "string") lose("a result has no type");
      else lose(`a result of type ${said(fields.type)} is not read, or has no value`);
    }
  }
  const reading = readingOf(given, { text, own: "code points", tell });
  const mentions = readMentions(given, { text, reading, tell });
  const joined = readRelations(relations, { mentions, tell });
  const names = isFields(task.data) ? [] : entries.map(({ fields }) => nameOf(fields));
  const known = isFields(task.data) ? ["id"] : [...BOOKKEEPING, ...names];
  return {
    ...{ id: id ?? fallbackId, text, mentions },
    ...joined,
    ...readRemarks(remarks, { mentions, relations: joined.relations, tell }),
    ...metaOf(data, [key, ...known]),
  };
}

const isRegion = ({ type }: Fields) => typeof type === "string" && /labels$/.test(type);

/** `text`; or what a region says that it is in; or the only text. */
function keyOfText(data: Fields, { entries }: { readonly entries: readonly Fields[] }) {
  const keys = Object.keys(data).filter(
    (key) => typeof data[key] === "string" && !BOOKKEEPING.includes(key),
  );
  const tags = entries.map(({ to_name }) => to_name);
  return (
    keys.find((key) => tags.includes(key)) ??
    (keys.includes("text") ? "text" : keys.length === 1 ? keys[0] : undefined)
  );
}

/** A mention for each label; the first has the id of the region. */
function givenOf(
  fields: Fields,
  { at, value, text }: { readonly at: string; readonly value: Fields; readonly text: string },
): Given[] {
  const labels = listOf(value[String(fields.type)] ?? value.labels);
  const types = labels.length > 0 ? labels : [undefined];
  const { start, end, text: quote } = value;
  const id = idOf(fields.id);
  return types.map((type, i) => ({
    ...{ at, type, start, end, probability: fields.score },
    id: i === 0 || id === undefined ? id : `${id}:${idOf(type) ?? i + 1}`,
    quote: typeof quote === "string" ? unescaped(quote, text) : undefined,
  }));
}

/** Quotes have `\n` for ends of lines in some versions. */
const unescaped = (quote: string, text: string) =>
  text.includes("\\n") ? quote : quote.replaceAll("\\n", "\n");

function relationsOf(fields: Fields, { at, tell }: { readonly at: string; readonly tell: Tell }) {
  const [from, to] = [idOf(fields.from_id) ?? "", idOf(fields.to_id) ?? ""];
  const turned = fields.direction === "left";
  const ends = turned ? { from: to, to: from } : { from, to };
  const labels = readList(fields, "labels", { at: `${at}.labels`, tell });
  const types = labels.filter((label) => typeof label === "string");
  if (types.length < labels.length)
    tell({ at, code: "malformed", message: "a label of it is no text", lost: true });
  const symmetric = fields.direction === "bi";
  return (types.length > 0 ? types : ["relation"]).map((type, i) => ({
    ...{ at, type, ...ends, symmetric },
    id: i === 0 ? idOf(fields.id) : undefined,
  }));
}

/** The tag that a result is from, else its type. */
const nameOf = ({ from_name, type }: Fields): string => idOf(from_name) ?? idOf(type) ?? "result";

/** What annotators chose or wrote; undefined for other kinds of results, and where there is nothing. */
function remarkOf(type: unknown, value: Fields): readonly string[] | undefined {
  if (type !== "choices" && type !== "textarea" && type !== "rating" && type !== "number")
    return undefined;
  const given = value[type === "textarea" ? "text" : type];
  if (given === undefined || given === null) return undefined;
  return (Array.isArray(given) ? given : [given]).map((each) =>
    typeof each === "object" ? JSON.stringify(each) : String(each),
  );
}

/** Choices about a region are attributes, everything else notes. */
function readRemarks(
  remarks: readonly { at: string; fields: Fields; texts: readonly string[] }[],
  {
    mentions,
    relations = [],
    tell,
  }: {
    readonly mentions: Document["mentions"];
    readonly relations: Annotations["relations"];
    readonly tell: Tell;
  },
): Pick<Annotations, "attributes" | "notes"> {
  const ids = new Set([...mentions, ...relations].map(({ id }) => id));
  const uniqueId = uniqueIds(tell, ids);
  const attributes: NonNullable<Annotations["attributes"]>[number][] = [];
  const notes: NonNullable<Annotations["notes"]>[number][] = [];
  for (const { at, fields, texts } of remarks) {
    const target = idOf(fields.id);
    const name = nameOf(fields);
    const about = target !== undefined && ids.has(target) ? { target } : undefined;
    if (about === undefined && isFields(fields.value) && "start" in fields.value)
      tell({
        at,
        code: "dangling-reference",
        message: "it is about a region that was not read; it is kept as a note",
      });
    for (const text of texts)
      if (about && fields.type !== "textarea")
        attributes.push({ id: uniqueId(`A${attributes.length + 1}`), name, ...about, value: text });
      else notes.push({ id: uniqueId(`#${notes.length + 1}`), type: name, ...about, text });
  }
  return {
    ...(attributes.length > 0 ? { attributes } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}
