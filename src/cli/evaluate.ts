/** `raretag evaluate`: the scores of a model on an annotated corpus. */
import { writeAtomically } from "../core/index.js";
import { typesOf } from "../corpus/index.js";
import type { Precision } from "../encoder/index.js";
import { countConfusions, listErrors, renderReport } from "../evaluation/index.js";
import type { DecoderName } from "../inference/index.js";
import { createRecognizer, loadModel } from "../recognizer/index.js";
import { type DeviceName, openDevice } from "../runtime/index.js";
import { scorePredictions } from "../training/index.js";
import { CliError } from "./error.js";
import { type Io, noticesOn } from "./io.js";
import { checkOutputFile } from "./outputFile.js";
import { readScoredDocuments, type ScoredOptions } from "./scoredDocuments.js";

/** Flags of `raretag evaluate`. */
export interface EvaluateOptions extends ScoredOptions {
  readonly model: string;
  readonly decode?: DecoderName;
  readonly threads?: number;
  readonly precision?: Precision;
  readonly device?: DeviceName | "auto";
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
  const documents = await readScoredDocuments(options, io);
  const model = await loadModel(options.model);
  await checkOutputFile(options.out, options);
  await checkOutputFile(options.errors, options);
  const unknown = typesOf(documents).filter((type) => !model.labelSet.types.includes(type));
  if (unknown.length > 0)
    io.stderr(`note: types that the model does not know, so never finds: ${unknown.join(", ")}\n`);
  const recognizer = await createRecognizer(model, {
    decoder: options.decode,
    threads: options.threads,
    precision: options.precision,
    device: await openDevice(options.device ?? "cpu", noticesOn(io)),
  });
  const predictions = await recognizer.predict(documents);
  await recognizer.release();
  const report = scorePredictions(documents, predictions, {
    labelSet: model.labelSet,
    policies: model.description.policies,
    decode: recognizer.decoder,
  });
  io.stdout(`${renderReport(report, { metrics: options.metrics ?? "harmonic" })}\n`);
  if (options.out) await writeAtomically(options.out, `${JSON.stringify(report, null, 2)}\n`);
  if (!options.errors) return;
  const rows = listErrors(
    documents.map(({ id, mentions }, i) => ({
      document: id,
      gold: mentions,
      predicted: predictions[i]?.mentions ?? [],
    })),
    options.withText ? { texts: new Map(documents.map(({ id, text }) => [id, text])) } : {},
  );
  await writeAtomically(options.errors, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  io.stdout(`\n${rows.length} differences in ${options.errors}; the most frequent:\n`);
  for (const { gold, predicted, kind, count } of countConfusions(rows).slice(0, CONFUSIONS_SHOWN))
    io.stdout(
      `${String(count).padStart(6)}  ${kind.padEnd(9)}  ${gold ?? "-"} -> ${predicted ?? "-"}\n`,
    );
}
