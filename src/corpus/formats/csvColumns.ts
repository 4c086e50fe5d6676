/** What the columns of a CSV file are, told from their names. */

/** What a column can hold. `text` is that of the document, `quote` that of a mention. */
export const ROLES = [
  ...(["document", "text", "mention", "start", "end", "type", "quote", "probability"] as const),
  ...(["sentence", "token", "tag"] as const),
] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** Number of the column of each role, from 0. */
export type Columns = Readonly<Partial<Record<Role, number>>>;

/** Names in the order of preference, in lower case and without what is no letter or digit. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  document: [
    ...["documentid", "docid", "noteid", "reportid", "textid", "rowid", "pmid", "pubmedid"],
    ...["articleid", "filename", "file", "document", "doc", "id"],
  ],
  mention: ["mentionid", "annotationid", "entityid", "spanid", "markid", "mark", "annid", "id"],
  start: [
    "start",
    "startoffset",
    "startchar",
    "charstart",
    "startpos",
    "startposition",
    "startidx",
    "startindex",
    "startspan",
    "begin",
    "beginoffset",
    "off0",
    "from",
    "offsetstart",
  ],
  end: [
    "end",
    "endoffset",
    "endchar",
    "charend",
    "endpos",
    "endposition",
    "endidx",
    "endindex",
    "endspan",
    "stop",
    "finish",
    "off1",
    "to",
    "offsetend",
  ],
  type: [
    "type",
    "label",
    "class",
    "entitytype",
    "entitylabel",
    "category",
    "tag",
    "nertag",
    "semantictype",
    "entity",
  ],
  quote: [
    "quote",
    "mention",
    "mentiontext",
    "span",
    "spantext",
    "surface",
    "surfaceform",
    "entitytext",
    "entity",
    "annotation",
    "string",
    "term",
    "phrase",
    "matchedtext",
  ],
  text: [
    "documenttext",
    "fulltext",
    "notetext",
    "text",
    "note",
    "content",
    "sentence",
    "document",
    "body",
  ],
  probability: ["probability", "score", "confidence"],
  sentence: ["sentence", "sentenceid", "sentenceno", "sentencenumber", "sent", "sentid"],
  token: ["word", "token", "words", "tokens"],
  tag: ["tag", "nertag", "ner", "label", "bio", "iob", "entity", "entitytag", "type"],
};

const OFFSET_ROLES = [
  "document",
  "mention",
  "start",
  "end",
  "type",
  "quote",
  "text",
  "probability",
] as const;
const TOKEN_ROLES = ["token", "tag", "sentence", "document"] as const;

/**
 * Roles of columns. A column called `text` alone, which can be either text, is taken for that of the document.
 * @param settings names of columns that the user gives, by role
 */
export function columnsOf(
  header: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Columns {
  const names = header.map(plain);
  const offsets = assign(OFFSET_ROLES, names, settings);
  if (offsets.start !== undefined && offsets.end !== undefined) return offsets;
  const tokens = assign(TOKEN_ROLES, names, settings);
  return tokens.token !== undefined && tokens.tag !== undefined ? tokens : offsets;
}

/** Whether a column is called so, but for case, blanks and signs. */
export function hasColumn(header: readonly string[], name: string): boolean {
  return header.some((column) => plain(column) === plain(name));
}

function assign(
  roles: readonly Role[],
  names: readonly string[],
  settings: Readonly<Record<string, string>>,
): Columns {
  const columns: Partial<Record<Role, number>> = {};
  const taken = new Set<number>();
  const take = (role: Role, wanted: readonly string[]) => {
    const name = wanted.find((each) => names.some((other, i) => other === each && !taken.has(i)));
    const column = names.findIndex((other, i) => other === name && !taken.has(i));
    if (name === undefined || column < 0) return;
    columns[role] = column;
    taken.add(column);
  };
  for (const role of roles) if (settings[role] !== undefined) take(role, [plain(settings[role])]);
  for (const role of roles) if (columns[role] === undefined) take(role, NAMES[role]);
  return columns;
}

const plain = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
