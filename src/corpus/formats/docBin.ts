/** spaCy's DocBin (`.spacy`), for reading: tokens with entities, and span groups, of many documents in one file. */

import { constants, inflate } from "node:zlib";
import type { Document, Mention, Problem } from "../document.js";
import type { Format, ReadContext, SourceFile } from "../format.js";
import { type Packed, type PackedMap, unpack } from "./docBinMsgpack.js";
import { SYMBOLS, stringStore } from "./docBinStrings.js";
import { soundWords } from "./soundWords.js";

/** More is not unpacked: a file of a few MB can hold zeros for all memory. */
const MAX_BYTES = 2 ** 30;
const MAX_NAMED = `${MAX_BYTES / 2 ** 20} MiB`;

/** The format `spacy`. Documents are called after their file, with a number if it holds several. */
export const docBin: Format = {
  name: "spacy",
  title: "spaCy DocBin",
  extensions: [".spacy"],
  looksLike: ({ extension }, head) => extension === ".spacy" && head.startsWith("x"),
  settings: {
    groups: "what to read as mentions, by comma: ents, and keys of span groups such as sc",
  },
  async *read(files, context) {
    for (const file of files) {
      const content = await contentOf(file, context);
      if (content) yield* documentsOf(content, { ...context, file });
    }
  },
  holds: new Set(["text", "overlaps", "types", "words", "attributes"]),
};

type FileContext = ReadContext & { readonly file: SourceFile };

/** The map inside of a file; undefined, with a problem, if there is none. */
async function contentOf(
  file: SourceFile,
  { onProblem }: ReadContext,
): Promise<PackedMap | undefined> {
  const refuse = (message: string) => {
    onProblem({ source: file.path, code: "malformed", message, lost: true });
    return undefined;
  };
  const unzipped = await inflated(await file.bytes(), { maxOutputLength: MAX_BYTES });
  if (typeof unzipped === "string")
    return refuse(
      unzipped === "ERR_BUFFER_TOO_LARGE"
        ? `the file unpacks to more than ${MAX_NAMED}, the most that is read; split it in spaCy`
        : `the file is not compressed as spaCy does it (${unzipped})`,
    );
  try {
    const content = unpack(unzipped);
    return isMap(content) ? content : refuse("the file holds no DocBin but another value");
  } catch (error) {
    return refuse(`the MessagePack in the file is broken: ${(error as RangeError).message}`);
  }
}

/** The bytes, or the code of the error. A file that was cut off is an error too. */
function inflated(bytes: Uint8Array, { maxOutputLength }: { maxOutputLength: number }) {
  return new Promise<Uint8Array | string>((resolve) => {
    inflate(bytes, { maxOutputLength, finishFlush: constants.Z_FINISH }, (error, result) =>
      resolve(error ? ((error as NodeJS.ErrnoException).code ?? error.name) : result),
    );
  });
}

const isMap = (value: unknown): value is PackedMap => value instanceof Map;
const bytesIn = (map: PackedMap, key: string) => {
  const value = map.get(key);
  return value instanceof Uint8Array ? value : undefined;
};
/** A list; undefined where something else is in its place. */
const listOrNone = (map: PackedMap, key: string): readonly Packed[] | undefined => {
  const value = map.get(key) ?? [];
  return Array.isArray(value) ? (value as readonly Packed[]) : undefined;
};
const listIn = (map: PackedMap, key: string) => listOrNone(map, key) ?? [];

/** The tokens of one document: one number for each token and attribute. */
interface Rows {
  readonly count: number;
  /** 0 if the file does not have the attribute. */
  cell(row: number, attribute: string): bigint;
}

