/** The labels of a classifier: types of mentions under a tagging scheme. */

import type { Span } from "../core/index.js";
import { LabelError } from "./error.js";

/**
 * `io`: the type alone. `bio` (IOB2): B on the first piece of a mention, I on the others. `bioes`: also E on
 * the last, S on the only one.
 * @see Tjong Kim Sang & Veenstra 1999; Ratinov & Roth 2009 (bioes there as BILOU)
 */
export type Scheme = "io" | "bio" | "bioes";

/** Part of a mention that a label stands for; `io` has I alone. */
export type Prefix = "B" | "I" | "E" | "S";

/** The classes of a classifier, in the order of its last axis. */
export interface LabelSet {
  readonly scheme: Scheme;
  readonly types: readonly string[];
  /** `labels[0]` is `O`; then each type in turn with all its prefixes. */
  readonly labels: readonly string[];
}

/** Label of positions that carry no loss and no prediction. */
export const IGNORED = -100;

/** The schemes, simplest first. */
export const SCHEMES: readonly Scheme[] = ["io", "bio", "bioes"];

const PREFIXES: Readonly<Record<Scheme, readonly Prefix[]>> = {
  io: ["I"],
  bio: ["B", "I"],
  bioes: ["B", "I", "E", "S"],
};

/**
 * Makes the labels of a scheme.
 * @param types in the order that their labels shall have
 * @throws LabelError if there are none, or one is empty, repeated or named `O`
 */
export function createLabelSet({
  scheme,
  types,
}: {
  readonly scheme: Scheme;
  readonly types: readonly string[];
}): LabelSet {
  if (types.length === 0)
    throw new LabelError(
      {},
      "there are 0 types to learn",
      "Annotate mentions of at least one type",
    );
  const placeOf = new Map<string, number>();
  for (const [i, type] of types.entries()) {
    if (type.trim() === "")
      throw new LabelError({}, `type ${i + 1} of ${types.length} has no name`, "Give it a name");
    if (type === "O")
      throw new LabelError(
        {},
        `type ${i + 1} of ${types.length} is named O, which means "no mention"`,
        "Rename the type in the corpus",
      );
    const before = placeOf.get(type);
    placeOf.set(type, i);
    if (before !== undefined)
      throw new LabelError(
        {},
        `types ${before + 1} and ${i + 1} of ${types.length} are both named ${type}`,
        "Name each type once",
      );
  }
  const named = (type: string) =>
    scheme === "io" ? [type] : PREFIXES[scheme].map((prefix) => `${prefix}-${type}`);
  return { scheme, types, labels: ["O", ...types.flatMap(named)] };
}

/** Index of the type of a label; -1 for `O` and {@link IGNORED}. */
export function typeIndexOf({ scheme }: LabelSet, labelId: number): number {
  return labelId <= 0 ? -1 : Math.floor((labelId - 1) / PREFIXES[scheme].length);
}

/** Ids [start, end) of the labels of a type; those of index -1 are `O` alone. */
export function labelsOfType({ scheme }: LabelSet, typeIndex: number): Span {
  if (typeIndex < 0) return { start: 0, end: 1 };
  const { length } = PREFIXES[scheme];
  return { start: 1 + typeIndex * length, end: 1 + (typeIndex + 1) * length };
}

/** Prefix of a label other than `O`; I throughout `io`. */
export function prefixOf({ scheme }: LabelSet, labelId: number): Prefix {
  const prefixes = PREFIXES[scheme];
  return prefixes[(labelId - 1) % prefixes.length] as Prefix;
}

/**
 * Id of the label for a piece of a mention.
 * @param place whether the piece is the first, the last, both or neither of its mention
 */
export function labelIdOf(
  { scheme }: LabelSet,
  typeIndex: number,
  place: { readonly isFirst: boolean; readonly isLast: boolean },
): number {
  const prefixes = PREFIXES[scheme];
  const single = place.isFirst && place.isLast;
  const wanted: Prefix = single ? "S" : place.isFirst ? "B" : place.isLast ? "E" : "I";
  const fallback: Prefix = place.isFirst ? "B" : "I"; // of schemes without S and E
  const index = prefixes.includes(wanted) ? prefixes.indexOf(wanted) : prefixes.indexOf(fallback);
  return 1 + typeIndex * prefixes.length + Math.max(0, index);
}

/**
 * Recognises a label set from its labels.
 * @param names the labels in the order of their ids (`id2label` of a `config.json`)
 * @throws LabelError if they are no label set of raretag
 */
export function labelSetFromNames(names: readonly string[]): LabelSet {
  const tagged = names.slice(1).map((name) => /^([BIES])-(.+)$/s.exec(name));
  const types = [...new Set(tagged.map((match) => match?.[2] ?? ""))];
  const isPrefixed = types.length > 0 && !types.includes("");
  for (const scheme of isPrefixed ? SCHEMES.slice(1) : []) {
    const set = createLabelSet({ scheme, types });
    if (isSame(set.labels, names)) return set;
  }
  // Several labels of one type under prefixes are a scheme in an order that is not ours, no plain types.
  if (names[0] === "O" && !(isPrefixed && types.length < tagged.length))
    return createLabelSet({ scheme: "io", types: names.slice(1) });
  throw new LabelError(
    {},
    names[0] === "O"
      ? `the ${names.length} labels mix prefixes in an order that is neither bio nor bioes`
      : `label 0 is ${names[0] ?? "missing"} instead of O`,
    "Use a model that raretag has trained",
  );
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
