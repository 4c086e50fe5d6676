/** Tables of a token a row, such as Kaggle's `Sentence #, Word, POS, Tag`. */

import type { Span } from "../../core/index.js";
import type { Document, Mention } from "../document.js";
import type { ReadContext, SourceFile } from "../format.js";
import type { Columns, Role } from "./csvColumns.js";
import { rowsOf } from "./csvRows.js";
import { schemeSetting } from "./settings.js";
import { createTagSurvey, readTags, type TagReading } from "./tags.js";

interface Token {
  readonly token: string;
  readonly tag: string;
  readonly line: number;
}
interface Sentence {
  readonly name: string;
  /** Empty if the table names no documents. */
  readonly document: string;
  readonly tokens: readonly Token[];
}

/**
 * Documents are what a column of documents says, else sentences. A sentence ends where its column says something else,
 * and at an empty row; an empty cell goes on. Tokens are joined by spaces, sentences by newlines.
 */
export async function* readTokenTable(
  file: SourceFile,
  { columns, context }: { readonly columns: Columns; readonly context: ReadContext },
): AsyncGenerator<Document> {
  const survey = createTagSurvey();
  for await (const { tokens } of sentencesOf(file, { columns, onProblem: () => {} }))
    for (const [i, { tag }] of tokens.entries()) survey.add(tag, tokens[i - 1]?.tag);
  const reading = survey.reading(schemeSetting(context.settings));
  if (reading === undefined) {
    const message = `there are ${survey.distinct.size} different tags, so they are words`;
    context.onProblem({ source: file.path, code: "malformed", message, lost: true });
    return;
  }
  context.onNotice(`tags are read as ${reading.scheme}`);
  if (columns.document === undefined)
    context.onNotice(
      "no column names documents, so each sentence is a document: a split can part sentences of one text",
    );
  let group: Sentence[] = [];
  let n = 0;
  const close = () => {
    n++;
    const [first] = group;
    const id = first?.document || first?.name || `${file.key}-${n}`;
    return documentOf(id, { sentences: group, reading, file, context });
  };
  for await (const sentence of sentencesOf(file, { columns, onProblem: context.onProblem })) {
    const [first] = group;
    if (first && (sentence.document === "" || sentence.document !== first.document)) {
      yield close();
      group = [];
    }
    group.push(sentence);
  }
  if (group.length > 0) yield close();
}

async function* sentencesOf(
  file: SourceFile,
  { columns, onProblem }: { readonly columns: Columns } & Pick<ReadContext, "onProblem">,
): AsyncGenerator<Sentence> {
  let [name, document] = ["", ""];
  let tokens: Token[] = [];
  let header = true;
  for await (const { cells, line } of rowsOf(file, { onProblem })) {
    if (header) {
      header = false;
      continue;
    }
    const cell = (role: Role) => cells[columns[role] ?? -1]?.trim() ?? "";
    const [token, tag] = [cell("token"), cell("tag")];
    const empty = cells.every((each) => each.trim() === "");
    const [newName, newDocument] = [cell("sentence") || name, cell("document") || document];
    if ((empty || newName !== name || newDocument !== document) && tokens.length > 0) {
      yield { name, document, tokens };
      tokens = [];
    }
    [name, document] = [newName, newDocument];
    if (empty) continue;
    if (token === "" || tag === "")
      onProblem({
        ...{ source: file.path, line, code: "malformed", lost: true },
        message: `the row has no ${token === "" ? "token" : "tag"}`,
      });
    else tokens.push({ token, tag, line });
  }
  if (tokens.length > 0) yield { name, document, tokens };
}

function documentOf(
  id: string,
  {
    sentences,
    reading,
    file,
    context,
  }: {
    readonly sentences: readonly Sentence[];
    readonly reading: TagReading;
    readonly file: SourceFile;
    readonly context: ReadContext;
  },
): Document {
  const words: Span[] = [];
  const mentions: Mention[] = [];
  let start = 0;
  for (const { tokens } of sentences) {
    const first = words.length;
    for (const { token } of tokens) {
      words.push({ start, end: start + token.length });
      start += token.length + 1; // the space or newline after it
    }
    const { chunks, irregular, unreadable } = readTags(
      tokens.map(({ tag }) => tag),
      reading,
    );
    for (const chunk of chunks)
      mentions.push({
        ...{ id: `T${mentions.length + 1}`, type: chunk.type },
        start: (words[first + chunk.first] as Span).start,
        end: (words[first + chunk.last] as Span).end,
      });
    const place = (i: number) => ({ source: file.path, line: (tokens[i] as Token).line });
    for (const i of irregular)
      context.onProblem({
        ...{ ...place(i), code: "irregular-tag" },
        message: `this tag does not follow the tag before it under ${reading.scheme}`,
      });
    for (const i of unreadable)
      context.onProblem({
        ...{ ...place(i), code: "malformed", lost: true },
        message: "no tag: neither O nor a type after B-, I-, E- or S-",
      });
  }
  const text = sentences.map(({ tokens }) => tokens.map(({ token }) => token).join(" ")).join("\n");
  return { id, text, mentions, words };
}
