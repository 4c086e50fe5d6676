/**
 * The layout of Hugging Face's token classification datasets: JSON lines, or an array, of `tokens` and `ner_tags`.
 *
 * Texts are a field `text`, if that is the tokens and white space, else tokens joined by one space. Tags are texts, or numbers of names that a file beside them lists.
 * @see https://huggingface.co/docs/datasets/package_reference/main_classes#datasets.ClassLabel
 */

import type { Span } from "../../core/index.js";
import type { Document } from "../document.js";
import type { Format, ReadContext, SourceFile } from "../format.js";
import { findNames } from "./huggingFaceNames.js";
import { placesIn, placesJoined } from "./huggingFaceText.js";
import { recordFor } from "./huggingFaceWrite.js";
import { headRecords } from "./jsonHead.js";
import {
  type Fields,
  idOf,
  isFields,
  metaOf,
  type ReadRecord,
  readRecords,
} from "./jsonRecords.js";
import { schemeSetting } from "./settings.js";
import { createTagSurvey, readTags, TAG_SCHEMES, type TagReading, type TagSurvey } from "./tags.js";

const TOKENS = ["tokens", "words"] as const;
const TAGS = ["ner_tags", "tags", "ner", "ner_labels", "labels", "label"] as const;

/** The format `huggingface`. */
export const huggingFace: Format = {
  name: "huggingface",
  title: "Hugging Face tokens and tags",
  extensions: [".jsonl", ".json", ".md", ".txt"],
  looksLike: (_file, head) => headRecords(head).some(looksLikeRecord),
  settings: {
    labels: "names of tags that are numbers, from 0, parted by commas",
    tags: "field of the tags, such as ner_tags",
    scheme: `scheme of the tags: ${TAG_SCHEMES.join(", ")}; told from the tags if not given`,
  },
  async *read(files, context) {
    const { labels, tags } = context.settings;
    const scheme = schemeSetting(context.settings);
    const { names, sources } = await findNames(files, { labels, context });
    const others = files.filter((file) => !sources.has(file));
    const data =
      others.length === 1 ? others : others.filter(({ extension }) => /^\.jsonl?$/.test(extension));
    const columns = tags === undefined ? TAGS : [tags];
    for (const file of data) {
      const options = { names, columns };
      const survey = await surveyOf(file, options);
      const reading = survey.reading(scheme);
      if (reading === undefined) {
        const message = `there are ${survey.distinct.size} different tags, so they are words`;
        context.onProblem({ source: file.path, code: "malformed", message, lost: true });
        continue;
      }
      context.onNotice(`tags are read as ${reading.scheme}`);
      const prefix = data.length > 1 ? `${file.key}/` : "";
      yield* readFile(file, { ...options, reading, prefix, context });
    }
  },
  holds: new Set(["words", "types", "meta"]),
  writer: {
    layout: "file",
    extension: ".jsonl",
    async *write(documents, context) {
      for await (const document of documents)
        yield { content: `${JSON.stringify(recordFor(document, context))}\n` };
    },
  },
};

function looksLikeRecord(record: ReadonlyMap<string, string>): boolean {
  const tokens = TOKENS.some((key) => /^\[\s*("|\])/.test(record.get(key) ?? ""));
  return tokens && TAGS.some((key) => /^\[\s*("|\d|\]|-)/.test(record.get(key) ?? ""));
}

interface Options {
  readonly names: readonly string[] | undefined;
  readonly columns: readonly string[];
}

/** Tokens and tags of a record, or why there are none. */
function columnsOf(fields: Fields, { names, columns }: Options) {
  const tokensKey = TOKENS.find((key) => Array.isArray(fields[key]));
  const tagsKey = columns.find((key) => Array.isArray(fields[key]));
  if (tokensKey === undefined) return "there is no list tokens";
  if (tagsKey === undefined) return `there is no list of tags, ${columns.join(" or ")}`;
  const tokens = fields[tokensKey] as readonly unknown[];
  const given = fields[tagsKey] as readonly unknown[];
  if (tokens.length !== given.length)
    return `there are ${tokens.length} tokens but ${given.length} tags`;
  if (!tokens.every((token): token is string => typeof token === "string" && token !== ""))
    return "a token is empty or no text";
  const tags = given.map((tag) => (typeof tag === "number" ? names?.[tag] : tag));
  const nameless = tags.findIndex((tag) => typeof tag !== "string" || tag === "");
  if (nameless >= 0)
    return typeof given[nameless] !== "number"
      ? "a tag is empty, or neither a text nor a number"
      : names === undefined
        ? "tags are numbers without names: read the folder with its README.md or dataset_info.json, or name them with --read labels=O,B-TYPE,..."
        : `tag ${given[nameless]} has no name among ${names.length}`;
  return { tokens, tags: tags as string[], keys: [tokensKey, tagsKey] };
}

/** Reads the file once for its tags alone. */
async function surveyOf(file: SourceFile, options: Options): Promise<TagSurvey> {
  const quiet: ReadContext = { onProblem: () => {}, onNotice: () => {}, settings: {} };
  const survey = createTagSurvey();
  for await (const { value } of readRecords([file], quiet)) {
    const columns = columnsOf(isFields(value) ? value : {}, options);
    if (typeof columns === "string") continue;
    for (const [i, tag] of columns.tags.entries()) survey.add(tag, columns.tags[i - 1]);
  }
  return survey;
}

async function* readFile(
  file: SourceFile,
  {
    prefix,
    reading,
    context,
    ...options
  }: Options & {
    readonly prefix: string;
    readonly reading: TagReading;
    readonly context: ReadContext;
  },
): AsyncGenerator<Document> {
  for await (const record of readRecords([file], context)) {
    const fields = isFields(record.value) ? record.value : {};
    const columns = columnsOf(fields, options);
    if (typeof columns === "string") {
      record.tell({ code: "malformed", message: columns, lost: true });
      continue;
    }
    const id = idOf(fields.id);
    if (id === undefined)
      context.onNotice("documents without id are called by their file and number");
    const { tokens, tags, keys } = columns;
    const original = typeof fields.text === "string" ? placesIn(fields.text, tokens) : undefined;
    const words = original ?? placesJoined(tokens);
    const text = original ? (fields.text as string) : tokens.join(" ");
    const mentions = mentionsOf(tags, { words, reading, record });
    yield {
      ...{ id: id === undefined ? record.fallbackId : `${prefix}${id}` },
      ...{ text, mentions, words },
      ...metaOf(fields, ["id", ...keys, ...(original ? ["text"] : [])]),
    };
  }
}

function mentionsOf(
  tags: readonly string[],
  {
    words,
    reading,
    record: { tell },
  }: {
    readonly words: readonly Span[];
    readonly reading: TagReading;
    readonly record: ReadRecord;
  },
): Document["mentions"] {
  const { chunks, irregular, unreadable } = readTags(tags, reading);
  for (const i of irregular)
    tell({
      ...{ at: `tags[${i}]`, code: "irregular-tag" },
      message: `this tag does not follow the tag before it under ${reading.scheme}`,
    });
  // The field may be a word of a misread file, so it is not printed.
  for (const i of unreadable)
    tell({
      ...{ at: `tags[${i}]`, code: "malformed", lost: true },
      message: "no tag: neither O nor a type after B-, I-, E- or S-",
    });
  return chunks.map(({ first, last, type }, i) => ({
    ...{ id: `T${i + 1}`, type },
    start: (words[first] as Span).start,
    end: (words[last] as Span).end,
  }));
}
