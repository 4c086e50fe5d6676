/** The lines of column files, one by one: tokens with their tags, and what parts sentences and documents. */

import type { Line } from "../decode.js";
import { fieldsOf, type Layout } from "./conllLayout.js";
import { looksLikeTag } from "./tags.js";

/** What a line says. */
export type Row =
  | { readonly kind: "token"; readonly token: string; readonly tag: string; readonly line: number }
  | { readonly kind: "blank" }
  /** `-DOCSTART-`, or `# newdoc` or `#begin document`. */
  | {
      readonly kind: "document";
      readonly by: "docstart" | "comment";
      readonly id: string | undefined;
    }
  /** The id of what follows: a sentence, or the document that has just begun. */
  | { readonly kind: "id"; readonly of: "any" | "sentence"; readonly id: string }
  | { readonly kind: "comment" }
  | { readonly kind: "malformed"; readonly line: number; readonly message: string };

/** Whether a line can only be a token: it is not blank, starts no document and no comment. */
export function isPlain(line: string): boolean {
  return !isBlank(line) && !line.startsWith(DOCSTART) && !line.startsWith("#");
}

const DOCSTART = "-DOCSTART-";
const isBlank = (line: string) => /^[ \t]*$/.test(line);

/** Reads the lines of one file, in their order. */
export interface RowReader {
  /** What the line says, and what was waiting for it. */
  read(line: Line): readonly Row[];
  /** What still waits at the end of the file. */
  end(): readonly Row[];
}

type Start = Extract<Row, { kind: "document" }>;

/**
 * A start of a document waits for what follows it: a comment with an id is the document's, and two marks of different
 * kinds start one document.
 * @param options.tags tags of the file, as far as they are known
 */
export function createRowReader(options: {
  readonly layout: Layout;
  readonly tags: ReadonlySet<string>;
}): RowReader {
  let waiting: Start | undefined;
  const release = () => {
    const rows = waiting ? [waiting] : [];
    waiting = undefined;
    return rows;
  };
  return {
    read(line) {
      const row = readRow(line, options);
      if (waiting === undefined && row.kind !== "document") return [row];
      if (row.kind === "blank" || row.kind === "comment") return [row];
      if (waiting && waiting.id === undefined && isNameOf(waiting, row)) {
        waiting = { ...waiting, id: row.id };
        return [];
      }
      const before = release();
      if (row.kind !== "document") return [...before, row];
      waiting = row;
      return before;
    },
    end: release,
  };
}

const isNameOf = (start: Start, row: Row): row is Extract<Row, { kind: "document" | "id" }> =>
  (row.kind === "document" && row.by !== start.by) || (row.kind === "id" && row.of === "any");

/**
 * Reads one line. One that starts with `#` is a token if it has a token's columns and a tag, else a comment.
 * @param tags tags of other lines
 */
function readRow(
  { text, line }: Line,
  { layout, tags }: { layout: Layout; tags: ReadonlySet<string> },
): Row {
  if (isBlank(text)) return { kind: "blank" };
  if (text.startsWith(DOCSTART)) return { kind: "document", by: "docstart", id: documentId(text) };
  const { separator, columns } = layout;
  const fields = fieldsOf(text, separator);
  const [token = "", tag = ""] = [fields[layout.token], fields[layout.tag]];
  if (text.startsWith("#")) {
    const isTag = separator === "tab" || looksLikeTag(tag) || tags.has(tag);
    if (fields.length !== columns || !isTag) return readComment(text);
  }
  if (fields.length !== columns)
    return {
      kind: "malformed",
      line,
      message: `line of ${fields.length} columns in a file of ${columns}`,
    };
  if (token === "" || tag === "")
    return {
      kind: "malformed",
      line,
      message: `line with an empty ${tag === "" ? "tag" : "token"}`,
    };
  return { kind: "token", token, tag, line };
}

/**
 * What `-DOCSTART-` lines call their document: `-DOCSTART-(id)` as `writeConll.ts` writes it, `-DOCSTART- (id)` as in
 * AIDA, or a column that is no placeholder.
 */
function documentId(line: string): string | undefined {
  const rest = line.slice(DOCSTART.length);
  const [, own] = /^\((\S*)\)(?:[ \t]|$)/.exec(rest) ?? [];
  if (own !== undefined) return decode(own) || undefined;
  const [, aida] = /^[ \t]+\((.+)\)[ \t]*$/.exec(rest) ?? [];
  if (aida !== undefined) return aida;
  const fields = rest.split(/[ \t]+/).filter((field) => field !== "" && !isPlaceholder(field));
  return fields.join(" ") || undefined;
}

const isPlaceholder = (field: string) =>
  looksLikeTag(field) || /^(-[A-Z]-|_|-|[A-Z]{1,5}\$?)$/.test(field);

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id; // a percent sign of another program
  }
}

/** Comments of CoNLL-U and CoNLL-2012 that name documents and sentences. */
function readComment(line: string): Row {
  const text = line.slice(1).trim();
  const [, document] =
    /^(?:newdoc(?:[ \t]+id)?|begin document)\b[ \t]*=?[ \t]*(.*)$/i.exec(text) ?? [];
  if (document !== undefined) return { kind: "document", by: "comment", id: document || undefined };
  const [, name, id] = /^(id|doc_id|document_id|sent_id)[ \t]*[= \t][ \t]*(\S+)/i.exec(text) ?? [];
  if (name === undefined || id === undefined) return { kind: "comment" };
  return { kind: "id", of: name.toLowerCase() === "sent_id" ? "sentence" : "any", id };
}
