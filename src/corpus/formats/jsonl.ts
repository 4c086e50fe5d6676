/** raretag's own JSON lines: one annotated document each, offsets in UTF-16 units; holds everything. */

import { z } from "zod";
import { ANNOTATION_KINDS, consistent } from "../annotationIds.js";
import { linesOf } from "../decode.js";
import { type Annotations, type Document, hullOf, type Mention } from "../document.js";
import { FEATURES, type Feature, type Format } from "../format.js";
import { fieldNames } from "./fieldNames.js";
import { type Fields, isFields, readList } from "./jsonRecords.js";
import { type Tell, uniqueIds } from "./offsetMentions.js";
import { soundWords } from "./soundWords.js";

/** A mention that a recognizer found. */
export interface ScoredMention extends Mention {
  /** In [0, 1]. */
  readonly probability: number;
}

const span = z.object({ start: z.number(), end: z.number() });
const name = z.string().min(1);
const parts = z.array(z.object({ role: z.string(), target: name }));
const mention = z.object({
  id: name.optional(),
  start: z.number(),
  end: z.number(),
  type: name,
  probability: z.number().min(0).max(1).optional(),
  text: z.string().optional(),
  fragments: z.array(span).min(2).optional(),
});
/** Entries of the lists beyond mentions and triggers. */
const entries = {
  attributes: z.object({ id: name, name: z.string(), target: name, value: z.string().optional() }),
  relations: z.object({
    ...{ id: name, type: z.string(), arguments: parts },
    symmetric: z.literal(true).optional(),
  }),
  events: z.object({ id: name, type: z.string(), trigger: name, arguments: parts }),
  normalizations: z.object({
    ...{ id: name, type: z.string(), target: name },
    ...{ reference: z.string(), text: z.string() },
  }),
  notes: z.object({ id: name, type: z.string(), target: name.optional(), text: z.string() }),
} as const;
const record = z.object({ id: name, text: z.string() });
const KNOWN = ["id", "text", "mentions", "words", "meta", ...ANNOTATION_KINDS];

/**
 * Writes one document as one line: `{"id", "text", "mentions": [{"start", "end", "type", "probability", "text"}]}`,
 * with `fragments` for a discontinuous mention, `id` for one that is not called by its number, without `probability`
 * for one that has none, and with whatever else the document has.
 */
export function writeJsonl(
  document: Document & { readonly mentions: readonly (Mention | ScoredMention)[] },
): string {
  const { id, text, words, meta } = document;
  const mentions = document.mentions.map((mention, i) => ({
    ...(mention.id === `T${i + 1}` ? {} : { id: mention.id }),
    start: mention.start,
    end: mention.end,
    type: mention.type,
    ...("probability" in mention ? { probability: mention.probability } : {}),
    text: text.slice(mention.start, mention.end),
    ...(mention.fragments ? { fragments: mention.fragments } : {}),
  }));
  const others = ANNOTATION_KINDS.map((kind) => [kind, document[kind]]).filter(([, list]) => list);
  const all = { id, text, mentions, ...Object.fromEntries(others), words, meta };
  return `${JSON.stringify(all)}\n`;
}

