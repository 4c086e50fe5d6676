/** Tables of mentions as documents: rows of a document brought together, its text from a row or a file. */

import { textOf } from "../decode.js";
import type { Document } from "../document.js";
import type { ReadContext, SourceFile } from "../format.js";
import { said } from "../said.js";
import type { Columns, Role } from "./csvColumns.js";
import { type CsvRow, rowsOf } from "./csvRows.js";
import { type Given, readingOf, readMentions } from "./offsetMentions.js";

/** A table and its columns. */
export interface Table {
  readonly file: SourceFile;
  readonly columns: Columns;
}

/** Rows of one document. */
interface Group {
  readonly id: string;
  text: string;
  readonly source: string;
  /** Of the first row. */
  readonly line: number;
  /** `at` is the line. */
  readonly mentions: Given[];
}

/** Rows that show whether a column `text` is that of documents or of mentions. */
const SAMPLE = 50;

/**
 * Documents of all tables. A row without offsets gives a text alone. Texts can be in the rows, in a table without
 * offsets, or in `texts`, `.txt` files called like the documents; those that no row is about have no mentions.
 */
export async function* readMentionTables(
  tables: readonly Table[],
  { texts, context }: { readonly texts: readonly SourceFile[]; readonly context: ReadContext },
): AsyncGenerator<Document> {
  const settled: Table[] = [];
  for (const table of tables) settled.push(await settleText(table));
  const annotated = settled.filter(({ columns }) => columns.start !== undefined);
  const textTables = settled.filter(({ columns }) => columns.start === undefined);
  const needed = annotated.some(({ columns }) => columns.text === undefined);
  const library = await readLibrary(needed ? textTables : [], { texts, context });
  for (const table of needed ? annotated : settled)
    for await (const group of groupsOf(table, { context, library })) {
      const text = group.text !== "" ? group.text : await library.take(group.id);
      if (text !== undefined) yield documentOf(group, { text, context });
      else if (group.mentions.length === 0 && table.columns.text !== undefined)
        yield documentOf(group, { text: "", context });
      else
        context.onProblem({
          ...{ source: group.source, line: group.line, code: "missing-text", lost: true },
          message: `document ${said(group.id)} with ${group.mentions.length} mentions has no text: neither a column nor a .txt file of its name`,
        });
    }
  yield* library.rest();
}

/** Whether `text` holds texts of mentions: it is as long as they are. */
async function settleText(table: Table): Promise<Table> {
  const { file, columns } = table;
  const { start, end, text, quote, ...others } = columns;
  if (start === undefined || text === undefined || quote !== undefined) return table;
  let asLong = 0;
  let rows = 0;
  for await (const { cells } of rowsOf(file, { onProblem: () => {} })) {
    const cell = cells[text] ?? "";
    const length = Number(cells[end ?? start]) - Number(cells[start]);
    if (rows > SAMPLE) break;
    if (cell === "" || !(length > 0)) continue;
    rows++;
    if (cell.length === length || Array.from(cell).length === length) asLong++;
  }
  if (rows === 0 || asLong * 2 <= rows) return table;
  return {
    file,
    columns: { ...others, start, ...(end === undefined ? {} : { end }), quote: text },
  };
}

/** Texts by the id of their document, each given once. */
async function readLibrary(
  tables: readonly Table[],
  { texts, context }: { readonly texts: readonly SourceFile[]; readonly context: ReadContext },
) {
  const held = new Map<string, string>();
  for (const { file, columns } of tables)
    for await (const { cells, line } of bodyOf(file, context)) {
      const id = cells[columns.document ?? -1] ?? "";
      const text = cells[columns.text ?? -1] ?? "";
      const lose = (code: "missing-id" | "duplicate-id", message: string) =>
        context.onProblem({ source: file.path, line, code, message, lost: true });
      if (id === "") lose("missing-id", "the text in this row has no id that mentions could name");
      else if (held.has(id) && held.get(id) !== text)
        lose("duplicate-id", `document ${said(id)} has another text in a row before`);
      else held.set(id, text);
    }
  const files = new Map(texts.map((file) => [file.key, file]));
  let used = false;
  const fileOf = (id: string): SourceFile | undefined => {
    const key = id.replace(/\.txt$/, "");
    return files.get(key) ?? texts.find((file) => file.key.split("/").at(-1) === key);
  };
  return {
    has: (id: string) => held.has(id) || fileOf(id) !== undefined,
    async take(id: string): Promise<string | undefined> {
      const text = held.get(id);
      held.delete(id);
      const file = text === undefined ? fileOf(id) : undefined;
      if (file === undefined) return text;
      used = true;
      files.delete(file.key);
      return textOf(file, context);
    },
    async *rest(): AsyncGenerator<Document> {
      for (const [id, text] of held) yield { id, text, mentions: [] };
      if (used)
        for (const file of files.values())
          yield { id: file.key, text: await textOf(file, context), mentions: [] };
    },
  };
}

