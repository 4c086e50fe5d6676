/** The parts that the split file of `--split` makes of a corpus, which must be the one that was split. */
import {
  compareWithFingerprints,
  type Document,
  describeChanges,
  type NamedSplit,
  namedSplit,
  parseSplitFile,
  type SplitFile,
  type SplitMade,
  type SplitNames,
} from "../corpus/index.js";
import { CliError } from "./error.js";
import { readTextFile } from "./readTextFile.js";

/** Flags that choose a split. */
export interface SplitFlags {
  readonly split?: string | undefined;
  /** Of a cross-validation, from 1. */
  readonly fold?: number | undefined;
  readonly changedCorpus?: "accept" | undefined;
}

/** Documents by part. */
export interface ReadSplit extends NamedSplit {
  /** How the split was made, where the file says so. */
  readonly made?: SplitMade | undefined;
  readonly notices: readonly string[];
}

/**
 * Parts a corpus as a split file says; undefined where there is none.
 * @param options.parts with `test` no other part is filled, and changes of other documents do not matter
 * @throws CliError if the fold is not there, or the corpus has changed and that is not accepted
 * @throws CorpusError if the file has another form, or names a document that is not there or named already
 */
export async function readSplit(
  documents: readonly Document[],
  flags: SplitFlags,
  { parts }: { readonly parts: "all" | "test" },
): Promise<ReadSplit | undefined> {
  const { split: source, fold } = flags;
  if (source === undefined) {
    if (fold !== undefined)
      throw new CliError({ source: "--fold" }, "there is no split file", "Add --split FILE");
    return undefined;
  }
  const file = await parseSplitFile(await readTextFile(source, "--split"), source);
  const { made, fingerprints } = file;
  const chosen = chooseFold(file, { source, fold });
  if (fingerprints === undefined)
    return { ...namedSplit(documents, chosen, { source }), notices: [] };
  const names = parts === "all" ? chosen : { train: [], test: chosen.test ?? [] };
  const concerns = parts === "all" ? () => true : inSome(names);
  const before = [...fingerprints].filter(([id]) => concerns(id));
  const now = documents.filter(({ id }) => concerns(id));
  const changes = describeChanges(compareWithFingerprints(now, new Map(before)));
  if (changes !== undefined && flags.changedCorpus !== "accept")
    throw new CliError(
      { source },
      `the corpus is not the one that was split: ${changes}`,
      `Split it anew${settingsOf(file)}, or go on all the same with --changed-corpus accept`,
    );
  return {
    ...namedSplit(documents, onlyPresent(names, documents), { source }),
    made,
    notices: changes ? [`${source}: the corpus is not the one that was split: ${changes}`] : [],
  };
}

function chooseFold(
  { splits, folded }: SplitFile,
  { source, fold }: { source: string; fold: number | undefined },
): SplitNames {
  if (!folded && fold !== undefined)
    throw new CliError({ source }, "the split has no folds", "Leave --fold out");
  const chosen = folded ? splits[(fold ?? 0) - 1] : splits[0];
  if (chosen) return chosen;
  throw new CliError(
    { source },
    fold === undefined
      ? `the split has ${splits.length} folds and none is chosen`
      : `the split has ${splits.length} folds, not ${fold}`,
    `Choose one with --fold, from 1 to ${splits.length}`,
  );
}

function inSome(names: SplitNames): (id: string) => boolean {
  const all = new Set(Object.values(names).flat());
  return (id) => all.has(id);
}

/** Readers' settings decide what a document is, so another one changes all of them. */
function settingsOf({ made }: SplitFile): string {
  const read = made?.read;
  return Array.isArray(read) && read.length > 0
    ? `, read it with --read ${read.join(" ")} as when it was split`
    : "";
}

function onlyPresent(names: SplitNames, documents: readonly Document[]): SplitNames {
  const present = new Set(documents.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(names).map(([part, ids]) => [
      part,
      (ids as readonly string[] | undefined)?.filter((id) => present.has(id)),
    ]),
  );
}
