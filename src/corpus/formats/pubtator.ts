/** PubTator: a title line, an abstract line, and a line of tab-separated fields for each mention and relation. */

import { type Line, linesOf } from "../decode.js";
import type { Document, Mention, Problem } from "../document.js";
import type { Format, SourceFile, WriteContext } from "../format.js";
import { isQuoteOf, LINE_BREAKING, type OffsetReading, readOffsets } from "../offsetUnits.js";
import { said } from "../said.js";
import { countCodePoints } from "./codePointSpans.js";
import type { Tell } from "./offsetMentions.js";

/** The format of PubTator and of BioCreative's, NCBI's and BioRED's corpora. */
export const pubtator: Format = {
  name: "pubtator",
  title: "PubTator",
  extensions: [".pubtator", ".txt"],
  looksLike: (_file, head) => FIRST_LINES.test(head),
  async *read(files, context) {
    for (const file of files) {
      const tell: Tell = (problem) => context.onProblem({ source: file.path, ...problem });
      for await (const block of blocksOf(file, { ...context, tell })) {
        if (block.relations.length > 0)
          context.onNotice(
            "PubTator relates identifiers, not mentions: its relations are kept aside, in meta.relations",
          );
        yield readBlock(block, tell);
      }
    }
  },
  holds: new Set(["overlaps", "types", "normalizations"]),
  writer: {
    layout: "file",
    extension: ".pubtator",
    async *write(documents, context) {
      for await (const document of documents) yield { content: format(document, context) };
    },
  },
};

