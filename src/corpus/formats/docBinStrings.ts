/** spaCy's string store: the 64-bit number that stands for a string in its files. */

/** The names that spaCy numbers from 0 instead of hashing them; `NAME:n` stands for the names `NAME001` to `NAMEn`. */
const NAMES = `IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM LIKE_EMAIL
IS_STOP IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY FLAG19 FLAG20 FLAG21 FLAG22
FLAG23 FLAG24 FLAG25 FLAG26 FLAG27 FLAG28 FLAG29 FLAG30 FLAG31 FLAG32 FLAG33 FLAG34 FLAG35 FLAG36 FLAG37 FLAG38 FLAG39
FLAG40 FLAG41 FLAG42 FLAG43 FLAG44 FLAG45 FLAG46 FLAG47 FLAG48 FLAG49 FLAG50 FLAG51 FLAG52 FLAG53 FLAG54 FLAG55 FLAG56
FLAG57 FLAG58 FLAG59 FLAG60 FLAG61 FLAG62 FLAG63 ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG
DEP ENT_IOB ENT_TYPE HEAD SENT_START SPACY PROB LANG ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT
SCONJ SYM VERB X EOL SPACE DEPRECATED:276 PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE
TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL acomp advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj
cop csubj csubjpass dep det dobj expl hmod hyph infmod intj iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num
number oprd obj obl parataxis partmod pcomp pobj poss possessive preconj prep prt punct quantmod relcl rcmod root xcomp
acl ENT_KB_ID MORPH ENT_ID IDX _`;

/** Names by number; the empty string is 0. @see spacy/symbols.pyx */
export const SYMBOLS: readonly string[] = [
  "",
  ...NAMES.split(/\s/).flatMap((name) => {
    const [stem, count] = name.split(":") as [string, string?];
    return count === undefined
      ? [stem]
      : Array.from({ length: Number(count) }, (_, i) => `${stem}${String(i + 1).padStart(3, "0")}`);
  }),
];

/** Finds the string of a number: one of {@link SYMBOLS}, or the one of `strings` with that hash. */
export function stringStore(strings: Iterable<string>): (id: bigint) => string | undefined {
  const byHash = new Map<bigint, string>();
  for (const string of strings) byHash.set(hashString(string), string);
  return (id) => (id < SYMBOLS.length ? SYMBOLS[Number(id)] : byHash.get(id));
}

const M = 0xc6a4a7935bd1e995n;
const MASK = (1n << 64n) - 1n;
const times = (value: bigint) => (value * M) & MASK;
const shift = (value: bigint) => value ^ (value >> 47n);

/** The hash of a string that is no symbol: MurmurHash64A of its UTF-8 with seed 1. @see spacy/strings.pyx */
export function hashString(string: string): bigint {
  const bytes = UTF8.encode(string);
  const view = new DataView(bytes.buffer);
  let hash = 1n ^ times(BigInt(bytes.length));
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8)
    hash = times(hash ^ times(shift(times(view.getBigUint64(at, true)))));
  if (at < bytes.length) {
    let rest = 0n;
    for (let i = bytes.length - 1; i >= at; i--) rest = (rest << 8n) | BigInt(bytes[i] as number);
    hash = times(hash ^ rest);
  }
  return shift(times(shift(hash)));
}

const UTF8 = new TextEncoder();
