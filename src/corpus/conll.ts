/** CoNLL column files: a token a line, its tag in the last column, a blank line between sentences. */

import type { Span } from "../core/index.js";
import type { Document, Mention, Problem } from "./document.js";
import { CorpusError } from "./error.js";
import { splitLines, withoutByteOrderMark } from "./lines.js";
import { type Chunk, looksLikeTag, readTags, type TagLine, type TagScheme } from "./tags.js";

/** What becomes a document; `auto` takes `-DOCSTART-` lines where a file has them, else sentences. */
export const DOCUMENT_UNITS = ["auto", "docstart", "sentence", "file"] as const;

/** One of {@link DOCUMENT_UNITS}. */
export type DocumentUnit = (typeof DOCUMENT_UNITS)[number];

/** How to read a column file. */
export interface ConllOptions {
  /** Id of the file's document; where a file holds several, `id-1`, `id-2`, ... padded alike. */
  readonly id: string;
  readonly source: string;
  readonly documents?: DocumentUnit;
  readonly scheme?: TagScheme | "auto";
}

/** Documents of one file, with what was odd and what was decided. */
export interface ConllDocuments {
  readonly documents: readonly Document[];
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
}

interface Row extends TagLine {
  readonly token: string;
}
type Sentence = readonly Row[];

/**
 * Reads one column file. Columns are parted by tabs if its first line has one, else by blanks.
 * The text is rebuilt: tokens joined by one space, sentences by a newline.
 * @throws CorpusError naming the line: too few or too many columns, no token, no tag
 */
export function parseConll(content: string, options: ConllOptions): ConllDocuments {
  const { id, source, documents: unit = "auto", scheme = "auto" } = options;
  const { parts, comments } = readRows(content, source);
  const sentences = parts.flat();
  const tags = readTags(sentences, { scheme, source });
  const delimited = parts.length > 1;
  if (unit === "docstart" && !delimited)
    throw new CorpusError(
      { source },
      "documents were asked for by -DOCSTART-, but there is no such line",
      "Take documents by sentence or by file",
    );
  const by = unit !== "auto" ? unit : delimited ? "docstart" : "sentence";
  const grouped =
    by === "file" ? [sentences] : by === "sentence" ? sentences.map((s) => [s]) : parts;
  // What precedes the first -DOCSTART- is a document only if there is something.
  const groups = grouped.filter((group, i) => group.length > 0 || (by === "docstart" && i > 0));

  const width = String(groups.length).length;
  let next = 0;
  const documents = groups.map((group, i) => {
    const chunks = tags.sentences.slice(next, next + group.length);
    next += group.length;
    const number = String(i + 1).padStart(width, "0");
    return buildDocument(by === "file" ? id : `${id}-${number}`, group, chunks);
  });
  const notices = [`tags are read as ${tags.scheme}`];
  if (unit === "auto" && !delimited)
    notices.push(
      "there are no -DOCSTART- lines, so each sentence is a document: a split can part sentences of one text",
    );
  if (comments > 0) notices.push("comment lines (#) are left aside");
  return {
    documents,
    notices,
    problems: tags.irregular.map((line) => ({
      source,
      line,
      code: "irregular-tag",
      message: `this tag does not follow the tag before it under ${tags.scheme}`,
    })),
  };
}

/** Whether the first lines of a file are columns that end in tags. */
export function looksLikeConll(content: string): boolean {
  const lines = splitLines(withoutByteOrderMark(content.slice(0, 20_000)))
    .filter(isPlain)
    .slice(0, 50);
  const fields = lines.map((line) => line.trimEnd().split(/[\t ]+/));
  return fields.length > 0 && fields.every((f) => f.length > 1 && looksLikeTag(f.at(-1) as string));
}

function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

/** Whether a line can only be a token: it is not blank, delimits no document and starts without #. */
function isPlain(line: string): boolean {
  return !isBlank(line) && !line.startsWith("-DOCSTART-") && !line.startsWith("#");
}

/** Sentences of one file, parted at -DOCSTART-; the first part is what precedes all of those. */
function readRows(content: string, source: string) {
  const lines = splitLines(withoutByteOrderMark(content));
  const plain = lines.filter(isPlain);
  const model = plain[0] ?? lines.find((line) => /^#.*\t/.test(line));
  const separator = model?.includes("\t") ? "\t" : /[ \t]+/;
  const columnsOf = (line: string) =>
    (separator === "\t" ? line.replace(/ +$/, "") : line.replace(/^[ \t]+|[ \t]+$/g, "")).split(
      separator,
    );
  const columns = model === undefined ? 0 : columnsOf(model).length;
  // A line that starts with # is a token if it has a token's columns and ends in a tag, else a comment.
  const tags = new Set(plain.map((line) => columnsOf(line).at(-1)));
  const isTag = (tag: string) => separator === "\t" || looksLikeTag(tag) || tags.has(tag);

  const parts: Row[][][] = [[]];
  let comments = 0;
  let sentence: Row[] | undefined;
  lines.forEach((text, index) => {
    const at = { source, line: index + 1 };
    const fields = columnsOf(text);
    const tag = fields.at(-1) as string;
    if (isBlank(text)) sentence = undefined;
    else if (text.startsWith("-DOCSTART-")) {
      parts.push([]);
      sentence = undefined;
    } else if (text.startsWith("#") && (fields.length !== columns || !isTag(tag))) comments++;
    else {
      if (fields.length !== columns || columns < 2)
        throw new CorpusError(
          at,
          columns < 2
            ? "line of 1 column where a token and its tag are expected"
            : `line of ${fields.length} columns in a file of ${columns}`,
          "Give every token the same columns, parted by tabs or blanks, with its tag in the last",
        );
      if (fields[0] === "" || tag === "")
        throw new CorpusError(
          at,
          `line with an empty ${tag === "" ? "tag" : "token"}`,
          "Give every line a token first and a tag last",
        );
      if (sentence === undefined) {
        sentence = [];
        (parts.at(-1) as Row[][]).push(sentence);
      }
      sentence.push({ token: fields[0] as string, tag, line: at.line });
    }
  });
  return { parts, comments };
}

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
    words.push(...spans);
    lines.push(sentence.map(({ token }) => token).join(" "));
  });
  return { id, text: lines.join("\n"), mentions, words };
}
