/** `raretag split`: a file that says which documents are for training and which for scoring. */
import { createRandom, version, writeAtomically } from "../core/index.js";
import {
  type Corpus,
  type Document,
  formatSplitFile,
  type Grouping,
  type GroupSource,
  groupDocuments,
  type Parts,
  PSEUDO_DOCUMENTS,
  planSplits,
  readCorpus,
  type SplitPlan,
} from "../corpus/index.js";
import type { Io } from "./io.js";
import { checkOutputFile } from "./outputFile.js";
import { readSettings } from "./readSettings.js";
import { oneSided, renderParts } from "./splitTable.js";
import { describe } from "./trainData.js";

/** Flags of `raretag split`. */
export interface SplitOptions extends SplitPlan, GroupSource {
  readonly corpus: string;
  readonly corpusFormat?: string;
  readonly read?: readonly string[];
  readonly out: string;
  readonly seed?: number;
  readonly overwrite?: true;
}

/** Of all documents, where nothing is asked for. */
const TEST_SHARE = 0.2;

/** Splits a corpus, prints what each part has of each type, and writes the file. */
export async function runSplit(options: SplitOptions, io: Io): Promise<void> {
  const { corpus: path, out, seed = 1, overwrite } = options;
  await checkOutputFile(out, { overwrite });
  const corpus = await readCorpus(path, {
    ...{ format: options.corpusFormat, settings: readSettings(options.read) },
  });
  for (const notice of describe(path, corpus)) io.stderr(`note: ${notice}\n`);
  const { documents } = corpus;
  const { folds, repeats, dev, group, groupField, nearDuplicates = "keep" } = options;
  const test = options.test ?? (folds === undefined && dev === undefined ? TEST_SHARE : undefined);
  const grouping = groupDocuments(documents, { group, groupField, nearDuplicates });
  const splits = planSplits(
    documents,
    { test, dev, folds, repeats },
    { groups: grouping.groups, random: createRandom(seed).stream("split") },
  );
  const folded = folds !== undefined;
  const lines = [
    ...describeGroups(documents, grouping),
    ...(folded ? describeFolds(splits, folds) : describeParts(splits[0] as Parts)),
    ...describeLeakage(corpus, splits),
  ];
  const made = {
    ...{ by: `raretag ${version()}`, seed, test, dev, folds, repeats, group, groupField },
    ...{ nearDuplicates, format: corpus.format, read: options.read },
  };
  await writeAtomically(out, formatSplitFile({ documents, made, splits, folded }));
  const settings = (options.read ?? []).map((setting) => ` --read ${setting}`).join("");
  const fold = folded ? " --fold 1" : "";
  io.stdout(`${lines.join("\n")}\n\nthe parts are named in ${out}:\n`);
  io.stdout(`raretag train --corpus ${path}${settings} --split ${out}${fold} --out model\n`);
}

function describeGroups(documents: readonly Document[], grouping: Grouping): string[] {
  const sizes = new Map<string, number>();
  for (const name of grouping.groups.values()) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const { unnamed, alike } = grouping;
  const largest = [...sizes.values()].reduce((most, size) => Math.max(most, size), 0);
  return [
    largest === 1
      ? `${documents.length} documents, each by itself`
      : `${documents.length} documents in ${sizes.size} groups that are not parted, the largest of ${largest}`,
    ...(alike > 0 ? [`${alike} documents have a near duplicate`] : []),
    ...(unnamed.length > 0
      ? [
          `${unnamed.length} documents have no name of a group, so each is one: ${unnamed.slice(0, 3).join(", ")}${unnamed.length > 3 ? ", ..." : ""}`,
        ]
      : []),
  ];
}

function describeParts(parts: Parts): string[] {
  const named = (["train", "dev", "test"] as const)
    .map((name) => ({ name, documents: parts[name] }))
    .filter(({ documents }) => documents.length > 0);
  const held = [...parts.dev, ...parts.test];
  const alone = oneSided([
    { name: "train", documents: parts.train },
    { name: "held out", documents: held },
  ]);
  return [
    ...["", renderParts(named)],
    ...(alone.has("train") ? [`only in train, so never scored: ${alone.get("train")}`] : []),
    ...(alone.has("held out") ? [`not in train, so never learned: ${alone.get("held out")}`] : []),
  ];
}

/** A table for each repeat, of the test parts of its folds. */
function describeFolds(splits: readonly Parts[], folds: number): string[] {
  const named = splits.map(({ test }, i) => ({ name: `fold ${i + 1}`, documents: test }));
  return Array.from({ length: named.length / folds }, (_, repeat) => {
    const parts = named.slice(repeat * folds, (repeat + 1) * folds);
    const alone = [...oneSided(parts)].map(([name, types]) => `only in ${name}: ${types}`);
    return ["", renderParts(parts), ...alone];
  }).flat();
}

/** How much of a text can be in another part than what precedes it, where a corpus has no real documents. */
function describeLeakage({ documents, notices }: Corpus, splits: readonly Parts[]): string[] {
  if (!notices.some((notice) => notice.includes(PSEUDO_DOCUMENTS))) return [];
  const learned = new Set((splits[0] as Parts).train.map(({ id }) => id));
  const fileOf = (id: string) => id.replace(/\d+$/, "");
  const borders = documents.filter(({ id }, i) => {
    const before = documents[i - 1]?.id ?? "";
    return fileOf(before) === fileOf(id) && learned.has(before) !== learned.has(id);
  });
  const fold = splits.length > 1 ? " of fold 1" : "";
  return [
    "",
    `LEAKAGE: the files do not say where a document ends. At ${borders.length} places the training part${fold} borders on what is held out, perhaps inside of a text: scores can be too high. Larger blocks have fewer borders: --read block=N`,
  ];
}
