/**
 * doccano's JSON lines, in the form of projects without and with relations.
 *
 * Offsets of doccano 1.5 and later are UTF-16 units, or graphemes if the project counts those; earlier ones and those
 * of scripts are code points. Nothing is quoted, so the ends of words tell.
 * @see https://github.com/doccano/doccano `backend/data_export/pipeline`, `backend/data_import/pipeline/label.py`;
 * https://github.com/doccano/doccano/issues/2290 on offsets
 */

import type { Document } from "../document.js";
import type { Format, WriteContext } from "../format.js";
import { type HeadRecord, headRecords } from "./jsonHead.js";
import {
  type Fields,
  idOf,
  isFields,
  keyOfList,
  metaFor,
  metaOf,
  type ReadRecord,
  readList,
  readRecords,
  readRelations,
  relationsFor,
} from "./jsonRecords.js";
import { type Given, placeMentions, readMentions, uniqueIds } from "./offsetMentions.js";
import { refuseSetting } from "./settings.js";
import { type AnyReading, type AnyUnit, guessOffsets, offsetsOf } from "./unquotedOffsets.js";

const UNITS: Readonly<Record<string, AnyUnit>> = {
  utf16: "UTF-16 units",
  codepoints: "code points",
  graphemes: "graphemes",
};
const unitNamed = (name: unknown): AnyUnit | undefined =>
  typeof name === "string" && Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
const OWN = UNITS.utf16 as AnyUnit;
const GUESSED = [
  ...([OWN, "code points", "graphemes"] as const),
  ...(["UTF-16 units, CRLF as one", "code points, CRLF as one"] as const),
] as [AnyUnit, ...AnyUnit[]];

const TEXTS = ["text", "data"] as const;
const LISTS = ["label", "labels", "entities"] as const;
/** Says `utf16` in documents whose words would tell another unit; doccano keeps it with the other fields. */
const UNIT_FIELD = "offset_unit";
/** Id of a mention or relation that is no number; doccano ignores it. */
const ID_FIELD = "raretag_id";

const shared: Pick<Format, "extensions" | "read" | "settings"> = {
  extensions: [".jsonl", ".json"],
  settings: {
    unit: `what offsets count: ${Object.keys(UNITS).join(", ")}; told from words if not given`,
  },
  async *read(files, context) {
    const { unit } = context.settings;
    const known = unitNamed(unit);
    if (unit !== undefined && known === undefined)
      refuseSetting("unit", unit, `It can be ${Object.keys(UNITS).join(", ")}`);
    for await (const record of readRecords(files, context)) {
      const document = readDocument(record, { unit: known, onNotice: context.onNotice });
      if (document) yield document;
    }
  },
};

