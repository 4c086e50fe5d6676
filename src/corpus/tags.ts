/** Tags of CoNLL files: recognising the scheme, reading tags under it, and joining them to chunks. */

import { CorpusError } from "./error.js";

/** Schemes of tags that {@link readTags} knows; `io` is types alone, with `I-` before them or bare. */
export const TAG_SCHEMES = ["auto", "iob1", "iob2", "bioes", "io"] as const;

/** One of {@link TAG_SCHEMES} but `auto`. */
export type TagScheme = Exclude<(typeof TAG_SCHEMES)[number], "auto">;

/** A tag as the file has it, and the line that it stands on. */
export interface TagLine {
  readonly tag: string;
  readonly line: number;
}

/** Tokens `first` to `last`, both included, of one sentence. */
export interface Chunk {
  readonly first: number;
  readonly last: number;
  readonly type: string;
}

/** Sentences as chunks, the scheme that was taken, and the lines whose tag does not follow it. */
export interface ReadTags {
  readonly scheme: TagScheme;
  readonly sentences: readonly (readonly Chunk[])[];
  readonly irregular: readonly number[];
}

type Position = "O" | "B" | "I" | "E" | "S";
interface Tag {
  readonly position: Position;
  readonly type: string;
}

/** The type of chunks in files that tag with `B` and `I` alone. */
export const UNTYPED = "Entity";
const OUTSIDE: Tag = { position: "O", type: "" };
const PREFIXED = /^([BIESLUMW])(?:-(.+))?$/;
const POSITIONS: Readonly<Record<string, Position>> = {
  ...{ B: "B", I: "I", E: "E", S: "S" },
  ...{ M: "I", L: "E", U: "S", W: "S" }, // BILOU and BMEWO
};

/** Whether a field can only be a tag: `O`, or a prefix of a scheme, alone or before a type. */
export function looksLikeTag(field: string): boolean {
  return field === "O" || /^[BI]$/.test(field) || /^[BIESLUMW]-\S+$/.test(field);
}

/**
 * Reads the tags of one file. Chunks start and end where conlleval says, under every scheme:
 * an `I-` that follows no tag of its type starts a chunk, and is listed where the scheme forbids it.
 * @throws CorpusError naming the first line whose tag has no prefix where others have one, or if the column holds words
 * @see Tjong Kim Sang & Veenstra 1999; conlleval of CoNLL-2000
 */
export function readTags(
  sentences: readonly (readonly TagLine[])[],
  { scheme, source }: { readonly scheme: TagScheme | "auto"; readonly source: string },
): ReadTags {
  const distinct = new Set(sentences.flat().map(({ tag }) => tag));
  distinct.delete("O");
  const bare = scheme === "io" ? !every(distinct, /^I-./) : scheme === "auto" && isBare(distinct);
  if (bare) refuseWords(distinct, sentences.flat().length, source);
  const tags = sentences.map((sentence) => sentence.map((tag) => readTag(tag, source, bare)));
  const taken = scheme !== "auto" ? scheme : bare ? "io" : recognize(distinct, tags);
  return {
    scheme: taken,
    sentences: tags.map(joinTags),
    irregular: sentences.flatMap((sentence, s) =>
      sentence
        .filter((_, i) => !follows(taken, tags[s]?.[i - 1] ?? OUTSIDE, tags[s]?.[i] as Tag))
        .map(({ line }) => line),
    ),
  };
}

/** Types repeat, words seldom do: so many different "types" are the words of a file with other columns. */
function refuseWords(distinct: ReadonlySet<string>, lines: number, source: string): void {
  if (distinct.size <= MANY_TYPES || distinct.size * 4 <= lines) return;
  throw new CorpusError(
    { source },
    `the last column has ${distinct.size} different values in ${lines} lines, so it holds no tags`,
    "Put the token into the first column and its tag into the last",
  );
}

/** More types than this are taken for words where they hardly repeat. */
const MANY_TYPES = 20;

function every(tags: ReadonlySet<string>, pattern: RegExp): boolean {
  return [...tags].every((tag) => pattern.test(tag));
}

/** Types without prefixes: some tag has no prefix, and none looks like `B-` or `I-`. */
function isBare(distinct: ReadonlySet<string>): boolean {
  return !every(distinct, PREFIXED) && ![...distinct].some((tag) => /^[BI](-|$)/.test(tag));
}

function readTag({ tag, line }: TagLine, source: string, bare: boolean): Tag {
  if (tag === "O") return OUTSIDE;
  if (bare) return { position: "I", type: tag };
  const match = PREFIXED.exec(tag);
  if (match === null)
    // The field may be a word of a misread file, so it is not printed.
    throw new CorpusError(
      { source, line },
      "the last column is no tag: neither O nor a type after B-, I-, E- or S-",
      "Correct the line, or name the scheme io if the last column holds bare types",
    );
  return { position: POSITIONS[match[1] as string] as Position, type: match[2] ?? UNTYPED };
}

function recognize(
  distinct: ReadonlySet<string>,
  sentences: readonly (readonly Tag[])[],
): TagScheme {
  if (!every(distinct, /^[BI](-|$)/)) return "bioes";
  if (distinct.size > 0 && every(distinct, /^I(-|$)/)) return "io";
  let needlessB = false;
  let openingI = false;
  for (const tags of sentences)
    tags.forEach((tag, i) => {
      const after = tags[i - 1]?.type === tag.type;
      if (tag.position === "B" && !after) needlessB = true;
      if (tag.position === "I" && !after) openingI = true;
    });
  return openingI && !needlessB ? "iob1" : "iob2";
}

/** Whether `tag` may follow `previous` under the scheme; at the start of a sentence `O` precedes. */
function follows(scheme: TagScheme, previous: Tag, tag: Tag): boolean {
  if (scheme === "iob1" || scheme === "io") return true;
  const inside = tag.position === "I" || tag.position === "E";
  const open = previous.position === "B" || previous.position === "I";
  const goesOn = open && previous.type === tag.type;
  return scheme === "iob2" ? !inside || goesOn : inside ? goesOn : !open;
}

function joinTags(tags: readonly Tag[]): Chunk[] {
  const chunks: { first: number; last: number; type: string }[] = [];
  let previous = OUTSIDE;
  tags.forEach((tag, i) => {
    const starts =
      tag.position === "B" ||
      tag.position === "S" ||
      previous.type !== tag.type ||
      previous.position === "E" ||
      previous.position === "S";
    if (tag.position !== "O") {
      if (starts) chunks.push({ first: i, last: i, type: tag.type });
      else (chunks.at(-1) as { last: number }).last = i;
    }
    previous = tag;
  });
  return chunks;
}
