/** The documents of a run: its corpus read, parted and changed, as its definition says. */

import { createRandom, type Random } from "../core/index.js";
import {
  byId,
  type Document,
  groupDocuments,
  type Problem,
  readCorpus,
  splitByDocument,
  splitIntoFolds,
  typesOf,
} from "../corpus/index.js";
import { changeLabels } from "./changeLabels.js";
import type { CorpusSource } from "./corpusSource.js";
import { ExperimentError } from "./error.js";

/** Documents of each part, and the types of the training part in alphabetical order. */
export interface Parts {
  readonly train: readonly Document[];
  readonly dev?: readonly Document[] | undefined;
  readonly test: readonly Document[];
  readonly types: readonly string[];
}

/** Which parts are wanted. */
export interface PartsOptions {
  readonly split: number;
  readonly fold: number;
  /** Of the run; random changes of training labels follow it. */
  readonly seed: number;
  /** The dev part as a configuration has it: a share of the training part, a folder or `none`. */
  readonly dev: number | string;
}

/** Reads corpora, each once. */
export interface PartsReader {
  /** @throws ExperimentError if something cannot be read, or a part has no document or no mention */
  parts(source: CorpusSource, options: PartsOptions): Promise<Parts>;
}

/** Starts with nothing read. */
export function createPartsReader(): PartsReader {
  const corpora = new Map<string, Promise<readonly Document[]>>();
  const read = (path: string, { format, read: asked }: CorpusSource) => {
    const key = JSON.stringify([path, format, asked]);
    const found = corpora.get(key) ?? readWhole(path, { format, read: asked });
    corpora.set(key, found);
    return found;
  };
  const groups = new Map<readonly Document[], ReadonlyMap<string, string>>();
  const groupsOf = (documents: readonly Document[]) => {
    const found = groups.get(documents) ?? usableGroups(documents);
    groups.set(documents, found);
    return found;
  };
  return {
    async parts(source, { split, fold, seed, dev: asked }) {
      const random = createRandom(split);
      const whole = await read(source.path, source);
      const all =
        source.aside === undefined
          ? whole
          : parted(whole, {
              ...{ source: { path: source.path, test: source.aside }, fold, random },
              groups: groupsOf(whole),
            }).rest;
      const { rest, test } =
        typeof source.test === "string"
          ? { rest: all, test: await read(source.test, source) }
          : parted(all, { source, fold, random, groups: groupsOf(all) });
      const chosen = firstOf(rest, { source, random });
      const { train, dev } =
        typeof asked === "string"
          ? { train: chosen, dev: asked === "none" ? undefined : await read(asked, source) }
          : splitByDocument(chosen, {
              fraction: asked,
              random: random.stream("dev"),
              groups: groupsOf(all),
            });
      const changed = changeLabels(
        { train, dev, test },
        { change: source.change, random: random.stream("labels"), seed },
      );
      const types = typesOf(changed.train);
      if (types.length === 0 || typesOf(changed.test).length === 0)
        throw new ExperimentError(
          { source: source.path },
          `the training part has mentions of ${types.length} types and the test part of ${typesOf(changed.test).length}`,
          "Give a corpus whose parts are annotated",
        );
      return { ...changed, types };
    },
  };
}

async function readWhole(
  path: string,
  { format, read = [] }: Pick<CorpusSource, "format" | "read">,
): Promise<readonly Document[]> {
  const settings = Object.fromEntries(read.map((setting) => setting.split(/=(.*)/s).slice(0, 2)));
  const { documents, problems } = await readCorpus(path, { format, settings });
  const lost = problems.filter((problem: Problem) => problem.lost);
  if (lost.length > 0)
    throw new ExperimentError(
      { source: path },
      `${lost.length} annotations cannot be read`,
      "Look at them with raretag audit, and correct them first",
    );
  return [...documents].sort(byId); // training follows the order, and fingerprints do not
}

/** What stays together; nothing where all documents are alike, as no split could part them. */
function usableGroups(documents: readonly Document[]): ReadonlyMap<string, string> {
  const { groups } = groupDocuments(documents);
  return new Set(groups.values()).size > 1
    ? groups
    : groupDocuments(documents, { nearDuplicates: "ignore" }).groups;
}

/** The test part by share, number or fold, and the rest. */
function parted(
  documents: readonly Document[],
  {
    source: { path, test, folds },
    fold,
    random,
    groups,
  }: {
    source: CorpusSource;
    fold: number;
    random: Random;
    groups: ReadonlyMap<string, string>;
  },
): { rest: readonly Document[]; test: readonly Document[] } {
  const options = { random: random.stream("test"), groups };
  if (folds !== undefined) {
    const part = splitIntoFolds(documents, { folds, ...options })[fold - 1];
    if (part) return { rest: part.train, test: part.dev };
    throw new ExperimentError(
      { source: path },
      `fold ${fold} is not among ${folds}`,
      "Count from 1",
    );
  }
  const number = Number(test);
  const fraction = number < 1 ? number : number / documents.length;
  if (!(fraction > 0 && fraction < 1))
    throw new ExperimentError(
      { source: path },
      `a test part of ${test} was asked for and there are ${documents.length} documents`,
      "Ask for a share below 1, or fewer documents",
    );
  const { train, dev } = splitByDocument(documents, { fraction, ...options });
  return { rest: train, test: dev };
}

/** The first documents in an order that is random but the same for every number of them. */
function firstOf(
  documents: readonly Document[],
  { source: { path, train }, random }: { source: CorpusSource; random: Random },
): readonly Document[] {
  if (train === undefined) return documents;
  if (train > documents.length)
    throw new ExperimentError(
      { source: path },
      `${train} training documents were asked for and ${documents.length} are left beside the test part`,
      "Ask for fewer, or leave train out",
    );
  return random.stream("order").shuffled(documents).slice(0, train).sort(byId);
}
