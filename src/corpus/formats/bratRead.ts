/** brat standoff to documents: offsets made ours, ids made unique, references checked. */

import type { Span } from "../../core/index.js";
import { saidMissing, targetsOf } from "../annotationIds.js";
import {
  type Annotations,
  type Document,
  hullOf,
  type Mention,
  type Problem,
} from "../document.js";
import { splitLines, withoutByteOrderMark } from "../lines.js";
import { isQuoteOf, type OffsetReading, readOffsets } from "../offsetUnits.js";
import { said } from "../said.js";
import { type BratLine, type EntityLine, parseBratLine, parseSpans } from "./bratLines.js";
import { partsOf } from "./bratParts.js";

/** A file of annotations. */
export interface BratAnnotations {
  readonly source: string;
  readonly content: string;
  /** Whether its entities are triggers of events and not mentions. */
  readonly hasTriggers?: boolean;
}

type Tell = (problem: Problem) => void;
/** A line with its place. */
type Placed<L extends BratLine = BratLine> = L & { readonly source: string; readonly line: number };

/**
 * One document. The text is taken as it stands: CRLF stays, and a byte order mark is a character, which offsets count
 * unless quoted texts tell that they do not.
 * @param files `.ann`, or `.a1` and `.a2`, whose ids are shared
 */
export function readStandoff(
  { id, text, files }: { id: string; text: string; files: readonly BratAnnotations[] },
  tell: Tell,
): Document {
  const lines = nameLines(
    files.flatMap((file) => parseLines(file, tell)),
    tell,
  );
  const entities = lines.filter((line): line is Placed<EntityLine> => line.kind === "entity");
  const offsets = offsetsOf(text, entities, tell);
  const apart = new Set(files.flatMap(({ source, hasTriggers }) => (hasTriggers ? [source] : [])));
  const [mentions, triggers]: [Mention[], Mention[]] = [[], []];
  for (const entity of entities) {
    const mention = toMention(entity, { text, offsets, tell });
    if (mention) (apart.has(entity.source) ? triggers : mentions).push(mention);
  }
  const others = lines.filter((line): line is Reference => line.kind !== "entity");
  return {
    ...{ id, text, mentions },
    ...(triggers.length > 0 ? { triggers } : {}),
    ...collect(withTargets(others, [...mentions, ...triggers], tell)),
  };
}