/** The format `jsonl`. */
export const jsonl: Format = {
  name: "jsonl",
  title: "raretag JSON lines",
  extensions: [".jsonl"],
  looksLike(_file, head) {
    const [first = ""] = head.replace(/^\ufeff/, "").split("\n", 1);
    return /^\s*\{/.test(first) && /"mentions"\s*:\s*\[/.test(first) && /"text"\s*:/.test(first);
  },
  async *read(files, context) {
    const leftAside = new Set<string>();
    for (const file of files)
      for await (const { line, text } of linesOf(file, context)) {
        if (text.trim() === "") continue;
        const document = readLine(text, {
          tell: (problem) => context.onProblem({ source: file.path, line, ...problem }),
          leftAside,
        });
        if (document) yield document;
      }
    if (leftAside.size > 0)
      context.onNotice(`fields of documents were left aside: ${fieldNames(leftAside)}`);
  },
  holds: new Set(Object.keys(FEATURES) as Feature[]),
  writer: {
    layout: "file",
    extension: ".jsonl",
    async *write(documents) {
      for await (const document of documents) yield { content: writeJsonl(document) };
    },
  },
};

function readLine(
  json: string,
  { tell, leftAside }: { readonly tell: Tell; readonly leftAside: Set<string> },
): Document | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser's own message quotes the line, so it is not passed on.
    tell({ code: "malformed", message: "this line is no JSON", lost: true });
    return undefined;
  }
  const parsed = record.safeParse(value);
  if (!parsed.success) {
    tell({ code: "malformed", message: unexpected("", parsed.error), lost: true });
    return undefined;
  }
  const { id, text } = parsed.data;
  const fields = value as Fields;
  const { meta } = fields;
  for (const key of Object.keys(fields)) if (!KNOWN.includes(key)) leftAside.add(key);
  const list = (key: string) => readList(fields, key, { tell });
  if (fields.mentions === undefined || fields.mentions === null)
    tell({ at: "mentions", code: "malformed", message: "there is no list of it", lost: true });
  if (meta !== undefined && !isFields(meta))
    tell({ at: "meta", code: "malformed", message: "this is no object", lost: true });
  const uniqueId = uniqueIds(tell);
  const given = list("mentions");
  const mentions = given.flatMap((entry, i) => {
    const read = readMention(entry, {
      at: `mentions[${i}]`,
      name: `T${i + 1}`,
      text,
      uniqueId,
      tell,
    });
    return read ? [read] : [];
  });
  const triggers = list("triggers").flatMap((entry, i) => {
    const called = `T${given.length + i + 1}`;
    const read = readMention(entry, { at: `triggers[${i}]`, name: called, text, uniqueId, tell });
    return read ? [read] : [];
  });
  const lists = Object.entries<z.ZodType>(entries).map(([key, schema]) => [
    key,
    list(key).flatMap((entry, i) => readEntry(entry, { at: `${key}[${i}]`, schema, tell }) ?? []),
  ]);
  const all = { triggers, ...Object.fromEntries(lists) } as Annotations;
  const words = list("words").map((entry) => span.safeParse(entry).data);
  return {
    ...{ id, text, mentions, ...consistent(mentions, all, { tell }) },
    ...(Array.isArray(fields.words)
      ? { words: soundWords(words, { text, at: "words", tell }) }
      : {}),
    ...(isFields(meta) ? { meta } : {}),
  };
}

/** Where a value is of another kind than expected. Paths are of names that we give. */
function unexpected(at: string, { issues }: z.ZodError): string {
  const issue = issues[0] as z.core.$ZodIssue;
  const field = [...(at === "" ? [] : [at]), ...issue.path].join(".") || "the line";
  return `${field} is not as expected (${issue.code})`;
}

/** An entry that is as its schema has it; another is told. */
function readEntry<T>(
  entry: unknown,
  { at, schema, tell }: { readonly at: string; readonly schema: z.ZodType<T>; readonly tell: Tell },
): T | undefined {
  const parsed = schema.safeParse(entry);
  if (parsed.success) return parsed.data;
  tell({ at, code: "malformed", message: unexpected(at, parsed.error), lost: true });
  return undefined;
}

function readMention(
  entry: unknown,
  {
    at,
    name: ownName,
    text,
    uniqueId,
    tell,
  }: {
    readonly at: string;
    readonly name: string;
    readonly text: string;
    readonly uniqueId: (wanted: string, at: string) => string;
    readonly tell: Tell;
  },
): Mention | undefined {
  const parsed = readEntry(entry, { at, schema: mention, tell });
  if (parsed === undefined) return undefined;
  const { start, end, type, probability, fragments, text: quote } = parsed;
  const wrong = [{ start, end }, ...(fragments ?? [])].find((span) => !fits(span, text));
  const problem = { at, lost: true } as const;
  if (wrong) {
    const empty = wrong.end <= wrong.start;
    tell({
      ...{ ...problem, code: empty ? "empty-mention" : "outside-text" },
      message: `it runs from ${wrong.start} to ${wrong.end} in a text of ${text.length} UTF-16 units`,
    });
    return undefined;
  }
  const hull = hullOf(fragments ?? [{ start, end }]);
  if (hull.start !== start || hull.end !== end) {
    tell({
      ...{ ...problem, code: "malformed" },
      message: `it runs from ${start} to ${end} but its fragments from ${hull.start} to ${hull.end}`,
    });
    return undefined;
  }
  if (quote !== undefined && quote !== text.slice(start, end))
    tell({ at, code: "quoted-text-differs", message: "the text given for it differs" });
  const id = uniqueId(parsed.id ?? ownName, at);
  return { id, type, ...hull, ...(probability === undefined ? {} : { probability }) };
}

const fits = ({ start, end }: { start: number; end: number }, { length }: string) =>
  Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length;
