/** `raretag annotate`: the mentions of new text, with their probabilities. */
import { type Document, flatten, openCorpus, readTexts } from "../corpus/index.js";
import type { Precision } from "../encoder/index.js";
import type { DecoderName, Prediction } from "../inference/index.js";
import { createRecognizer, loadModel, type Recognizer } from "../recognizer/index.js";
import { type DeviceName, openDevice } from "../runtime/index.js";
import { type Annotated, annotate } from "./annotation.js";
import { type AnnotationFormat, annotationFormatNamed } from "./annotationFormats.js";
import { CliError } from "./error.js";
import { type Io, noticesOn } from "./io.js";
import { checkOutputFolder, openOutput } from "./outputFolder.js";
import { createProblemLog, type ProblemLog } from "./problems.js";
import { readSettings } from "./readSettings.js";

/** Flags and arguments of `raretag annotate`. */
export interface AnnotateOptions {
  readonly paths: readonly string[];
  readonly model: string;
  readonly from?: string;
  readonly read?: readonly string[];
  readonly format?: string;
  readonly out?: string;
  readonly minProbability?: number;
  readonly decode?: DecoderName;
  readonly threads?: number;
  readonly precision?: Precision;
  readonly device?: DeviceName | "auto";
  readonly neighbours?: true;
  readonly overwrite?: true;
}

/** Texts that go through the model together. */
const CHUNK = 32;

/**
 * Annotates files, folders or standard input. Without `--format`: brat into a folder, colours on a terminal,
 * JSON lines otherwise.
 */
export async function runAnnotate(options: AnnotateOptions, io: Io): Promise<void> {
  const { out } = options;
  const format = annotationFormatNamed(
    options.format ?? (out ? "brat" : io.terminals?.stdout ? "text" : "jsonl"),
  );
  checkFlags(options, format);
  if (out !== undefined) await checkOutputFolder(out, options);
  const log = createProblemLog(io);
  const documents = await readInput(options, { io, log });
  const model = await loadModel(options.model);
  const recognizer = await createRecognizer(model, {
    decoder: options.decode,
    threads: options.threads,
    precision: options.precision,
    device: await openDevice(options.device ?? "cpu", noticesOn(io)),
  });
  if (options.neighbours && recognizer.decoder !== "knn")
    throw new CliError(
      { source: "--neighbours" },
      `the decoder is ${recognizer.decoder} and only knn has neighbours`,
      "Add --decode knn",
    );
  let lost = 0;
  const flat = format.holds !== undefined && !format.holds.has("overlaps");
  const annotated = annotateAll(recognizer, documents, {
    ...options,
    onAnnotated: (document) => {
      if (flat) lost += flatten(document).affected.length;
    },
  });
  const told = { types: model.labelSet.types, onProblem: log.onProblem };
  if (out === undefined)
    for await (const part of (format.print as Print)(annotated, told)) io.stdout(part);
  else {
    const inputs = [...options.paths, options.model];
    const output = await openOutput(out, { overwrite: options.overwrite, inputs });
    try {
      await format.save(output.folder, annotated, told);
    } catch (error) {
      await output.discard();
      throw error;
    }
    await output.keep();
    io.stderr(`${documents.length} annotated texts are in ${out}\n`);
  }
  await recognizer.release();
  log.finish();
  if (lost > 0)
    io.stderr(
      `note: columns hold one type a word, so ${lost} mentions that overlap shorter ones are left out\n`,
    );
}

type Print = NonNullable<AnnotationFormat["print"]>;

function checkFlags({ out, neighbours }: AnnotateOptions, { name, print }: AnnotationFormat): void {
  if (print === undefined && out === undefined)
    throw new CliError(
      { source: `--format ${name}` },
      `${name} needs a folder and --out names none`,
      "Add --out DIR, or choose jsonl, conll or text",
    );
  if (neighbours && name !== "jsonl")
    throw new CliError(
      { source: "--neighbours" },
      `the format is ${name} and only jsonl holds neighbours`,
      "Add --format jsonl",
    );
}

/** Reads the texts; without paths from standard input, which must then be piped and not empty. */
async function readInput(
  { paths, from, read }: AnnotateOptions,
  { io, log }: { io: Io; log: ProblemLog },
): Promise<readonly Document[]> {
  if (from !== undefined) return readCorpora(paths, { from, read, io, log });
  const implicit = paths.length === 0;
  const { documents, notices } =
    implicit && io.terminals?.stdin
      ? { documents: [], notices: [] }
      : await readTexts(implicit ? ["-"] : paths, { stdin: io.stdin });
  if (implicit && documents.every(({ text }) => text === ""))
    throw new CliError(
      { source: "raretag annotate" },
      "there is no text to annotate",
      "Name files or folders, or pipe a text in",
    );
  for (const notice of notices) io.stderr(`note: ${notice}\n`);
  return documents;
}

/** Texts of corpora, with what their files say of documents and without what they say of mentions. */
async function readCorpora(
  paths: readonly string[],
  {
    from,
    read,
    io,
    log,
  }: { from: string; read: readonly string[] | undefined; io: Io; log: ProblemLog },
): Promise<readonly Document[]> {
  const documents: Document[] = [];
  for (const path of paths) {
    const corpus = await openCorpus(path, {
      ...{ format: from, settings: readSettings(read) },
      ...{ onProblem: log.onProblem, ...noticesOn(io) },
    });
    for await (const { id, text, words, meta } of corpus.documents)
      documents.push({ id, text, mentions: [], ...(words && { words }), ...(meta && { meta }) });
  }
  if (documents.length > 0) return documents;
  throw new CliError({ source: "--from" }, "there is no text to annotate", "Name files or folders");
}

async function* annotateAll(
  recognizer: Recognizer,
  documents: readonly Document[],
  {
    minProbability,
    neighbours,
    onAnnotated,
  }: AnnotateOptions & { onAnnotated: (document: Annotated) => void },
): AsyncGenerator<Annotated> {
  for (let i = 0; i < documents.length; i += CHUNK) {
    const chunk = documents.slice(i, i + CHUNK);
    const predictions = await recognizer.predict(chunk);
    for (const [k, document] of chunk.entries()) {
      const prediction = predictions[k] as Prediction;
      const neighboursOf = neighbours
        ? (piece: number) => recognizer.neighbours(prediction, piece)
        : undefined;
      const annotated = annotate(document, prediction, { minProbability, neighboursOf });
      onAnnotated(annotated);
      yield annotated;
    }
  }
}
