/**
 * Prodigy's tasks and spaCy's training examples, which count code points.
 * @see https://prodi.gy/docs/api-interfaces
 */

import type { Document } from "../document.js";
import type { Format, ReadContext, SourceFile, WriteContext } from "../format.js";
import type { OffsetUnit } from "../offsetUnits.js";
import { fieldNames } from "./fieldNames.js";
import { headRecords } from "./jsonHead.js";
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
import {
  type Given,
  type Placed,
  placeMentions,
  placeWords,
  readingOf,
  readMentions,
  type Tell,
} from "./offsetMentions.js";
import { soundWords } from "./soundWords.js";
import type { AnyReading } from "./unquotedOffsets.js";

const OWN: OffsetUnit = "code points";
/** Names of the list of mentions: Prodigy's, `Doc.to_json`'s and that of spaCy's training examples. */
const LISTS = ["spans", "ents", "entities"] as const;
const KNOWN = ["id", "text", "tokens", "relations", "answer", ...LISTS] as const;
/** What spans and tokens hold that follows from the rest, or is for the screen. */
const DERIVED = ["text", "token_start", "token_end", "type", "color", "ws", "disabled"];

/** The format `prodigy`. */
export const prodigy: Format = {
  name: "prodigy",
  title: "Prodigy or spaCy JSONL",
  extensions: [".jsonl", ".json"],
  looksLike: (_file, head) => TUPLE.test(head) || headRecords(head).some(looksLikeRecord),
  async *read(files, context) {
    const answers = new Map<string, number>();
    const leftAside = new Set<string>();
    for await (const { fields, ...record } of tasksOf(files, context)) {
      const { answer = "accept" } = fields;
      if (answer === "reject" || answer === "ignore") {
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        continue;
      }
      if (idOf(fields.id) === undefined)
        context.onNotice("documents without id are called by their file and number");
      const document = readDocument(fields, record, { leftAside });
      if (document) yield document;
    }
    for (const [answer, count] of answers)
      context.onNotice(`${count} tasks whose answer is ${answer} were left out`);
    if (leftAside.size > 0)
      context.onNotice(`fields of spans were left aside: ${fieldNames([...leftAside].sort())}`);
  },
  holds: new Set([
    ...(["text", "overlaps", "mention ids", "types", "probabilities", "words"] as const),
    ...(["relations", "meta"] as const),
  ]),
  writer: {
    layout: "file",
    extension: ".jsonl",
    async *write(documents, context) {
      for await (const document of documents)
        yield { content: `${JSON.stringify(taskOf(document, context))}\n` };
    },
  },
};

/** `["text", {"entities": [...]}]`, alone, in an array, or in one beside a list of classes. */
const TUPLE =
  /^[\s\ufeff]*(?:\{\s*"classes"\s*:\s*\[[^\]]*\]\s*,\s*"annotations"\s*:\s*)?\[\s*(?:\[\s*)?"(?:[^"\\]|\\.)*"\s*,\s*\{\s*"entities"\s*:/;

