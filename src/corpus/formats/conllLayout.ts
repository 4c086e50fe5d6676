/** Which columns a file has, and which of them are its tokens and tags. */

import { looksLikeTag } from "./tags.js";

/** How the lines of a file are parted, and what is where. Columns count from 0. */
export interface Layout {
  readonly separator: "tab" | "blank";
  readonly columns: number;
  readonly token: number;
  readonly tag: number;
}

/** Columns that the user names: from 1, or negative from the end. */
export interface NamedColumns {
  readonly token?: number | undefined;
  readonly tag?: number | undefined;
}

/** Fields of a line. A file of tabs may have blanks in its tokens. */
export function fieldsOf(line: string, separator: Layout["separator"]): string[] {
  return separator === "tab"
    ? line.replace(/ +$/, "").split("\t")
    : line.replace(/^[ \t]+|[ \t]+$/g, "").split(/[ \t]+/);
}

/**
 * The layout of most of these lines, none of them blank or a comment. Unless named, the tag column is the one whose
 * values are tags, the last where there is none; where there are several, the one with most mentions, syntactic
 * chunks aside. The token column is the first that holds neither tags nor parts of speech, numbers or one value only.
 * @returns undefined if most lines have one column, or a named column does not exist
 */
export function findLayout(lines: readonly string[], named: NamedColumns = {}): Layout | undefined {
  const tabbed = lines.filter((line) => line.includes("\t")).length;
  const separator = tabbed * 2 > lines.length ? "tab" : "blank";
  const rows = lines.map((line) => fieldsOf(line, separator));
  const columns = mostFrequent(rows.map(({ length }) => length));
  if (columns === undefined || columns < 2) return undefined;
  const regular = rows.filter(({ length }) => length === columns);
  const kinds = Array.from({ length: columns }, (_, i) =>
    kindOf(regular.map((fields) => fields[i] as string)),
  );
  const tag = place(named.tag, columns) ?? tagColumn(kinds);
  const token = place(named.token, columns) ?? tokenColumn(kinds, tag);
  const exists = [tag, token].every((column) => column >= 0 && column < columns);
  return exists ? { separator, columns, token, tag } : undefined;
}

function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The column of a name, from 0. */
function place(name: number | undefined, columns: number): number | undefined {
  if (name === undefined) return undefined;
  return name < 0 ? columns + name : name - 1;
}

/** What the values of a column are, by the share that counts as all. */
interface Kind {
  readonly isTags: boolean;
  readonly isChunks: boolean;
  readonly mentions: number;
  readonly isToken: boolean;
}
const ALL = 0.9;
/** Fewer lines say nothing about a column that has one value only. */
const SEVERAL = 10;

function kindOf(values: readonly string[]): Kind {
  const share = (test: (value: string) => boolean) => values.filter(test).length / values.length;
  const isTags = share(looksLikeTag) >= ALL;
  const inside = values.filter((value) => looksLikeTag(value) && value !== "O");
  const isChunks =
    inside.length > 0 && inside.filter((value) => CHUNK.test(value)).length >= inside.length * ALL;
  const other =
    isTags ||
    share((value) => POSITION.test(value)) >= ALL ||
    (share((value) => PARTS_OF_SPEECH.has(value)) >= ALL &&
      share((value) => /[A-Z]/.test(value)) > 0.1) ||
    (values.length >= SEVERAL && new Set(values).size === 1);
  return { isTags, isChunks, mentions: inside.length, isToken: !other };
}

function tagColumn(kinds: readonly Kind[]): number {
  const tags = kinds.flatMap((kind, column) => (kind.isTags ? [{ ...kind, column }] : []));
  const rather = (wanted: readonly (typeof tags)[number][]) => (wanted.length > 0 ? wanted : tags);
  // A first column of tags beside another one is that of a few tokens such as O.
  const later = rather(tags.filter(({ column }) => column > 0));
  const [best] = rather(later.filter(({ isChunks }) => !isChunks)).toSorted(
    (a, b) => b.mentions - a.mentions || b.column - a.column,
  );
  return best?.column ?? kinds.length - 1;
}

function tokenColumn(kinds: readonly Kind[], tag: number): number {
  const found = kinds.findIndex(({ isToken }, column) => isToken && column !== tag);
  return found !== -1 ? found : tag === 0 ? 1 : 0;
}

/** `3`, and `3-4` or `3.1` as CoNLL-U has them. */
const POSITION = /^\d+([-.]\d+)?$/;
/** Tags of CoNLL-2000's syntactic chunks. */
const CHUNK = /^[BIES]-(NP|VP|PP|ADJP|ADVP|SBAR|PRT|CONJP|INTJ|LST|UCP|NC|VC|PC)$/;
/** Of the Penn Treebank and of Universal Dependencies, with what CoNLL-2003 has instead of some. */
const PARTS_OF_SPEECH = new Set(
  `CC CD DT EX FW IN JJ JJR JJS LS MD NN NNS NNP NNPS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ
  WDT WP WP$ WRB ADJ ADP ADV AUX CCONJ CONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ VERB X HYPH NFP ADD AFX GW
  -X- _ . , : ; ( ) -LRB- -RRB- \`\` '' " $ # -`.split(/\s+/),
);
