/** Column files to documents: two looks at a file, one for what it is, one sentence by sentence. */

import type { Span } from "../../core/index.js";
import { type Line, linesOf } from "../decode.js";
import type { Document, Mention } from "../document.js";
import { PSEUDO_DOCUMENTS, type ReadContext, type SourceFile } from "../format.js";
import { groupsOf, type Tell, type Token, type Unit } from "./conllGroups.js";
import { findLayout, type Layout, type NamedColumns } from "./conllLayout.js";
import { createRowReader, isPlain } from "./conllRows.js";
import { type Survey, surveyOf } from "./conllSurvey.js";
import { type Chunk, readTags, type TagReading, type TagScheme } from "./tags.js";

/** What becomes a document; `auto` takes what `-DOCSTART-` or `# newdoc` part where a file has them, else sentences. */
export const DOCUMENT_UNITS = ["auto", "docstart", "sentence", "file"] as const;

/** How to read column files. */
export interface ConllOptions extends NamedColumns {
  readonly documents: (typeof DOCUMENT_UNITS)[number];
  readonly scheme?: TagScheme | undefined;
  /** Sentences that make a document where nothing parts documents. */
  readonly block?: number | undefined;
}

type Sentence = readonly Token[];

/** Plain lines that tell the layout. */
const SAMPLE = 1000;

/** Documents of one file. Ids are those of the file, or its key and a number. */
export async function* readColumns(
  file: SourceFile,
  options: ConllOptions,
  { onProblem, onNotice }: ReadContext,
): AsyncGenerator<Document> {
  const lines = () => linesOf(file, { onProblem: () => {} });
  const fail = (message: string) =>
    onProblem({ source: file.path, code: "malformed", message, lost: true });
  const sample = await sampleOf(lines());
  const layout = findLayout(sample, options) ?? (sample.length === 0 ? EMPTY : undefined);
  if (layout === undefined) return fail(whyNoLayout(sample, options));
  const survey = await surveyOf(lines(), layout);
  const reading = survey.tags.reading(options.scheme);
  if (reading === undefined)
    return fail(
      `column ${layout.tag + 1} has ${survey.tags.distinct.size} different values in ${survey.tokens} lines, so it holds no tags`,
    );
  const by = unitOf(survey, options);
  for (const notice of noticesOf({ survey, layout, reading, by, options })) onNotice(notice);

  const name = namer(file.key, { survey, by, options });
  const tell: Tell = (line, problem) => onProblem({ source: file.path, line, ...problem });
  const reader = createRowReader({ layout, tags: survey.tags.distinct });
  const groups = groupsOf(linesOf(file, { onProblem }), { reader, by, block: options.block, tell });
  for await (const { id, sentences } of groups) {
    const chunks = sentences.map((sentence) => chunksOf(sentence, { reading, tell }));
    yield buildDocument(name(id), sentences, chunks);
  }
}

function chunksOf(
  sentence: Sentence,
  { reading, tell }: { reading: TagReading; tell: Tell },
): readonly Chunk[] {
  const tags = sentence.map(({ tag }) => tag);
  const { chunks, irregular, unreadable } = readTags(tags, reading);
  const message = `this tag does not follow the tag before it under ${reading.scheme}`;
  for (const i of irregular) tell((sentence[i] as Token).line, { code: "irregular-tag", message });
  for (const i of unreadable)
    tell((sentence[i] as Token).line, {
      ...{ code: "malformed", lost: true },
      // The field may be a word of a misread file, so it is not printed.
      message: "this is no tag: neither O nor a type after B-, I-, E- or S-",
    });
  return chunks;
}

/** Of a file without tokens. */
const EMPTY: Layout = { separator: "tab", columns: 2, token: 0, tag: 1 };

async function sampleOf(lines: AsyncIterable<Line>): Promise<string[]> {
  const sample: string[] = [];
  for await (const { text } of lines) if (isPlain(text) && sample.push(text) === SAMPLE) break;
  return sample;
}

function whyNoLayout(sample: readonly string[], { token, tag }: ConllOptions): string {
  const found = findLayout(sample);
  return found === undefined
    ? "most lines have 1 column, where a token and its tag are expected"
    : `lines have ${found.columns} columns, but column ${[token, tag].filter(Boolean).join(" and column ")} is asked for`;
}

function unitOf({ delimited }: Survey, { documents, block }: ConllOptions): Unit {
  if (documents !== "auto") return documents;
  if (delimited) return "docstart";
  return block === undefined ? "sentence" : "block";
}

function noticesOf({
  survey,
  layout,
  reading,
  by,
  options,
}: {
  survey: Survey;
  layout: Layout;
  reading: TagReading;
  by: Unit;
  options: ConllOptions;
}): string[] {
  const notices = [`tags are read as ${reading.scheme}`];
  const { token, tag, columns } = layout;
  if (token !== 0 || tag !== columns - 1)
    notices.push(`tokens are in column ${token + 1} and tags in column ${tag + 1} of ${columns}`);
  if (options.documents === "auto" && by === "sentence")
    notices.push(
      `${PSEUDO_DOCUMENTS}, so each sentence is one: a split can part sentences of one text; name block=N to keep N neighbours together`,
    );
  if (by === "block")
    notices.push(
      `${PSEUDO_DOCUMENTS}, so blocks of ${options.block} sentences are documents: where a block ends inside a text, a split can part it`,
    );
  else if (options.block !== undefined)
    notices.push("block is not used, because something else makes documents");
  if (options.documents === "docstart" && !survey.delimited)
    notices.push("there are no -DOCSTART- lines, so each file is a document");
  if (survey.comments > 0) notices.push("comment lines (#) are left aside");
  return notices;
}

/** Gives documents the ids of the file, where each has its own, else the key of the file and a number. */
function namer(
  key: string,
  { survey, by, options }: { survey: Survey; by: Unit; options: ConllOptions },
): (id: string | undefined) => string {
  const count = {
    ...{ file: 1, docstart: survey.parted, sentence: survey.sentences },
    block: Math.ceil(survey.sentences / (options.block ?? 1)),
  }[by];
  const width = String(count).length;
  let number = 0;
  return (id) => {
    number++;
    if (by === "file") return key;
    const own = by === "docstart" ? survey.documentIds : survey.sentenceIds;
    return own === "unique" && by !== "block" && id !== undefined
      ? id
      : `${key}-${String(number).padStart(width, "0")}`;
  };
}

/** Rebuilds the text: tokens joined by one space, sentences by a newline. */
function buildDocument(
  id: string,
  sentences: readonly Sentence[],
  chunks: readonly (readonly Chunk[])[],
): Document {
  const words: Span[] = [];
  const mentions: Mention[] = [];
  const lines: string[] = [];
  let start = 0;
  sentences.forEach((sentence, s) => {
    const spans = sentence.map(({ token }) => {
      const span = { start, end: start + token.length };
      start = span.end + 1; // the space or newline after it
      return span;
    });
    for (const { first, last, type } of chunks[s] ?? [])
      mentions.push({
        id: `T${mentions.length + 1}`,
        type,
        start: (spans[first] as Span).start,
        end: (spans[last] as Span).end,
      });
    for (const span of spans) words.push(span);
    lines.push(sentence.map(({ token }) => token).join(" "));
  });
  return { id, text: lines.join("\n"), mentions, words };
}
