/** Parts of a corpus, by document: never by sentence, which would leak one text into both sides. */

import type { Random } from "../core/index.js";
import { byId, type Document } from "./document.js";
import { CorpusError } from "./error.js";
import { type Item, stratify } from "./stratify.js";

/** A type that one side of a split does not have. */
export interface OneSided {
  readonly type: string;
  /** The side that has it. */
  readonly side: "train" | "dev";
  /** Documents with it; with two or more the split could not do better. */
  readonly documents: number;
}

/** A corpus in two parts, each sorted by document id. */
export interface Split {
  readonly train: Document[];
  readonly dev: Document[];
  readonly oneSided: readonly OneSided[];
}

/** What a split needs beside the documents. */
export interface SplitOptions {
  readonly random: Random;
  /** A name for each document of a group, which is never parted; others are by themselves. */
  readonly groups?: ReadonlyMap<string, string> | undefined;
}

/**
 * Splits off `fraction` of the documents, rounded, at least one on either side, so that types are on
 * both sides where they can be and in proportion where they are frequent. With groups of several documents the
 * share is met as nearly as they allow. The order of `documents` does not matter.
 * @throws CorpusError if `fraction` is not between 0 and 1, or there are fewer than two documents or groups
 */
export function splitByDocument(
  documents: readonly Document[],
  { fraction, ...options }: SplitOptions & { readonly fraction: number },
): Split {
  if (!(fraction > 0 && fraction < 1))
    throw new CorpusError({}, `fraction ${fraction} is not between 0 and 1`, "Give one like 0.1");
  const dev = Math.min(Math.max(Math.round(documents.length * fraction), 1), documents.length - 1);
  const [held, rest] = part(documents, [dev, documents.length - dev], options) as [
    Document[],
    Document[],
  ];
  return { train: rest, dev: held, oneSided: findOneSided(rest, held) };
}

/**
 * Parts the documents into `folds` of equal size (to one document, or as nearly as groups allow) for
 * cross-validation.
 * @returns for each fold its documents as `dev` and all others as `train`
 * @throws CorpusError if there are fewer than two folds, or fewer documents or groups than folds
 */
export function splitIntoFolds(
  documents: readonly Document[],
  { folds, ...options }: SplitOptions & { readonly folds: number },
): Split[] {
  if (!Number.isInteger(folds) || folds < 2)
    throw new CorpusError({}, `${folds} folds are not two or more`, "Give a whole number like 5");
  const sizes = Array.from({ length: folds }, (_, i) =>
    Math.floor((documents.length + folds - 1 - i) / folds),
  );
  const parts = part(documents, sizes, options);
  return parts.map((dev) => {
    const train = parts
      .filter((other) => other !== dev)
      .flat()
      .sort(byId);
    return { train, dev, oneSided: findOneSided(train, dev) };
  });
}

/** Document ids of each part, as a split file names them. */
export interface SplitNames {
  readonly train?: readonly string[] | undefined;
  readonly dev?: readonly string[] | undefined;
  readonly test?: readonly string[] | undefined;
}

/** The parts that a split file names, and the documents that it does not. */
export interface NamedSplit {
  readonly train: Document[];
  readonly dev: Document[];
  readonly test: Document[];
  readonly unused: Document[];
}

/**
 * Selects documents by id, in the order named. Where `train` is not named, it is all that is in no other part.
 * @param options.source the split file, for errors
 * @throws CorpusError naming the id, if it is unknown or named twice
 */
export function namedSplit(
  documents: readonly Document[],
  names: SplitNames,
  { source }: { readonly source?: string } = {},
): NamedSplit {
  const known = new Map(documents.map((document) => [document.id, document]));
  const partOf = new Map<string, string>();
  const select = (name: keyof SplitNames) =>
    (names[name] ?? []).map((id) => {
      const document = known.get(id);
      if (document === undefined)
        throw new CorpusError(
          { source },
          `${name} names document ${id}, which is none of the ${known.size} of the corpus`,
          "Name documents by their path in the corpus, without extension",
        );
      const other = partOf.get(id);
      if (other !== undefined)
        throw new CorpusError(
          { source },
          `document ${id} is named in ${other} and in ${name}`,
          "Name each document once",
        );
      partOf.set(id, name);
      return document;
    });
  const [train, dev, test] = [select("train"), select("dev"), select("test")];
  const rest = documents.filter(({ id }) => !partOf.has(id)).sort(byId);
  return names.train === undefined
    ? { train: rest, dev, test, unused: [] }
    : { train, dev, test, unused: rest };
}

/**
 * Stratified parts of the given sizes, each sorted by id; sorted beforehand, so that the order given does not matter.
 * @throws CorpusError if there are fewer documents or groups than parts
 */
function part(
  documents: readonly Document[],
  sizes: readonly number[],
  { random, groups }: SplitOptions,
): Document[][] {
  const members = new Map<string, Document[]>();
  for (const document of [...documents].sort(byId)) {
    const name = groups?.get(document.id);
    const key = name === undefined ? `document ${document.id}` : `group ${name}`;
    const group = members.get(key);
    if (group === undefined) members.set(key, [document]);
    else group.push(document);
  }
  const items = [...members.values()];
  if (items.length < sizes.length)
    throw new CorpusError(
      {},
      items.length === documents.length
        ? `${documents.length} documents cannot be parted into ${sizes.length}`
        : `${documents.length} documents belong together in ${items.length === 1 ? "1 group" : `${items.length} groups`}, which cannot be parted into ${sizes.length}`,
      items.length === documents.length
        ? "Give more documents, or a part of its own"
        : "Give more documents, or take near duplicates apart with --near-duplicates ignore",
    );
  const parts = stratify(items.map(itemOf), sizes, random);
  return sizes.map((_, p) =>
    items
      .filter((_, i) => parts[i] === p)
      .flat()
      .sort(byId),
  );
}

function itemOf(group: readonly Document[]): Item {
  const types = new Map<string, number>();
  for (const { mentions } of group)
    for (const type of new Set(mentions.map((mention) => mention.type).sort()))
      types.set(type, (types.get(type) ?? 0) + 1);
  return { size: group.length, types };
}

function findOneSided(train: readonly Document[], dev: readonly Document[]): OneSided[] {
  const [inTrain, inDev] = [itemOf(train).types, itemOf(dev).types];
  return [...new Set([...inTrain.keys(), ...inDev.keys()])].sort().flatMap((type) => {
    const [a, b] = [inTrain.get(type) ?? 0, inDev.get(type) ?? 0];
    return a > 0 && b > 0
      ? []
      : [{ type, side: a > 0 ? "train" : "dev", documents: a + b } as const];
  });
}