/** A title, and below it an abstract, a mention, nothing, or the end of what is seen. */
const FIRST_LINES =
  /^[\s\ufeff]*([^|\t\r\n[\]{}"<>]{1,200})\|[ta]\|[^\n]*(?:$|\n\1(?:\|a\||\t)|\n\s*(?:\n|$))/i;

/** The lines of one document. */
interface Block {
  readonly id: string;
  readonly title: string;
  /** Undefined until its line came. */
  abstract: string | undefined;
  readonly mentions: (Line & { readonly fields: readonly string[] })[];
  readonly relations: (readonly string[])[];
}

/** Documents begin with their title; empty lines say nothing that ids do not. */
async function* blocksOf(
  file: SourceFile,
  { tell, ...context }: { readonly tell: Tell; readonly onProblem: (problem: Problem) => void },
): AsyncGenerator<Block> {
  let block: Block | undefined;
  for await (const { line, text } of linesOf(file, context)) {
    const lose = (code: Problem["code"], message: string) =>
      tell({ line, code, message, lost: true });
    const [, id, kind, content = ""] = TEXT_LINE.exec(text) ?? [];
    if (id !== undefined) {
      const isAbstract = kind?.toLowerCase() === "a";
      if (isAbstract && block?.id === id && block.abstract === undefined && !hasRows(block))
        block.abstract = content;
      else if (isAbstract && block?.id === id)
        lose(
          "malformed",
          `the abstract of ${said(id)} was given before, or stands after its mentions`,
        );
      else {
        if (block) yield block;
        const texts = isAbstract
          ? { title: "", abstract: content }
          : { title: content, abstract: undefined };
        block = { id, ...texts, mentions: [], relations: [] };
      }
      continue;
    }
    if (text.trim() === "") continue;
    const fields = text.split("\t");
    const isMention = /^-?\d+$/.test(fields[1] ?? "") && /^-?\d+$/.test(fields[2] ?? "");
    const isRow = isMention ? fields.length >= 5 : isRelation(fields);
    if (!isRow)
      lose("malformed", `line of ${fields.length} fields, expected those of a mention or relation`);
    else if (block === undefined || fields[0]?.trim() !== block.id.trim())
      lose(
        "dangling-reference",
        `its document is not the one before it, ${block ? said(block.id) : "none"}`,
      );
    else if (isMention) block.mentions.push({ line, text, fields });
    else block.relations.push(fields.slice(1));
  }
  if (block) yield block;
}

/** A type and identifiers, which may be numbers; not a mention one of whose offsets is none. */
function isRelation([, type = "", first = "", ...rest]: readonly string[]): boolean {
  if (rest.length === 0 || /^-?\d/.test(type)) return false;
  return rest.length < 3 || !/^-?\d+$/.test(first);
}

const TEXT_LINE = /^([^|\t]+)\|([ta])\|(.*)$/is;
const hasRows = ({ mentions, relations }: Block) => mentions.length + relations.length > 0;

/** The title, one character, the abstract: that is what offsets count. */
function readBlock(
  { id, title, abstract, mentions: rows, relations }: Block,
  tell: Tell,
): Document {
  const text = abstract ? `${title}\n${abstract}` : title;
  const reading = readOffsets(
    text,
    rows.map(({ fields }) => ({ spans: [spanOf(fields)], quote: fields[3] || undefined })),
    { own: "code points" },
  );
  if (reading.unit !== "code points")
    tell({
      ...{ line: rows[0]?.line as number, code: "offset-unit" },
      message: `offsets of document ${said(id)} count ${reading.unit}, not code points`,
    });
  const mentions: Mention[] = [];
  const normalizations: NonNullable<Document["normalizations"]>[number][] = [];
  for (const row of rows) {
    const mention = readMention(row, { id: `T${mentions.length + 1}`, text, reading, tell });
    if (mention === undefined) continue;
    mentions.push(mention);
    for (const named of identifiersOf(row.fields))
      normalizations.push({
        ...{ id: `N${normalizations.length + 1}`, type: "Reference" },
        ...{ target: mention.id, ...named },
      });
  }
  return {
    ...{ id, text, mentions },
    ...(normalizations.length > 0 ? { normalizations } : {}),
    ...(relations.length > 0 ? { meta: { relations } } : {}),
  };
}

const spanOf = ([, start, end]: readonly string[]) => ({ start: Number(start), end: Number(end) });

function readMention(
  { line, fields }: Block["mentions"][number],
  {
    id,
    text,
    reading,
    tell,
  }: {
    readonly id: string;
    readonly text: string;
    readonly reading: OffsetReading;
    readonly tell: Tell;
  },
): Mention | undefined {
  const given = spanOf(fields);
  const [, , , quote = "", type = ""] = fields;
  const lose = (code: Problem["code"], message: string) => {
    tell({ line, code, message, lost: true });
    return undefined;
  };
  if (type === "") return lose("malformed", "mention without a type");
  if (given.end <= given.start)
    return lose("empty-mention", `mention starts at ${given.start} but ends at ${given.end}`);
  const [start, end] = [reading.toUtf16(given.start), reading.toUtf16(given.end)];
  if (start === undefined || end === undefined)
    return lose(
      "outside-text",
      `mention runs from ${given.start} to ${given.end} in a text of ${reading.length} ${reading.unit}`,
    );
  if (quote !== "" && !isQuoteOf(quote, text, [{ start, end }]))
    tell({ line, code: "quoted-text-differs", message: `the text of mention ${id} differs` });
  if (fields.length > 7)
    tell({
      ...{ line, code: "malformed", lost: true },
      message: `line of ${fields.length} fields, of which a mention has no more than 7`,
    });
  return { id, type, start, end };
}

/** Identifiers of variants have bars of their own, as in `c|SUB|G|1187|A`. */
const VARIANT = /mutation|variant|snp|tmvar/i;

/** Identifiers of a mention; a composite one has several, and names in the last field. */
function identifiersOf([, , , , type = "", field = "", names = ""]: readonly string[]) {
  if (["", "-", "None"].includes(field)) return [];
  const identifiers = VARIANT.test(type) ? [field] : field.split("|");
  const texts = names.split("|");
  return identifiers.map((reference, i) => ({
    reference,
    text:
      identifiers.length === 1 ? names : (texts.length === identifiers.length && texts[i]) || "",
  }));
}

function format(document: Document, { onProblem }: WriteContext): string {
  const { id: source, normalizations = [], meta = {} } = document;
  const changed = new Set<string>();
  /** Keeps a text in its line or field, length for length, so that offsets stay. */
  const inLine = (what: string, text: string, breaking: RegExp): string => {
    const fitting = text.replace(breaking, " ");
    if (fitting !== text) changed.add(what);
    return fitting;
  };
  const id = inLine("the id", source, /[\t\n\r|]/g);
  const [title = "", ...rest] = document.text.split("\n");
  const lines = [
    `${id}|t|${inLine("the text", title, LINE_ENDS)}`,
    `${id}|a|${inLine("the text", rest.join("\n"), LINE_ENDS)}`,
  ];
  const hulls = { ...document, mentions: document.mentions.map(({ fragments: _, ...m }) => m) };
  for (const { mention, spans, quote } of countCodePoints(hulls, { onProblem })) {
    const [{ start, end } = { start: 0, end: 0 }] = spans;
    const named = normalizations.filter(({ target }) => target === mention.id);
    const type = inLine("a type", mention.type, FIELD_ENDS);
    const several = named.length > 1 ? PART_ENDS : FIELD_ENDS;
    const bars = VARIANT.test(type) && named.length === 1 ? FIELD_ENDS : PART_ENDS;
    const identifiers = named.map(({ reference }) => inLine("an identifier", reference, bars));
    const names = named.map(({ text }) => inLine("the name of an identifier", text, several));
    const fields = [id, start, end, quote.replace(LINE_BREAKING, " "), type, identifiers.join("|")];
    lines.push([...fields, ...(names.some(Boolean) ? [names.join("|")] : [])].join("\t"));
  }
  const relations = Array.isArray(meta.relations) ? meta.relations : [];
  for (const relation of relations)
    if (Array.isArray(relation))
      lines.push(
        [id, ...relation]
          .map((field) =>
            inLine(
              "a relation",
              typeof field === "string" ? field : JSON.stringify(field),
              FIELD_ENDS,
            ),
          )
          .join("\t"),
      );
  for (const what of changed)
    onProblem({
      ...{ source, code: "changed" },
      message: `${what} has characters that end a line or field in PubTator; they became spaces`,
    });
  return `${lines.join("\n")}\n\n`;
}

const LINE_ENDS = /[\n\r]/g;
const FIELD_ENDS = /[\t\n\r]/g;
const PART_ENDS = /[\t\n\r|]/g;
