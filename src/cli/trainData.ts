/** The documents of a training run: from corpus, split file and flags to train, dev and test parts. */
import type { AskedConfig } from "../config/index.js";
import { createRandom } from "../core/index.js";
import {
  type Corpus,
  type Document,
  type FlattenOptions,
  flatten,
  type GroupSource,
  groupDocuments,
  readCorpus,
  splitByDocument,
  typesOf,
} from "../corpus/index.js";
import { CliError } from "./error.js";
import { checkReadable, linesOfProblems } from "./problems.js";
import { readSettings } from "./readSettings.js";
import { readSplit, type SplitFlags } from "./readSplit.js";

/** Flags that decide the parts. */
export interface DataOptions extends SplitFlags {
  readonly corpus: string;
  readonly corpusFormat?: string | undefined;
  readonly read?: readonly string[] | undefined;
  readonly skipUnreadable?: true | undefined;
  readonly test?: string | undefined;
}

/** Documents of each part, types of the training part in alphabetical order, and what to tell the user. */
export interface TrainData {
  readonly train: readonly Document[];
  readonly dev?: readonly Document[];
  readonly test?: readonly Document[];
  /** The training part with what was drawn from it for dev. */
  readonly undivided: readonly Document[];
  /** What the split keeps together, where a split file says so. */
  readonly made?: GroupSource | undefined;
  readonly types: readonly string[];
  readonly notices: readonly string[];
}

/**
 * Reads and splits.
 * @throws CliError if the training part has no document, no mention, or one type only while that is refused
 */
export async function readTrainData(options: DataOptions, config: AskedConfig): Promise<TrainData> {
  const notices: string[] = [];
  const read = async (path: string): Promise<readonly Document[]> => {
    const corpus = await readCorpus(path, {
      ...{ format: options.corpusFormat, settings: readSettings(options.read) },
    });
    notices.push(...describe(path, corpus));
    checkReadable(corpus.problems, options);
    return corpus.documents;
  };
  const documents = await read(options.corpus);
  const named = await readSplit(documents, options, { parts: "all" });
  notices.push(...(named?.notices ?? []));
  if (named?.unused.length)
    notices.push(`${named.unused.length} documents are in no part of ${options.split}`);
  if (named?.train.length === 0)
    throw new CliError(
      { source: options.split },
      "the split names no training document",
      "Name some under train, or leave train out for the rest",
    );
  let train: readonly Document[] = named?.train ?? documents;
  const undivided = train;
  const wanted = config.training.dev;
  let dev: readonly Document[] | undefined =
    named?.dev.length && wanted !== "none" ? named.dev : undefined;
  if (!dev && typeof wanted === "number") {
    if (train.length === 1)
      throw new CliError(
        { source: options.corpus },
        "there is one document to train on, so no share of it for dev",
        "Give more documents, a folder with --dev DIR, or --dev none",
      );
    const random = createRandom(config.seed).stream("split");
    const { groups, notice } = groupsFor(train, named?.made);
    const parts = splitByDocument(train, { fraction: wanted, random, groups });
    notices.push(...notice);
    ({ train, dev } = parts);
  } else if (!dev && typeof wanted === "string" && wanted !== "none") dev = await read(wanted);
  const test = options.test
    ? await read(options.test)
    : named?.test.length
      ? named.test
      : undefined;
  const types = typesOf(train);
  checkTypes(types, options.corpus, config);
  for (const [part, others] of Object.entries({ dev, test }))
    if (others) notices.push(...compare(part, others, { train, policies: config.labels }));
  const parts = { train, ...(dev ? { dev } : {}), ...(test ? { test } : {}) };
  return { ...parts, undivided, made: named?.made, types, notices };
}

/** What stays on one side of train and dev, or in one fold; near duplicates only where not all documents are. */
export function groupsFor(train: readonly Document[], made: GroupSource = {}) {
  const { groups, alike } = groupDocuments(train, made);
  if (alike === 0) return { groups, notice: [] };
  if (new Set(groups.values()).size > 1)
    return { groups, notice: [`${alike} near duplicates stay on one side of train and dev`] };
  return {
    groups: groupDocuments(train, { ...made, nearDuplicates: "ignore" }).groups,
    notice: ["all documents are near duplicates: scores of the dev part will be too high"],
  };
}

/**
 * What the user should know of a part that is scored.
 * @throws CorpusError if it has mentions that the policies refuse, which scoring would find out only after an epoch
 */
function compare(
  part: string,
  documents: readonly Document[],
  { train, policies }: { train: readonly Document[]; policies: FlattenOptions },
): string[] {
  for (const document of documents) flatten(document, policies);
  const found = typesOf(documents);
  const texts = new Set(train.map(({ text }) => text));
  const seen = documents.filter(({ text }) => texts.has(text)).length;
  return [
    ...(found.length === 0 ? [`the ${part} part has no annotated mention to score`] : []),
    ...(seen > 0
      ? [`${seen} texts of the ${part} part are in the training part: its scores will be too high`]
      : []),
  ];
}

/** What the reader says of a corpus, odd lines included. */
export function describe(path: string, { problems, notices }: Corpus): string[] {
  return [...notices.map((notice) => `${path}: ${notice}`), ...linesOfProblems(problems)];
}

function checkTypes(types: readonly string[], source: string, config: AskedConfig): void {
  if (types.length === 0)
    throw new CliError(
      { source },
      "the training part has no annotated mention",
      "Check that the annotations are where the reader looks for them",
    );
  if (types.length === 1 && config.labels.oneType === "refuse")
    throw new CliError(
      { source },
      `the training part has mentions of one type only, ${types[0]}`,
      "Annotate a second type, or train one against the rest with --set labels.oneType=allow",
    );
}