function parseLines({ source, content }: BratAnnotations, tell: Tell): Placed[] {
  return splitLines(withoutByteOrderMark(content)).flatMap((text, index) => {
    if (/^[ \t]*$/.test(text)) return [];
    const at = { source, line: index + 1 };
    const parsed = parseBratLine(text);
    if (parsed) return [{ ...parsed, ...at }];
    const kind = KINDS[/^[TREAMN*#](?=[\d\t])/.exec(text)?.[0] ?? ""];
    const message = kind
      ? `malformed ${kind[0]}, expected "${kind[1]}"`
      : "line of unknown kind, expected one that starts with T, R, E, A, M, N, * or #";
    tell({ ...at, code: "malformed", message, lost: true });
    return [];
  });
}

const KINDS: Readonly<Record<string, readonly [name: string, form: string]>> = {
  T: ["entity", "T1<tab>Type start end<tab>text"],
  R: ["relation", "R1<tab>Type Arg1:T1 Arg2:T2"],
  E: ["event", "E1<tab>Type:T1 Role:T2"],
  A: ["attribute", "A1<tab>Name T1 value"],
  M: ["attribute", "M1<tab>Name T1"],
  N: ["normalization", "N1<tab>Reference T1 NAME:ID<tab>text"],
  "*": ["equivalence", "*<tab>Equiv T1 T2"],
  "#": ["note", "#1<tab>AnnotatorNotes T1<tab>text"],
};

const PREFIX: Readonly<Record<BratLine["kind"], string>> = {
  ...{ entity: "T", relation: "R", event: "E", attribute: "A", normalization: "N", note: "#" },
};

/** Gives every line an id of its own. Equivalences have none in brat, so they are numbered. */
function nameLines(lines: readonly Placed[], tell: Tell): Placed[] {
  const given = new Set(lines.map(({ id }) => id));
  const first = new Map<string, Placed>();
  const next = new Map<string, number>();
  const fresh = (prefix: string, { from, separator }: { from: number; separator: string }) => {
    let n = next.get(prefix) ?? from;
    while (given.has(`${prefix}${separator}${n}`)) n++;
    next.set(prefix, n + 1);
    return `${prefix}${separator}${n}`;
  };
  return lines.map((line) => {
    const { source, kind } = line;
    const before = line.id === "" ? undefined : first.get(line.id);
    if (line.id !== "" && before === undefined) {
      first.set(line.id, line);
      return line;
    }
    const symmetric = line.kind === "relation" && line.symmetric;
    const id = before
      ? fresh(line.id, { from: 2, separator: "." })
      : fresh(symmetric ? "*" : PREFIX[kind], { from: 1, separator: "" });
    const at = { source, line: line.line };
    if (before) {
      const where = `line ${before.line}${before.source === source ? "" : ` of ${before.source}`}`;
      const message = `id ${said(line.id)} was given on ${where}, so this ${kind} is called ${said(id)}`;
      tell({ ...at, code: "duplicate-id", message });
    } else if (!symmetric)
      tell({
        ...at,
        code: "missing-id",
        message: `this ${kind} has no id, so it is called ${said(id)}`,
      });
    return { ...line, id };
  });
}

/** How offsets are to be read: in code points, unless the quoted texts are found otherwise. */
function offsetsOf(text: string, entities: readonly Placed<EntityLine>[], tell: Tell) {
  const quoted = entities.map(({ spans, tail: [quote] }) => ({ spans, quote }));
  const own = "code points";
  let reading: OffsetReading = readOffsets(text, quoted, { own });
  let counted = "";
  const total = quoted.filter(({ quote }) => quote !== undefined).length;
  if (text.startsWith("\ufeff") && reading.found < total) {
    const rest = readOffsets(text.slice(1), quoted, { own });
    if (rest.found > reading.found) {
      counted = " after the byte order mark";
      reading = {
        ...rest,
        toUtf16: (offset) => {
          const place = rest.toUtf16(offset);
          return place === undefined ? undefined : place + 1;
        },
      };
    }
  }
  const source = entities[0]?.source;
  if (source !== undefined && (reading.unit !== own || counted !== ""))
    tell({
      ...{ source, code: "offset-unit" },
      message: `offsets count ${reading.unit}${counted}, where brat counts ${own}: so ${reading.found} of ${total} quoted texts are at their place`,
    });
  return reading;
}

function toMention(
  { id, type, spans, tail, source, line }: Placed<EntityLine>,
  { text, offsets, tell }: { text: string; offsets: OffsetReading; tell: Tell },
): Mention | undefined {
  const at = { source, line };
  const converted: Span[] = [];
  for (const { start, end } of spans) {
    const [from, to] = [offsets.toUtf16(start), offsets.toUtf16(end)];
    if (from !== undefined && to !== undefined && from < to) {
      converted.push({ start: from, end: to });
      continue;
    }
    const empty = start >= end;
    const code = empty ? "empty-mention" : "outside-text";
    const message = empty
      ? `entity ${said(id)} starts at ${start} but ends at ${end}`
      : end > offsets.length
        ? `entity ${said(id)} ends at ${end} but the text has ${offsets.length} ${offsets.unit}`
        : `entity ${said(id)} from ${start} to ${end} cuts a character in two`;
    tell({ ...at, code, message, lost: true });
    return undefined;
  }
  const whole = wholeSpans(tail, { converted, text, offsets });
  const problem = whole ? undefined : problemOfQuote(tail, { converted, text });
  if (problem) tell({ ...at, ...problem, message: `entity ${said(id)} ${problem.message}` });
  return { id, type, ...hullOf(whole ?? converted) };
}

/** What is odd about the fields after the spans: a quote is one field, unless the text itself holds tabs. */
function problemOfQuote(
  [quote, ...others]: readonly string[],
  { converted, text }: { converted: readonly Span[]; text: string },
): Pick<Problem, "code" | "message" | "lost"> | undefined {
  if (quote === undefined) return { code: "malformed", message: "quotes no text" };
  if (isQuoteOf([quote, ...others].join("\t"), text, converted)) return undefined;
  if (!isQuoteOf(quote, text, converted))
    return { code: "quoted-text-differs", message: "quotes another text than the document has" };
  if (others.every((field) => field.trim() === "")) return undefined;
  const message = `has ${others.length + 3} fields instead of 3; the others are left aside`;
  return { code: "malformed", message, lost: true };
}

/**
 * The spans in the field that `bratWrite.ts` adds to a mention over line ends: they hold if brat would cut them into
 * those that the line has.
 */
function wholeSpans(
  [, field = ""]: readonly string[],
  {
    converted,
    text,
    offsets,
  }: { converted: readonly Span[]; text: string; offsets: OffsetReading },
): Span[] | undefined {
  const whole = parseSpans(field)?.flatMap((span) => {
    const [start, end] = [offsets.toUtf16(span.start), offsets.toUtf16(span.end)];
    return start !== undefined && end !== undefined && start < end ? [{ start, end }] : [];
  });
  const parts = whole && partsOf(whole, text);
  const same =
    parts?.length === converted.length &&
    parts.every(({ start, end }, i) => start === converted[i]?.start && end === converted[i]?.end);
  return same ? whole : undefined;
}

type Reference = Exclude<Placed, { kind: "entity" }>;

/** Leaves out and lists what refers to something that is not there, and then what refers to that. */
function withTargets(
  lines: readonly Reference[],
  mentions: readonly Mention[],
  tell: Tell,
): Reference[] {
  const entities = new Set(mentions.map(({ id }) => id));
  const known = new Set([...entities, ...lines.map(({ id }) => id)]);
  const users = new Map<string, Reference[]>();
  const missing = new Set<string>();
  for (const line of lines)
    for (const target of targetsOf(line)) {
      if (!known.has(target)) missing.add(target);
      const list = users.get(target);
      if (list) list.push(line);
      else users.set(target, [line]);
    }
  const left = new Set(lines);
  const leave = ({ kind, id, source, line }: Reference, target: string, why: string) => {
    missing.add(id);
    const message = `${kind} ${said(id)} refers to ${saidMissing(target)}, which ${why}`;
    tell({ source, line, code: "dangling-reference", message, lost: true });
  };
  for (const line of lines)
    if (line.kind === "event" && known.has(line.trigger) && !entities.has(line.trigger))
      if (left.delete(line)) leave(line, line.trigger, "is no entity");
  for (const target of missing)
    for (const line of users.get(target) ?? [])
      if (left.delete(line)) leave(line, target, "is not there");
  return lines.filter((line) => left.has(line));
}

function collect(lines: readonly Reference[]): Annotations {
  const lists: Record<string, object[]> = {};
  for (const { kind, source, line, ...item } of lines) {
    lists[`${kind}s`] ??= [];
    lists[`${kind}s`]?.push(item);
  }
  return lists as Annotations;
}