/** Rows after the header, with how many columns that has; empty ones are skipped. */
async function* bodyOf(
  file: SourceFile,
  context: Pick<ReadContext, "onProblem">,
): AsyncGenerator<CsvRow & { readonly width: number }> {
  let width: number | undefined;
  for await (const row of rowsOf(file, context)) {
    const { cells, line } = row;
    if (width === undefined) width = cells.length;
    else if (cells.length === 1 && cells[0]?.trim() === "") continue;
    else if (cells.slice(width).some((cell) => cell.trim() !== ""))
      context.onProblem({
        ...{ source: file.path, line, code: "malformed", lost: true },
        message: `the row has ${cells.length} fields in a table of ${width} columns`,
      });
    else yield { ...row, width };
  }
}

/** Groups one by one if the rows of each document are together, else after all rows were read. */
async function* groupsOf(
  table: Table,
  {
    context,
    library,
  }: { readonly context: ReadContext; readonly library: { has(id: string): boolean } },
): AsyncGenerator<Group> {
  const { file, columns } = table;
  const sorted = await isSorted(table);
  const open = new Map<string, Group>();
  let last: Group | undefined;
  let n = 0;
  for await (const { cells, line, width } of bodyOf(file, context)) {
    const cell = (role: Role) => cells[columns[role] ?? -1] ?? "";
    const text = cell("text");
    const named = cell("document");
    if (named === "" && columns.document !== undefined)
      context.onNotice("documents without id are called by their file and number");
    const before = last !== undefined && (text === "" || text === last.text) ? last.id : undefined;
    const unnamed = library.has(file.key) ? file.key : `${file.key}-${n + 1}`;
    const id = named !== "" ? named : (before ?? unnamed);
    // The same id with another text is another document, such as the next sentence of a report.
    const known = open.get(id);
    let group = known !== undefined && fits(known, text) ? known : undefined;
    if (group === undefined) {
      if (sorted || known !== undefined) {
        const done = sorted ? [...open.values()] : [known as Group];
        for (const each of done) open.delete(each.id);
        yield* done;
      }
      n++;
      group = { id, text, source: file.path, line, mentions: [] };
      open.set(id, group);
    } else if (group.text === "") group.text = text;
    last = group;
    const [start, end, type] = [cell("start"), cell("end"), cell("type")];
    if (start === "" && end === "" && type === "") {
      if (cells.length < width)
        context.onProblem({
          ...{ source: file.path, line, code: "malformed", lost: true },
          message: `the row has ${cells.length} fields in a table of ${width} columns, and no mention`,
        });
      else if (cell("quote") !== "")
        context.onProblem({
          ...{ source: file.path, line, code: "malformed", lost: true },
          message: "the row has a mention's text, but no offsets and no type",
        });
      continue;
    }
    const probability = cell("probability");
    group.mentions.push({
      ...{ at: String(line), type, start: numberOf(start), end: numberOf(end) },
      id: cell("mention") || undefined,
      ...(cell("quote") === "" ? {} : { quote: cell("quote") }),
      ...(probability === "" ? {} : { probability: Number(probability) }),
    });
  }
  yield* open.values();
}

const fits = (group: Group, text: string) =>
  text === "" || text === group.text || (group.text === "" && group.mentions.length === 0);

/** Whole numbers, and those that pandas writes as `12.0`. */
const numberOf = (cell: string) => (/^\s*\d+(\.0+)?\s*$/.test(cell) ? Number(cell) : undefined);

async function isSorted({ file, columns: { document } }: Table): Promise<boolean> {
  if (document === undefined) return true;
  const seen = new Set<string>();
  let last: string | undefined;
  for await (const { cells } of bodyOf(file, { onProblem: () => {} })) {
    const id = cells[document];
    if (id === undefined || id === "" || id === last) continue;
    if (seen.has(id)) return false;
    seen.add(id);
    last = id;
  }
  return true;
}

function documentOf(
  { id, source, line, mentions: given }: Group,
  { text, context }: { readonly text: string; readonly context: ReadContext },
): Document {
  const reading = readingOf(given, {
    ...{ text, own: "code points" },
    tell: ({ at: _, ...problem }) => context.onProblem({ source, line, ...problem }),
  });
  const mentions = readMentions(given, {
    ...{ text, reading },
    tell: ({ at, ...problem }) =>
      context.onProblem({ source, line: at === undefined ? line : Number(at), ...problem }),
  });
  return { id, text, mentions };
}
