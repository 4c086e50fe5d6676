/** raretag's own JSON lines: one annotated document each, offsets in UTF-16 units; holds everything. */

import { z } from "zod";
import { ANNOTATION_KINDS, consistent } from "../annotationIds.js";
import { linesOf } from "../decode.js";
import {
  type Annotations,
  type Document,
  hullOf,
  type Mention,
  type Problem,
} from "../document.js";
import { FEATURES, type Feature, type Format } from "../format.js";

/** A mention that a recognizer found. */
export interface ScoredMention extends Mention {
  /** In [0, 1]. */
  readonly probability: number;
}

const spans = z.array(z.object({ start: z.number(), end: z.number() }));
const name = z.string().min(1);
const parts = z.array(z.object({ role: z.string(), target: name }));
const mention = z.object({
  id: name.optional(),
  start: z.number(),
  end: z.number(),
  type: name,
  probability: z.number().min(0).max(1).optional(),
  text: z.string().optional(),
  fragments: spans.min(2).optional(),
});
const annotations = {
  triggers: z.array(z.unknown()),
  attributes: z.array(
    z.object({ id: name, name: z.string(), target: name, value: z.string().optional() }),
  ),
  relations: z.array(
    z.object({
      ...{ id: name, type: z.string(), arguments: parts },
      symmetric: z.literal(true).optional(),
    }),
  ),
  events: z.array(z.object({ id: name, type: z.string(), trigger: name, arguments: parts })),
  normalizations: z.array(
    z.object({ id: name, type: z.string(), target: name, reference: z.string(), text: z.string() }),
  ),
  notes: z.array(
    z.object({ id: name, type: z.string(), target: name.optional(), text: z.string() }),
  ),
} as const;
const record = z.object({
  id: name,
  text: z.string(),
  mentions: z.array(z.unknown()),
  ...z.object(annotations).partial().shape,
  words: spans.optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
});

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
    for (const file of files)
      for await (const { line, text } of linesOf(file, context)) {
        if (text.trim() === "") continue;
        const document = readLine(text, {
          tell: (problem) => context.onProblem({ source: file.path, line, ...problem }),
        });
        if (document) yield document;
      }
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

type Tell = (problem: Omit<Problem, "source" | "line">) => void;

function readLine(json: string, { tell }: { tell: Tell }): Document | undefined {
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
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    const field = issue.path.join(".") || "the line";
    tell({
      ...{ code: "malformed", lost: true },
      message: `${field} is not as expected (${issue.code})`,
    });
    return undefined;
  }
  const { id, text, mentions: given, words, meta } = parsed.data;
  const ids = new Set<string>();
  const mentions = given.flatMap((entry, i) => {
    const read = readMention(entry, { at: `mentions[${i}]`, name: `T${i + 1}`, text, ids, tell });
    return read ? [read] : [];
  });
  const triggers = (parsed.data.triggers ?? []).flatMap((entry, i) => {
    const read = readMention(entry, {
      at: `triggers[${i}]`,
      name: `T${given.length + i + 1}`,
      text,
      ids,
      tell,
    });
    return read ? [read] : [];
  });
  const all = { ...parsed.data, triggers } as Annotations;
  const others = consistent(mentions, all, { tell });
  const kept = words?.filter((word) => fits(word, text));
  if (kept && kept.length < (words?.length ?? 0))
    tell({
      ...{ code: "outside-text", lost: true },
      message: `${(words?.length ?? 0) - kept.length} of ${words?.length} words lie outside of a text of ${text.length} UTF-16 units`,
    });
  return {
    ...{ id, text, mentions, ...others },
    ...(kept ? { words: kept } : {}),
    ...(meta ? { meta } : {}),
  };
}

function readMention(
  entry: unknown,
  {
    at,
    name: ownName,
    text,
    ids,
    tell,
  }: { at: string; name: string; text: string; ids: Set<string>; tell: Tell },
): Mention | undefined {
  const parsed = mention.safeParse(entry);
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    const field = [at, ...issue.path].join(".");
    tell({
      ...{ at, code: "malformed", lost: true },
      message: `${field} is not as expected (${issue.code})`,
    });
    return undefined;
  }
  const { start, end, type, probability, fragments, text: quote } = parsed.data;
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
  const wanted = parsed.data.id ?? ownName;
  let id = wanted;
  for (let n = 2; ids.has(id); n++) id = `${wanted}.${n}`;
  if (id !== wanted)
    tell({ at, code: "duplicate-id", message: `id ${wanted} was given before, so it is ${id}` });
  ids.add(id);
  return { id, type, ...hull, ...(probability === undefined ? {} : { probability }) };
}

const fits = ({ start, end }: { start: number; end: number }, { length }: string) =>
  Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length;