async function* documentsOf(content: PackedMap, context: FileContext): AsyncGenerator<Document> {
  const { file, onProblem, onNotice } = context;
  const lose = (message: string, at?: string) =>
    onProblem({
      ...{ source: file.path, code: "malformed", message, lost: true },
      ...(at === undefined ? {} : { at }),
    });
  const attributes = listIn(content, "attrs").map((id) => SYMBOLS[Number(id)] ?? String(id));
  const [tokens, spaces, lengths] = ["tokens", "spaces", "lengths"].map((key) =>
    bytesIn(content, key),
  );
  if (!tokens || !spaces || !lengths || !attributes.includes("ORTH"))
    return lose("the file has no attrs with ORTH, tokens, spaces and lengths, which a DocBin has");
  if (listOrNone(content, "span_groups") === undefined)
    lose("span_groups is no list, so nothing of it is read");
  const lookup = stringStore(
    listIn(content, "strings").filter((string) => typeof string === "string"),
  );
  const cells = new DataView(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  const counts = new DataView(lengths.buffer, lengths.byteOffset, lengths.byteLength);
  const width = attributes.length;
  const total = Math.min(Math.floor(tokens.length / 8 / width), spaces.length);
  const documents = Math.floor(lengths.length / 4);
  const digits = String(documents).length;
  const used = new Set<string>();
  let first = 0;
  for (let i = 0; i < documents; i++) {
    const at = `[${i}]`;
    const count = counts.getInt32(4 * i, true);
    if (count < 0 || first + count > total)
      return lose(
        `document ${i + 1} of ${documents} has ${count} tokens but the file has ${total - first} left`,
        at,
      );
    const offset = first;
    const rows: Rows = {
      count,
      cell(row, attribute) {
        const column = attributes.indexOf(attribute);
        if (column < 0) return 0n;
        return cells.getBigUint64(8 * ((offset + row) * width + column), true);
      },
    };
    for (const [column, name] of attributes.entries())
      for (let row = 0; LEFT_ASIDE.has(name) && !used.has(name) && row < count; row++)
        if (cells.getBigUint64(8 * ((offset + row) * width + column), true) !== 0n) used.add(name);
    const flags = listIn(content, "flags")[i];
    const unknownSpaces = isMap(flags) && flags.get("has_unknown_spaces") === true;
    if (unknownSpaces && count > 0)
      onNotice(
        `${file.path} does not say where its texts have spaces: one is taken after each token`,
      );
    const document = documentOf(rows, {
      ...context,
      ...{ at, lookup },
      id: documents === 1 ? file.key : `${file.key}-${String(i + 1).padStart(digits, "0")}`,
      hasSpace: (row) => unknownSpaces || spaces[offset + row] !== 0,
      cats: listIn(content, "cats")[i],
      groups: groupsOf(listIn(content, "span_groups")[i], (message) => lose(message, at)),
    });
    if (document) yield document;
    first += count;
  }
  if (first < total) lose(`${total - first} tokens at the end belong to no document`);
  if (used.size > 0)
    onNotice(`${file.path} gives ${[...used].join(", ")} for tokens, which are left aside`);
  if (listIn(content, "user_data").some((data) => data instanceof Uint8Array && data.length > 1))
    onNotice(`${file.path} has user data, which is left aside`);
}

/** What a tagger or parser says of tokens. */
const LEFT_ASIDE = new Set(["TAG", "POS", "LEMMA", "DEP", "MORPH"]);

/** A span in a span group, in tokens. */
interface GroupedSpan {
  readonly group: string;
  readonly start: number;
  readonly end: number;
  readonly label: bigint;
  readonly kbId: bigint;
  readonly id: bigint;
}

/** Spans of all groups. They are a map from groups to their keys, or a list of groups, packed once more. */
function groupsOf(packed: Packed | undefined, lose: (message: string) => void): GroupedSpan[] {
  if (!(packed instanceof Uint8Array) || packed.length === 0) return [];
  try {
    const groups = unpack(packed);
    if (!isMap(groups) && !Array.isArray(groups)) throw new RangeError("they are no map or list");
    const entries = isMap(groups)
      ? [...groups]
      : (groups as readonly Packed[]).map((group) => [group, null] as const);
    return entries.flatMap(([bytes, keys]) => {
      const group = bytes instanceof Uint8Array ? unpack(bytes) : undefined;
      if (!isMap(group)) throw new RangeError("a group is no map");
      const names = Array.isArray(keys) ? (keys as Packed[]) : [group.get("name") ?? ""];
      const spans = listOrNone(group, "spans");
      if (spans === undefined) throw new RangeError("spans of a group are no list");
      return names.flatMap((name) =>
        spans.map((span) => ({ group: String(name), ...spanOf(span) })),
      );
    });
  } catch (error) {
    lose(`its span groups are broken: ${(error as RangeError).message}`);
    return [];
  }
}

/** Of 40 bytes: three ids, first and last token, first and last character. */
function spanOf(packed: Packed): Omit<GroupedSpan, "group"> {
  if (!(packed instanceof Uint8Array) || packed.length !== 40)
    throw new RangeError("a span has other than 40 bytes");
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return {
    id: view.getBigUint64(0),
    kbId: view.getBigUint64(8),
    label: view.getBigUint64(16),
    start: view.getInt32(24),
    end: view.getInt32(28),
  };
}

function documentOf(
  rows: Rows,
  {
    id,
    at,
    file,
    lookup,
    hasSpace,
    cats,
    groups,
    settings,
    onProblem,
  }: FileContext & {
    readonly id: string;
    readonly at: string;
    readonly lookup: (id: bigint) => string | undefined;
    readonly hasSpace: (row: number) => boolean;
    readonly cats: Packed | undefined;
    readonly groups: readonly GroupedSpan[];
  },
): Document | undefined {
  const tell = (problem: Omit<Problem, "source" | "at">) =>
    onProblem({ source: file.path, at, ...problem });
  const words: { start: number; end: number }[] = [];
  let text = "";
  for (let row = 0; row < rows.count; row++) {
    const word = lookup(rows.cell(row, "ORTH"));
    if (word === undefined) {
      tell({
        ...{ code: "missing-text", lost: true },
        message: `the text of token ${row + 1} of ${rows.count} is not among the strings of the file`,
      });
      return undefined;
    }
    words.push({ start: text.length, end: text.length + word.length });
    text += hasSpace(row) ? `${word} ` : word;
  }
  const chosen = settings.groups?.split(",").map((name) => name.trim());
  const spans = [...entitiesOf(rows, tell), ...groups].filter(
    ({ group }) => chosen === undefined || chosen.includes(group),
  );
  const mentions: Mention[] = [];
  const attributes: NonNullable<Document["attributes"]>[number][] = [];
  for (const { group, start, end, label, ...ids } of spans) {
    const [first, last] = [words[start], words[end - 1]];
    if (end <= start || !first || !last || last.end <= first.start) {
      tell({
        ...{ code: end <= start || (first && last) ? "empty-mention" : "outside-text", lost: true },
        message: `a span runs from token ${start} to ${end} of ${rows.count}`,
      });
      continue;
    }
    const type = lookup(label);
    if (type === undefined || type === "")
      tell({ code: "malformed", message: "the label of a span is empty or not among the strings" });
    const target = `T${mentions.length + 1}`;
    mentions.push({ id: target, type: type || group, start: first.start, end: last.end });
    const given = [
      ["group", group === ENTITIES ? "" : group],
      ["kb_id", lookup(ids.kbId) ?? String(ids.kbId)],
      ["id", lookup(ids.id) ?? String(ids.id)],
    ] as const;
    for (const [name, value] of given)
      if (value !== "") attributes.push({ id: `A${attributes.length + 1}`, name, target, value });
  }
  const meta = metaOf(cats);
  return {
    ...{ id, text, mentions, words: soundWords(words, { text, tell }) },
    ...(attributes.length > 0 ? { attributes } : {}),
    ...(meta ? { meta } : {}),
  };
}

const ENTITIES = "ents";

/** Entities by their IOB codes (0 unknown, 1 I, 2 O, 3 B), as `Doc.ents` finds them. */
function entitiesOf(
  rows: Rows,
  tell: (problem: Omit<Problem, "source" | "at">) => void,
): GroupedSpan[] {
  const entities: GroupedSpan[] = [];
  let open: GroupedSpan | undefined;
  for (let row = 0; row < rows.count; row++) {
    const iob = rows.cell(row, "ENT_IOB");
    const label = rows.cell(row, "ENT_TYPE");
    const begins = iob === 3n && label !== 0n;
    if (iob === 1n && (open === undefined || open.label !== label))
      tell({
        code: "irregular-tag",
        message: `token ${row + 1} continues an entity of another type, or none; ${open ? "the type of its first token is kept" : "one begins here"}`,
      });
    if (iob === 1n && open) open = { ...open, end: row + 1 };
    else {
      if (open) entities.push(open);
      const ids = { kbId: rows.cell(row, "ENT_KB_ID"), id: rows.cell(row, "ENT_ID") };
      open =
        begins || iob === 1n
          ? { group: ENTITIES, start: row, end: row + 1, label, ...ids }
          : undefined;
    }
    if (iob > 3n)
      tell({
        ...{ code: "irregular-tag", lost: true },
        message: `token ${row + 1} has the IOB code ${iob}, which is not 0 to 3`,
      });
  }
  return open ? [...entities, open] : entities;
}

/** Categories of the document, if it has any. */
function metaOf(cats: Packed | undefined): Document["meta"] {
  if (!isMap(cats) || cats.size === 0) return undefined;
  const plain = [...cats].map(([name, value]) => [
    String(name),
    typeof value === "number" || typeof value === "boolean" ? value : String(value),
  ]);
  return { cats: Object.fromEntries(plain) };
}
