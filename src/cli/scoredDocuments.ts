/** The documents that a saved model is scored on: a corpus, or what a split file calls test. */
import { type Document, namedSplit, readCorpus } from "../corpus/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { readSplit } from "./readSplit.js";
import { describe } from "./trainData.js";

/** Flags that name the documents. */
export interface ScoredOptions {
  readonly corpus: string;
  readonly corpusFormat?: string;
  readonly split?: string;
}

/** Reads the documents, and prints what the reader noticed. */
export async function readScoredDocuments(
  { corpus: path, corpusFormat, split }: ScoredOptions,
  io: Io,
): Promise<readonly Document[]> {
  const corpus = await readCorpus(path, { format: corpusFormat ?? "auto" });
  for (const notice of describe(path, corpus)) io.stderr(`note: ${notice}\n`);
  if (split === undefined) return corpus.documents;
  const { test } = namedSplit(corpus.documents, await readSplit(split), { source: split });
  if (test.length === 0)
    throw new CliError(
      { source: split },
      "the split names no test document",
      "Name some, or leave --split out",
    );
  return test;
}
