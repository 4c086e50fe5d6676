/** The documents that a saved model is scored on: a corpus, or what a split file calls test. */
import { type Document, readCorpus } from "../corpus/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { checkReadable } from "./problems.js";
import { readSettings } from "./readSettings.js";
import { readSplit, type SplitFlags } from "./readSplit.js";
import { describe } from "./trainData.js";

/** Flags that name the documents. */
export interface ScoredOptions extends SplitFlags {
  readonly corpus: string;
  readonly corpusFormat?: string;
  readonly read?: readonly string[];
  readonly skipUnreadable?: true;
}

/** Reads the documents, and prints what the reader noticed. */
export async function readScoredDocuments(
  { corpus: path, corpusFormat, read, ...flags }: ScoredOptions,
  io: Io,
): Promise<readonly Document[]> {
  const corpus = await readCorpus(path, {
    ...{ format: corpusFormat, settings: readSettings(read) },
  });
  for (const notice of describe(path, corpus)) io.stderr(`note: ${notice}\n`);
  checkReadable(corpus.problems, flags);
  const named = await readSplit(corpus.documents, flags, { parts: "test" });
  for (const notice of named?.notices ?? []) io.stderr(`note: ${notice}\n`);
  if (named?.test.length === 0)
    throw new CliError(
      { source: flags.split },
      "the split names no test document",
      "Name some, or leave --split out",
    );
  return named?.test ?? corpus.documents;
}
