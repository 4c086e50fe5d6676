/**
 * CSV and TSV tables with a row for each mention, or for each token.
 *
 * It writes `document_id, text, mention_id, start, end, type, quote, probability`: for each document a row that has its
 * text alone, then a row for each mention. `start` and `end` count code points.
 */

import { stringify } from "csv-stringify/sync";
import type { Document } from "../document.js";
import type { Format, SourceFile, WriteContext } from "../format.js";
import { columnsOf, hasColumn, ROLES } from "./csvColumns.js";
import { readMentionTables, type Table } from "./csvMentions.js";
import { headerOf, rowsOf } from "./csvRows.js";
import { readTokenTable } from "./csvTokens.js";
import { fieldNames } from "./fieldNames.js";
import { placeMentions } from "./offsetMentions.js";
import { refuseSetting } from "./settings.js";
import { TAG_SCHEMES } from "./tags.js";

const HEADER = [
  "document_id",
  "text",
  "mention_id",
  "start",
  "end",
  "type",
  "quote",
  "probability",
];

/** The format `csv`. */
export const csv: Format = {
  name: "csv",
  title: "CSV",
  extensions: [".csv", ".tsv", ".txt"],
  looksLike({ extension }, head) {
    if (/^\s*[[{<]/.test(head)) return false;
    const { start, end, type, token, tag } = columnsOf(headerOf(head));
    if (start !== undefined && end !== undefined) return type !== undefined;
    return [".csv", ".tsv"].includes(extension) && token !== undefined && tag !== undefined;
  },
  settings: {
    ...{ document: "column of documents' ids", text: "column of documents' texts" },
    ...{ start: "column of starts", end: "column of ends", type: "column of types" },
    quote: "column of mentions' texts",
    token: "column of tokens, in tables of a token a row",
    tag: "column of tags",
    sentence: "column of sentences",
    scheme: `scheme of the tags: ${TAG_SCHEMES.join(", ")}; told from the tags if not given`,
  },
  async *read(files, context) {
    const texts = files.filter(({ extension }) => extension === ".txt" && files.length > 1);
    const tables: { file: SourceFile; header: readonly string[] }[] = [];
    for (const file of files)
      if (!texts.includes(file)) tables.push({ file, header: await firstRow(file) });
    for (const role of ROLES) {
      const name = context.settings[role];
      if (name !== undefined && !tables.some(({ header }) => hasColumn(header, name)))
        refuseSetting(role, name, "No table has a column of this name");
    }
    const mentionTables: Table[] = [];
    for (const { file, header } of tables) {
      const columns = columnsOf(header, context.settings);
      const known = Object.values(columns);
      const unread = header.filter((_, i) => !known.includes(i));
      if (known.length > 0 && unread.length > 0)
        context.onNotice(`columns were left aside: ${fieldNames(unread)}`);
      if (columns.token !== undefined) yield* readTokenTable(file, { columns, context });
      else if (columns.text !== undefined || columns.start !== undefined)
        mentionTables.push({ file, columns });
      else
        context.onProblem({
          ...{ source: file.path, line: 1, code: "malformed", lost: true },
          message:
            "no column is called like texts, offsets or tokens: name them with --read start=COLUMN and so on",
        });
    }
    yield* readMentionTables(mentionTables, { texts, context });
  },
  holds: new Set(["text", "overlaps", "mention ids", "types", "probabilities"]),
  writer: {
    layout: "file",
    extension: ".csv",
    async *write(documents, context) {
      yield { content: linesOf([HEADER]) };
      for await (const document of documents)
        yield { content: linesOf(rowsFor(document, context)) };
    },
  },
};

async function firstRow(file: SourceFile): Promise<readonly string[]> {
  for await (const { cells } of rowsOf(file, { onProblem: () => {} })) return cells;
  return [];
}

function rowsFor(document: Document, { onProblem }: WriteContext): (string | number)[][] {
  const { id, text } = document;
  const placed = placeMentions(document, { unit: "code points", onProblem });
  return [
    [id, text, "", "", "", "", "", ""],
    ...placed.map(({ mention, start, end, quote, probability }) => [
      ...[id, "", mention.id, start, end, mention.type, quote],
      probability ?? "",
    ]),
  ];
}

const linesOf = (rows: readonly (readonly (string | number)[])[]) =>
  stringify(rows as (string | number)[][], { quoted_match: /[\r\n\u2028\u2029;\t|"]/ });
