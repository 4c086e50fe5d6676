/** `raretag evaluate`: the scores of a model on an annotated corpus. */
import { type Document, namedSplit, readCorpus, writeAtomic } from "../corpus/index.js";
import { countConfusions, listErrors, renderReport } from "../evaluation/index.js";
import type { DecoderName } from "../inference/index.js";
import { createRecognizer, loadModel } from "../recognizer/index.js";
import { scorePredictions } from "../training/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { checkOutputFile } from "./outputFile.js";
import { readSplit } from "./readSplit.js";
import { describe, typesOf } from "./trainData.js";

/** Flags of `raretag evaluate`. */
export interface EvaluateOptions {
  readonly model: string;
  readonly corpus: string;
  readonly corpusFormat?: string;
  readonly split?: string;
  readonly decode?: DecoderName;
  readonly threads?: number;
  readonly metrics?: "harmonic" | "paper";
  readonly out?: string;
  readonly errors?: string;
  readonly withText?: true;
  readonly overwrite?: true;
}

/** Most frequent confusions that are printed. */
const CONFUSIONS_SHOWN = 15;

/** Prints the scores of a model; writes all of them, and every error, where asked. */
export async function runEvaluate(options: EvaluateOptions, io: Io): Promise<void> {
  if (options.withText && options.errors === undefined)
    throw new CliError(
      { source: "--with-text" },
      "there is no list to put texts into",
      "Add --errors FILE",
    );
  const documents = await readDocuments(options, io);
  const model = await loadModel(options.model);
  await checkOutputFile(options.out, options);
  await checkOutputFile(options.errors, options);
  const unknown = typesOf(documents).filter((type) => !model.labelSet.types.includes(type));
  if (unknown.length > 0)
    io.stderr(`note: types that the model does not know, so never finds: ${unknown.join(", ")}\n`);
  const recognizer = await createRecognizer(model, {
    decoder: options.decode,
    threads: options.threads,
  });
  const predictions = await recognizer.predict(documents);
  await recognizer.release();
  const report = scorePredictions(documents, predictions, {
    labelSet: model.labelSet,
    policies: model.description.policies,
    decode: recognizer.decoder,
  });
  io.stdout(`${renderReport(report, { metrics: options.metrics ?? "harmonic" })}\n`);
  if (options.out) await writeAtomic(options.out, `${JSON.stringify(report, null, 2)}\n`);
  if (!options.errors) return;
  const rows = listErrors(
    documents.map(({ id, mentions }, i) => ({
      document: id,
      gold: mentions,
      predicted: predictions[i]?.mentions ?? [],
    })),
    options.withText ? { texts: new Map(documents.map(({ id, text }) => [id, text])) } : {},
  );
  await writeAtomic(options.errors, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  io.stdout(`\n${rows.length} differences in ${options.errors}; the most frequent:\n`);
  for (const { gold, predicted, kind, count } of countConfusions(rows).slice(0, CONFUSIONS_SHOWN))
    io.stdout(
      `${String(count).padStart(6)}  ${kind.padEnd(9)}  ${gold ?? "-"} -> ${predicted ?? "-"}\n`,
    );
}

async function readDocuments(options: EvaluateOptions, io: Io): Promise<readonly Document[]> {
  const { corpus: path, split } = options;
  const corpus = await readCorpus(path, { format: options.corpusFormat ?? "auto" });
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
