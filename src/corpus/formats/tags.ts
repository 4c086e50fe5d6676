/** Tags of column files: recognising the scheme, reading tags under it, and joining them to chunks. */

/** Schemes of tags; `io` is types alone, with `I-` before them or bare. */
export const TAG_SCHEMES = ["iob1", "iob2", "bioes", "io"] as const;

/** One of {@link TAG_SCHEMES}. */
export type TagScheme = (typeof TAG_SCHEMES)[number];

/** What else people call the schemes. */
const ALIASES: Readonly<Record<string, TagScheme>> = {
  ...{ iob: "iob2", bio: "iob2", bio1: "iob1", bio2: "iob2" },
  ...{ bilou: "bioes", iobes: "bioes", bmewo: "bioes", bmeso: "bioes" },
};

/** The scheme of a name; undefined if there is none. */
export function schemeNamed(name: string): TagScheme | undefined {
  const lower = name.toLowerCase();
  return TAG_SCHEMES.find((scheme) => scheme === lower) ?? ALIASES[lower];
}

/** How the tags of a file are to be read. */
export interface TagReading {
  readonly scheme: TagScheme;
  /** Types stand without a prefix. */
  readonly bare: boolean;
}

/** Tokens `first` to `last`, both included, of one sentence. */
export interface Chunk {
  readonly first: number;
  readonly last: number;
  readonly type: string;
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

function parsePrefixed(tag: string): Tag | undefined {
  const [, prefix, type = UNTYPED] = PREFIXED.exec(tag) ?? [];
  return prefix === undefined ? undefined : { position: POSITIONS[prefix] as Position, type };
}

/** Looks at the tags of a file one by one. */
export interface TagSurvey {
  /** @param previous the tag before it in its sentence */
  add(tag: string, previous: string | undefined): void;
  /** How to read them, under the scheme that is named or found; undefined if they are no tags but words. */
  reading(named: TagScheme | undefined): TagReading | undefined;
  /** Different tags among the first {@link TAG_SAMPLE}. */
  readonly distinct: ReadonlySet<string>;
}

/** Tags that are looked at for being words. */
export const TAG_SAMPLE = 10_000;
/** More types than this are taken for words where they hardly repeat: types do, words seldom. */
const MANY_TYPES = 20;

/** Starts a survey of one file. */
export function createTagSurvey(): TagSurvey {
  const distinct = new Set<string>();
  const counts = { rows: 0, bare: 0, B: 0, I: 0, ends: 0, needlessB: 0, openingI: 0 };
  return {
    distinct,
    add(tag, previous) {
      if (counts.rows++ < TAG_SAMPLE) distinct.add(tag);
      if (tag === "O") return;
      const parsed = parsePrefixed(tag);
      if (parsed === undefined) {
        counts.bare++;
        return;
      }
      const { position, type } = parsed;
      const after = previous !== undefined && parsePrefixed(previous)?.type === type;
      if (position === "B") counts.B++;
      else if (position === "I") counts.I++;
      else counts.ends++;
      if (position === "B" && !after) counts.needlessB++;
      if (position === "I" && !after) counts.openingI++;
    },
    reading(named) {
      const { rows, B, I, ends } = counts;
      const prefixed = B + I + ends;
      const bare =
        named === "io"
          ? counts.bare > 0 || B + ends > 0
          : named === undefined && counts.bare > prefixed;
      const words = distinct.size > MANY_TYPES && distinct.size * 4 > Math.min(rows, TAG_SAMPLE);
      if (bare && words) return undefined;
      return { scheme: named ?? (bare ? "io" : recognize()), bare };
    },
  };

  /** One tag in twenty that ends a chunk is enough for BIOES; fewer are slips. */
  function recognize(): TagScheme {
    const { B, I, ends, needlessB, openingI } = counts;
    if (ends > 0 && ends * 20 >= B + I) return "bioes";
    if (B === 0 && I > 0) return "io";
    return openingI > needlessB ? "iob1" : "iob2";
  }
}

/** What the tags of one sentence say; places count from 0. */
export interface SentenceTags {
  readonly chunks: readonly Chunk[];
  /** Tags that the scheme forbids after the one before them. */
  readonly irregular: readonly number[];
  /** Fields that are no tags, which are read as `O`. */
  readonly unreadable: readonly number[];
}

/**
 * Chunks start and end where conlleval says, under every scheme: an `I-` that follows no tag of its type starts a
 * chunk, and is listed where the scheme forbids it.
 * @see Tjong Kim Sang & Veenstra 1999; conlleval of CoNLL-2000
 */
export function readTags(tags: readonly string[], { scheme, bare }: TagReading): SentenceTags {
  const chunks: { first: number; last: number; type: string }[] = [];
  const irregular: number[] = [];
  const unreadable: number[] = [];
  let previous = OUTSIDE;
  for (const [i, field] of tags.entries()) {
    const tag = readTag(field, bare);
    if (tag === undefined) unreadable.push(i);
    else if (!follows(scheme, previous, tag)) irregular.push(i);
    const { position, type } = tag ?? OUTSIDE;
    const goesOn =
      (position === "I" || position === "E") &&
      previous.type === type &&
      (previous.position === "B" || previous.position === "I");
    if (position !== "O") {
      if (goesOn) (chunks.at(-1) as { last: number }).last = i;
      else chunks.push({ first: i, last: i, type });
    }
    previous = tag ?? OUTSIDE;
  }
  return { chunks, irregular, unreadable };
}

function readTag(field: string, bare: boolean): Tag | undefined {
  if (field === "O") return OUTSIDE;
  return bare ? { position: "I", type: field } : parsePrefixed(field);
}

/** Whether `tag` may follow `previous` under the scheme; at the start of a sentence `O` precedes. */
function follows(scheme: TagScheme, previous: Tag, tag: Tag): boolean {
  if (scheme === "iob1" || scheme === "io") return true;
  const inside = tag.position === "I" || tag.position === "E";
  const open = previous.position === "B" || previous.position === "I";
  const goesOn = open && previous.type === tag.type;
  return scheme === "iob2" ? !inside || goesOn : inside ? goesOn : !open;
}