function looksLikeRecord(record: ReadonlyMap<string, string>): boolean {
  if (!record.get("text")?.startsWith('"') || record.has("mentions")) return false;
  if (/^\[\s*"/.test(record.get("tokens") ?? "")) return false; // those of Hugging Face
  if (["_input_hash", "_task_hash"].some((key) => record.has(key))) return true;
  if (TOKEN.test(record.get("tokens")?.replace(/\s/g, "") ?? "")) return true;
  return LISTS.some((key) => {
    const list = record.get(key)?.replace(/\s/g, "");
    if (list === "[]") return key !== "entities" || !record.has("relations"); // else doccano's
    return (
      /^\[(\[\d+,\d|\{)/.test(list ?? "") && !/^\[\{[^}]*"(start_offset|offset)"/.test(list ?? "")
    );
  });
}

/** A token of Prodigy or `Doc.to_json`, which can come long before spans. */
const TOKEN = /^\[\{[^{}]*"start":\d/;

/** The fields of each task, of `["text", {"entities"}]` too, whether it comes whole or as two values. */
async function* tasksOf(files: readonly SourceFile[], context: ReadContext): AsyncGenerator<Task> {
  for (const file of files) {
    let n = 0;
    /** A text whose object comes next. */
    let waiting: { readonly text: string; readonly tell: Tell } | undefined;
    const taskOf = (fields: Fields, tell: Tell): Task => ({
      ...{ fields, tell, fallbackId: `${file.key}-${++n}` },
    });
    const records = readRecords([file], context, { arrays: ["annotations"] });
    for await (const { value, tell } of records) {
      if (Array.isArray(value)) {
        const [text, fields, ...rest] = value as readonly unknown[];
        if (!isFields(fields) || rest.length > 0)
          tell({ code: "malformed", message: "this is no text and an object", lost: true });
        yield taskOf({ ...(isFields(fields) ? fields : {}), text }, tell);
        continue;
      }
      const { text } = isFields(value) ? value : {};
      const isNext = isFields(value) && text === undefined;
      if (waiting && !isNext) loseText(waiting.tell);
      if (isNext && waiting) yield taskOf({ ...value, text: waiting.text }, tell);
      else if (typeof value !== "string") yield taskOf(isFields(value) ? value : {}, tell);
      waiting = typeof value === "string" ? { text: value, tell } : undefined;
    }
    if (waiting) loseText(waiting.tell);
  }
}

interface Task extends Pick<ReadRecord, "tell" | "fallbackId"> {
  readonly fields: Fields;
}

const loseText = (tell: Tell) =>
  tell({ code: "malformed", message: "no object with entities follows this text", lost: true });

function readDocument(
  fields: Fields,
  { tell, fallbackId }: Pick<ReadRecord, "tell" | "fallbackId">,
  { leftAside }: { readonly leftAside: Set<string> },
): Document | undefined {
  const { text } = fields;
  if (typeof text !== "string") {
    tell({ code: "missing-text", message: "there is no field text", lost: true });
    return undefined;
  }
  const listKey = keyOfList(fields, LISTS);
  const given = (listKey === undefined ? [] : readList(fields, listKey, { tell })).map(
    (entry, i) => {
      if (isFields(entry))
        for (const key of Object.keys(entry))
          if (![...DERIVED, "id", "start", "end", "label", "score"].includes(key))
            leftAside.add(key);
      return givenOf(entry, `${listKey}[${i}]`);
    },
  );
  const reading = readingOf(given, { text, own: OWN, tell });
  const mentions = readMentions(given, { text, reading, tell });
  return {
    ...{ id: idOf(fields.id) ?? fallbackId, text, mentions },
    ...readWords(fields, { text, reading, tell }),
    ...readRelations(relationsOf(fields, { mentions, reading, tell }), {
      mentions,
      tell,
    }),
    ...metaOf(
      fields,
      KNOWN.filter((key) => key === listKey || !(LISTS as readonly string[]).includes(key)),
    ),
  };
}

function givenOf(entry: unknown, at: string): Given {
  if (Array.isArray(entry)) return { at, start: entry[0], end: entry[1], type: entry[2] };
  const { id, start, end, label, text, score } = isFields(entry) ? entry : {};
  return { at, id: idOf(id), start, end, type: label, quote: text, probability: score };
}

function readWords(
  fields: Fields,
  {
    text,
    reading,
    tell,
  }: { readonly text: string; readonly reading: AnyReading; readonly tell: Tell },
): Pick<Document, "words"> {
  const tokens = readList(fields, "tokens", { tell }).map((token) => {
    const [start, end] = ["start", "end"].map((key) => {
      const offset = isFields(token) ? token[key] : undefined;
      return typeof offset === "number" ? reading.toUtf16(offset) : undefined;
    });
    return start === undefined || end === undefined ? undefined : { start, end };
  });
  if (!Array.isArray(fields.tokens)) return {};
  return { words: soundWords(tokens, { text, at: "tokens", tell }) };
}

/** Relations name the spans that they join by offsets and label; ours by id too. */
function relationsOf(
  fields: Fields,
  {
    mentions,
    reading,
    tell,
  }: { readonly mentions: Document["mentions"]; readonly reading: AnyReading; readonly tell: Tell },
) {
  const idAt = (span: unknown): string => {
    const { start, end, label, id } = isFields(span) ? span : {};
    if (mentions.some((mention) => mention.id === id)) return String(id);
    const [from, to] = [start, end].map((offset) =>
      typeof offset === "number" ? reading.toUtf16(offset) : undefined,
    );
    const there = mentions.filter((mention) => mention.start === from && mention.end === to);
    return (
      (there.find(({ type }) => type === label) ?? there[0])?.id ??
      [start, end].map((offset) => idOf(offset) ?? "?").join("-")
    );
  };
  return readList(fields, "relations", { tell }).flatMap((relation, i) => {
    const at = `relations[${i}]`;
    const { id, label, head_span, child_span } = isFields(relation) ? relation : {};
    if (typeof label === "string")
      return [{ at, id: idOf(id), type: label, from: idAt(head_span), to: idAt(child_span) }];
    tell({ at, code: "malformed", message: "it has no label", lost: true });
    return [];
  });
}

function taskOf(document: Document, context: WriteContext): Fields {
  const { id, text } = document;
  const tokens = placeWords(document, context)?.map(({ start, end, quote, spaceAfter }, i) => ({
    ...{ text: quote, start, end, id: i, ws: spaceAfter },
  }));
  const relations = relationsFor(document, context);
  const starts = new Map(tokens?.map((token) => [token.start, token.id]));
  const ends = new Map(tokens?.map((token) => [token.end, token.id]));
  const tokensOf = ({ start, end }: Placed) => {
    const [first, last] = [starts.get(start), ends.get(end)];
    return first === undefined || last === undefined ? {} : { token_start: first, token_end: last };
  };
  const placed = placeMentions(document, { unit: "code points", onProblem: context.onProblem });
  const named = relations.length > 0;
  const spans = placed.map((place) => ({
    ...{ start: place.start, end: place.end, ...tokensOf(place), label: place.mention.type },
    text: place.quote,
    ...(place.numbered && !named ? {} : { id: place.mention.id }),
    ...(place.probability === undefined ? {} : { score: place.probability }),
  }));
  const spanOf = (mentionId: string) => spans.find((_, i) => placed[i]?.mention.id === mentionId);
  return {
    ...{ id, text },
    ...(tokens ? { tokens } : {}),
    spans,
    ...(named
      ? {
          relations: relations.map(({ id: relationId, type, from, to, numbered }) => {
            const [head, child] = [spanOf(from), spanOf(to)];
            return {
              ...(numbered ? {} : { id: relationId }),
              ...(head?.token_end === undefined ? {} : { head: head.token_end }),
              ...(child?.token_end === undefined ? {} : { child: child.token_end }),
              ...{ head_span: head, child_span: child, label: type },
            };
          }),
        }
      : {}),
    answer: "accept",
    ...metaFor(document, KNOWN, context),
  };
}