/** The format `doccano`: projects without relations; the reader takes both forms. */
export const doccano: Format = {
  ...shared,
  name: "doccano",
  title: "doccano JSONL",
  looksLike: (_file, head) =>
    headRecords(head).some((record) =>
      listsIn(record)
        .slice(0, 2) // `entities` in this form are spaCy's
        .some((list) => /^\[(\[\d+(\.0)?,\d|\]$)/.test(list)),
    ),
  holds: new Set(["text", "overlaps", "types", "meta"]),
  writer: {
    layout: "file",
    extension: ".jsonl",
    async *write(documents, context) {
      for await (const document of documents) {
        const label = place(document, context).map(({ start, end, mention }) => [
          start,
          end,
          mention.type,
        ]);
        yield { content: lineOf(document, { label }, context) };
      }
    },
  },
};

/** The format `doccano-relations`: projects in which relations are allowed. */
export const doccanoRelations: Format = {
  ...shared,
  name: "doccano-relations",
  title: "doccano JSONL with relations",
  looksLike: (_file, head) =>
    headRecords(head).some(
      (record) =>
        listsIn(record).some((list) => /^\[\{.*"start_offset"/.test(list)) ||
        (record.get("entities") === "[]" && record.get("relations") === "[]"),
    ),
  holds: new Set([...doccano.holds, "mention ids", "relations"]),
  writer: {
    layout: "file",
    extension: ".jsonl",
    async *write(documents, context) {
      for await (const document of documents)
        yield { content: lineOf(document, relationForm(document, context), context) };
    },
  },
};

/** Lists of mentions, without white space, if a record can be of doccano. */
function listsIn(record: HeadRecord): string[] {
  if (!TEXTS.some((key) => record.get(key)?.startsWith('"'))) return [];
  if (["mentions", "tokens", "annotation_id"].some((key) => record.has(key))) return [];
  return LISTS.map((key) => record.get(key)?.replace(/\s/g, "") ?? "");
}

function readDocument(
  { value, tell, fallbackId }: ReadRecord,
  {
    unit,
    onNotice,
  }: { readonly unit: AnyUnit | undefined; readonly onNotice: (notice: string) => void },
): Document | undefined {
  const fields = isFields(value) ? value : {};
  const textKey = TEXTS.find((key) => typeof fields[key] === "string");
  if (textKey === undefined) {
    tell({ code: "missing-text", message: "there is no field text", lost: true });
    return undefined;
  }
  const id = idOf(fields.id);
  if (id === undefined) onNotice("documents without id are called by their file and number");
  const listKey = keyOfList(fields, LISTS);
  const entries = listKey === undefined ? [] : readList(fields, listKey, { tell });
  const text = fields[textKey] as string;
  const given = entries.map((entry, i) => givenOf(entry, `${listKey}[${i}]`));
  const reading = readingOf(text, given, { unit: unit ?? unitNamed(fields[UNIT_FIELD]) });
  if (reading.unit !== OWN && unit === undefined)
    tell({
      code: "offset-unit",
      message: `offsets count ${reading.unit}, not ${OWN}, because they then begin and end with words`,
    });
  const mentions = readMentions(given, { text, reading, tell });
  const relations = readList(fields, "relations", { tell }).flatMap((entry, i) => {
    const at = `relations[${i}]`;
    const { id: number, from_id, to_id, type, [ID_FIELD]: ownId } = isFields(entry) ? entry : {};
    const [from, to] = [idOf(from_id), idOf(to_id)];
    if (from === undefined || to === undefined || typeof type !== "string") {
      tell({ at, code: "malformed", message: "it has no type, from_id or to_id", lost: true });
      return [];
    }
    const numbered = idOf(number);
    const called = idOf(ownId) ?? (numbered === undefined ? undefined : `R${numbered}`);
    return [{ at, id: called, type, from: idIn(entries, from), to: idIn(entries, to) }];
  });
  const joined = readRelations(relations, { mentions, tell });
  const uniqueId = uniqueIds(
    tell,
    [...mentions, ...(joined.relations ?? [])].map(({ id }) => id),
  );
  const comments = readList(fields, "Comments", { tell }).map((comment, i) => ({
    ...{ id: uniqueId(`#${i + 1}`), type: "Comment" },
    text: typeof comment === "string" ? comment : JSON.stringify(comment),
  }));
  const known = ["id", textKey, ...(listKey ? [listKey] : []), UNIT_FIELD, "relations", "Comments"];
  return {
    ...{ id: id ?? fallbackId, text, mentions },
    ...joined,
    ...(comments.length > 0 ? { notes: comments } : {}),
    ...metaOf(fields, known),
  };
}

function readingOf(
  text: string,
  given: readonly Given[],
  { unit }: { readonly unit: AnyUnit | undefined },
): AnyReading {
  if (unit !== undefined) return offsetsOf(text, unit);
  const spans = given.flatMap(({ start, end }) =>
    typeof start === "number" && typeof end === "number" ? [{ start, end }] : [],
  );
  return guessOffsets(text, spans, GUESSED);
}

/** `[start, end, type]`, or an object of the form with relations. */
function givenOf(entry: unknown, at: string): Given {
  if (Array.isArray(entry)) return { at, start: entry[0], end: entry[1], type: entry[2] };
  const {
    start_offset: start,
    end_offset: end,
    label: type,
    ...fields
  } = isFields(entry) ? entry : {};
  return { at, id: entityId(fields), type, start, end };
}

function entityId(fields: Fields): string | undefined {
  const number = idOf(fields.id);
  return idOf(fields[ID_FIELD]) ?? (number === undefined ? undefined : `T${number}`);
}

/** What the mention is called that `number` refers to. */
function idIn(entries: readonly unknown[], number: string): string {
  const entry = entries.find((each) => isFields(each) && idOf(each.id) === number);
  return (isFields(entry) ? entityId(entry) : undefined) ?? `T${number}`;
}

const place = (document: Document, { onProblem }: WriteContext) =>
  placeMentions(document, { unit: "UTF-16 units", onProblem });

function relationForm(document: Document, context: WriteContext): Fields {
  const placed = place(document, context);
  const numbers = numbersFor(
    placed.map(({ mention }) => mention.id),
    "T",
  );
  const relations = relationsFor(document, context);
  const relationNumbers = numbersFor(
    relations.map(({ id }) => id),
    "R",
  );
  return {
    entities: placed.map(({ mention: { id, type }, start, end }) => ({
      ...{ id: numbers.get(id), label: type, start_offset: start, end_offset: end },
      ...(id === `T${numbers.get(id)}` ? {} : { [ID_FIELD]: id }),
    })),
    relations: relations.map(({ id, type, from, to }) => ({
      ...{ id: relationNumbers.get(id), from_id: numbers.get(from), to_id: numbers.get(to), type },
      ...(id === `R${relationNumbers.get(id)}` ? {} : { [ID_FIELD]: id }),
    })),
  };
}

/** doccano wants numbers for ids: that of `T12` is 12, others get what is free. */
function numbersFor(ids: readonly string[], prefix: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const pattern = new RegExp(`^${prefix}(0|[1-9]\\d{0,8})$`);
  for (const id of ids) {
    const number = pattern.exec(id)?.[1];
    if (number !== undefined) numbers.set(id, Number(number));
  }
  const taken = new Set(numbers.values());
  let next = 1;
  for (const id of ids) {
    if (numbers.has(id)) continue;
    while (taken.has(next)) next++;
    numbers.set(id, next++);
  }
  return numbers;
}

function lineOf(document: Document, lists: Fields, context: WriteContext): string {
  const { id, text, mentions } = document;
  const given = mentions.map(({ type, start, end }) => ({ at: "", type, start, end }));
  const misleading = readingOf(text, given, { unit: undefined }).unit !== OWN;
  const known = ["id", ...TEXTS, ...LISTS, "relations", "Comments", UNIT_FIELD];
  const unit = misleading ? { [UNIT_FIELD]: "utf16" } : {};
  const meta = metaFor(document, known, context);
  return `${JSON.stringify({ id, text, ...lists, ...unit, ...meta })}\n`;
}
