/** brat standoff: a `.txt` and an `.ann` beside it, whose offsets count code points. */

import type { Span } from "../core/index.js";
import { type CodePoints, codePoints } from "./codePoints.js";
import { type Document, hullOf, type Mention, type Problem, spansOf } from "./document.js";
import { CorpusError } from "./error.js";
import { oneWord, splitLines, withoutByteOrderMark } from "./lines.js";

/** What an `.ann` holds beside entities; these lines are counted and left aside. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  R: "relation",
  E: "event",
  A: "attribute",
  M: "attribute",
  N: "normalization",
  "*": "equivalence",
  "#": "note",
};

/** A document as brat stores it, with what was left aside and what was odd. */
export interface BratDocument {
  readonly document: Document;
  /** Lines that are no entities, by kind. */
  readonly others: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/**
 * Reads the entities (T lines) of one brat document.
 * The text is taken as it stands: CRLF stays, and a byte order mark is a character, as in Python.
 * A quoted text that differs from the document, and an id given twice, are problems, not errors.
 * @throws CorpusError naming the line: malformed, of unknown kind, empty entity, offset past the end
 * @see https://brat.nlplab.org/standoff.html
 */
export function parseBrat(
  { ann, txt }: { readonly ann: string; readonly txt: string },
  { id, annSource }: { readonly id: string; readonly annSource: string },
): BratDocument {
  const offsets = codePoints(txt);
  const others: Record<string, number> = {};
  const problems: Problem[] = [];
  const mentions: Mention[] = [];
  const lineOfId = new Map<string, number>();

  splitLines(withoutByteOrderMark(ann)).forEach((content, index) => {
    const line = index + 1;
    if (/^[ \t]*$/.test(content)) return;
    const at = { source: annSource, line };
    const kind = /^(?:[REAMN](?=\d)|[*#])/.exec(content)?.[0];
    if (kind !== undefined) {
      const name = OTHER_KINDS[kind] as string;
      others[name] = (others[name] ?? 0) + 1;
      return;
    }
    const entity = parseEntity(content, at);
    const spans = entity.spans.map((span) => toUtf16(span, offsets, entity.id, at));
    const quoted = spans.map(({ start, end }) => txt.slice(start, end)).join(" ");
    if (collapse(quoted) !== collapse(entity.quote))
      problems.push({
        ...at,
        code: "quoted-text-differs",
        message: `the text quoted for entity ${entity.id} differs from the document`,
      });
    const first = lineOfId.get(entity.id);
    if (first !== undefined)
      problems.push({
        ...at,
        code: "duplicate-id",
        message: `id ${entity.id} was given on line ${first}, so this entity is called ${entity.id}.${line}`,
      });
    else lineOfId.set(entity.id, line);
    mentions.push({
      id: first === undefined ? entity.id : `${entity.id}.${line}`,
      type: entity.type,
      ...hullOf(spans),
    });
  });
  return { document: { id, text: txt, mentions }, others, problems };
}

interface Place {
  readonly source: string;
  readonly line: number;
}

/** An entity line: spans in code points; fields after the quoted text are ignored, as brat does. */
function parseEntity(line: string, at: Place) {
  const match = /^(T\d+\S*)\t(\S+) +(\d+ +\d+(?:;\d+ +\d+)*) *\t([^\t]*)/.exec(line);
  if (match === null)
    throw new CorpusError(
      at,
      line.startsWith("T")
        ? 'malformed entity line, expected "T1<tab>Type start end<tab>text"'
        : "line of unknown kind, expected one that starts with T, E, R, A, M, N, * or #",
      "Correct or remove this line",
    );
  const [, id, type, spans, quote] = match as unknown as [string, string, string, string, string];
  return {
    id,
    type,
    quote,
    spans: spans.split(";").map((span) => {
      const [start, end] = span.split(/ +/).map(Number) as [number, number];
      return { start, end };
    }),
  };
}

function toUtf16({ start, end }: Span, offsets: CodePoints, id: string, at: Place): Span {
  if (end <= start)
    throw new CorpusError(
      at,
      `entity ${id} starts at ${start} but ends at ${end}`,
      "An entity covers at least one character: correct or remove this line",
    );
  if (end > offsets.length)
    throw new CorpusError(
      at,
      `entity ${id} ends at ${end} but the document has ${offsets.length} code points`,
      "Check that this .ann belongs to this .txt",
    );
  return { start: offsets.toUtf16(start), end: offsets.toUtf16(end) };
}

/** brat writes a newline inside a mention as a space, other tools otherwise: not a difference. */
function collapse(text: string): string {
  return text.replace(LINE_BREAKING, " ").replace(/\s+/g, " ").trim();
}

/** Whatever some reader of `.ann` files (Python's `splitlines` among them) takes for a separator. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const LINE_BREAKING = /[\t\n\v\f\r\u001c-\u001e\u0085\u2028\u2029]/g;

/**
 * Writes one document as brat stores it; {@link parseBrat} reads back the same mentions.
 * Ids stay if all are brat's (`T1`) and unique, else entities are numbered in order.
 * @param options.note a remark on a mention, kept as brat's annotator note
 * @throws CorpusError if a type holds whitespace, or a mention cuts a surrogate pair
 */
export function writeBrat<M extends Mention>(
  document: Omit<Document, "mentions"> & { readonly mentions: readonly M[] },
  { note = () => undefined }: { readonly note?: (mention: M) => string | undefined } = {},
): { txt: string; ann: string } {
  const { text, mentions } = document;
  const offsets = codePoints(text);
  const ids = new Set(mentions.map(({ id }) => id));
  const keepIds = ids.size === mentions.length && [...ids].every((id) => /^T\d+$/.test(id));
  const entities: string[] = [];
  const notes: string[] = [];
  mentions.forEach((mention, index) => {
    const id = keepIds ? mention.id : `T${index + 1}`;
    const spans = spansOf(mention);
    const place = spans
      .map(({ start, end }) => `${offsets.fromUtf16(start)} ${offsets.fromUtf16(end)}`)
      .join(";");
    const quote = spans.map(({ start, end }) => text.slice(start, end)).join(" ");
    entities.push(
      `${id}\t${oneWord(mention.type, document.id, "brat")} ${place}\t${quote.replace(LINE_BREAKING, " ")}\n`,
    );
    const remark = note(mention);
    if (remark !== undefined)
      notes.push(
        `#${notes.length + 1}\tAnnotatorNotes ${id}\t${remark.replace(LINE_BREAKING, " ")}\n`,
      );
  });
  return { txt: text, ann: [...entities, ...notes].join("") };
}

/**
 * The `annotation.conf` that brat needs to open a folder with entities of these types.
 * @see https://brat.nlplab.org/configuration.html
 */
export function annotationConf(types: Iterable<string>): string {
  return [
    "[entities]",
    ...[...new Set(types)].sort(),
    "[relations]",
    "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
    "[events]",
    "[attributes]",
    "",
  ].join("\n");
}
