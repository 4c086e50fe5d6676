/** `raretag export`: a model as files that other libraries read. */
import { join } from "node:path";
import { writeAtomically } from "../core/index.js";
import { PRECISIONS } from "../encoder/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import { type ExportFormat, exportedFiles } from "../exporting/index.js";
import type { DecoderName } from "../inference/index.js";
import { createRecognizer, type LoadedModel, loadKnn, loadModel } from "../recognizer/index.js";
import { scoreDocuments } from "../training/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { checkOutputFolder, openOutput } from "./outputFolder.js";
import type { SplitFlags } from "./readSplit.js";
import { readScoredDocuments } from "./scoredDocuments.js";
import { sideBySide } from "./sideBySide.js";

/** Flags and arguments of `raretag export`. */
export interface ExportOptions extends SplitFlags {
  readonly model: string;
  readonly format: ExportFormat;
  readonly out: string;
  readonly decode?: DecoderName;
  readonly corpus?: string;
  readonly corpusFormat?: string;
  readonly read?: readonly string[];
  readonly threads?: number;
  readonly overwrite?: true;
}

/** Writes the files; of int8 prints the scores before and after, where there is a corpus to score. */
export async function runExport(options: ExportOptions, io: Io): Promise<void> {
  const { format, out, overwrite } = options;
  checkFlags(options);
  await checkOutputFolder(out, { overwrite });
  const model = await loadModel(options.model);
  const decoder = decoderOf(model, options);
  const output = await openOutput(out, { overwrite, inputs: [options.model] });
  try {
    const knn = decoder === "knn" ? await loadKnn(model) : undefined;
    for (const [name, content] of exportedFiles(model, { format, knn }))
      await writeAtomically(join(output.folder, name), content, { folders: "make" });
  } catch (error) {
    await output.discard();
    throw error;
  }
  await output.keep();
  io.stderr(`the model is in ${out}, decoded by ${decoder}\n`);
  for (const notice of notices(model, { ...options, decoder })) io.stderr(`note: ${notice}\n`);
  if (format === "onnx-int8") await compareScores(model, { ...options, decoder }, io);
}

function checkFlags({ format, decode, corpus, split }: ExportOptions): void {
  if (format === "hf" && decode === "knn")
    throw new CliError(
      { source: "--decode knn" },
      "the format hf has no place for the training tokens that vote",
      "Choose --format onnx, or leave --decode out",
    );
  if (format !== "onnx-int8" && (corpus ?? split) !== undefined)
    throw new CliError(
      { source: corpus === undefined ? "--split" : "--corpus" },
      `the format ${format} computes what the model computes, so there are no scores to compare`,
      "Use raretag evaluate, or --format onnx-int8",
    );
  if (split !== undefined && corpus === undefined)
    throw new CliError(
      { source: "--split" },
      "there is no corpus whose documents it names",
      "Add --corpus DIR",
    );
}

/** As asked, else the model's own where the format can hold it. */
function decoderOf(model: LoadedModel, { format, decode }: ExportOptions): DecoderName {
  return decode ?? (format === "hf" ? "argmax" : model.description.decoder);
}

function notices(
  { description }: LoadedModel,
  { format, decoder }: { format: ExportFormat; decoder: DecoderName },
): string[] {
  return [
    ...(format === "hf" && description.decoder === "knn"
      ? ["raretag decodes this model by knn, which only the ONNX formats can hold"]
      : []),
    ...(description.head === "binary" && decoder === "argmax"
      ? ["the types were learned one by one: mentions may overlap, which takes a sigmoid a label"]
      : []),
  ];
}

async function compareScores(
  model: LoadedModel,
  { corpus, decoder, threads, ...options }: ExportOptions & { decoder: DecoderName },
  io: Io,
): Promise<void> {
  if (corpus === undefined) {
    io.stderr("note: no scores were computed; --corpus DIR prints those before and after int8\n");
    return;
  }
  const documents = await readScoredDocuments({ ...options, corpus }, io);
  const { policies } = model.description;
  const reports: Record<string, EvaluationReport> = {};
  for (const precision of PRECISIONS) {
    const recognizer = await createRecognizer(model, { decoder, threads, precision });
    reports[precision] = await scoreDocuments(documents, { ...recognizer.options, policies });
    await recognizer.release();
  }
  io.stdout(`${sideBySide(reports)}\n`);
}
