/** `raretag annotate`: the mentions of new text, with their probabilities. */
import { type Document, flatten } from "../corpus/index.js";
import type { Precision } from "../encoder/index.js";
import type { DecoderName } from "../inference/index.js";
import { createRecognizer, loadModel } from "../recognizer/index.js";
import { type DeviceName, openDevice } from "../runtime/index.js";
import { streamInput } from "./annotateInput.js";
import { annotateTexts } from "./annotateTexts.js";
import type { Annotated } from "./annotation.js";
import { type AnnotationFormat, annotationFormatNamed } from "./annotationFormats.js";
import { CliError } from "./error.js";
import { type Io, noticesOn } from "./io.js";
import { checkOutputFolder, openOutput } from "./outputFolder.js";
import { createProblemLog, type ProblemLog } from "./problems.js";

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
  readonly queue?: string;
  readonly queueName?: string;
  readonly shardSize?: number;
}

/**
 * Annotates files, folders or standard input. Without `--format`: brat into a folder, colours on a terminal,
 * JSON lines otherwise.
 */
export async function runAnnotate(options: AnnotateOptions, io: Io): Promise<void> {
  const format = annotationFormatNamed(
    options.format ?? (options.out ? "brat" : io.terminals?.stdout ? "text" : "jsonl"),
  );
  checkFlags(options, format);
  const log = createProblemLog(io);
  const counted = countFlattened(format);
  const leaving = { format: counted.format, io, log };
  if (options.queue === undefined) await annotateHere(options, leaving);
  else {
    const { annotateByQueue } = await import("./annotateQueue.js");
    await annotateByQueue({ ...options, queue: options.queue }, leaving);
  }
  log.finish();
  if (counted.lost() > 0)
    io.stderr(
      `note: columns hold one type a word, so ${counted.lost()} mentions that overlap shorter ones are left out\n`,
    );
}

/** How the texts come and go. */
export interface Leaving {
  readonly format: AnnotationFormat;
  readonly io: Io;
  readonly log: ProblemLog;
}

/** Annotates in this process. */
async function annotateHere(options: AnnotateOptions, { format, io, log }: Leaving): Promise<void> {
  const { out } = options;
  if (out !== undefined) await checkOutputFolder(out, options);
  const documents: Document[] = [];
  for await (const document of streamInput(options, { io, log })) documents.push(document);
  const model = await loadModel(options.model);
  const recognizer = await createRecognizer(model, {
    decoder: options.decode,
    threads: options.threads,
    precision: options.precision,
    device: await openDevice(options.device ?? "cpu", noticesOn(io)),
  });
  checkNeighbours(options, recognizer.decoder);
  const annotated = annotateTexts(recognizer, documents, options);
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
}

/** A format that counts the overlapping mentions which it cannot hold. */
function countFlattened(format: AnnotationFormat): {
  readonly format: AnnotationFormat;
  lost(): number;
} {
  let lost = 0;
  if (format.holds === undefined || format.holds.has("overlaps")) return { format, lost: () => 0 };
  async function* counted(documents: AsyncIterable<Annotated>) {
    for await (const document of documents) {
      lost += flatten(document).affected.length;
      yield document;
    }
  }
  const { print, save } = format;
  return {
    format: {
      ...format,
      ...(print && { print: (documents, told) => print(counted(documents), told) }),
      save: (folder, documents, told) => save(folder, counted(documents), told),
    },
    lost: () => lost,
  };
}

/** @throws CliError if neighbours are wanted of a decoder that has none */
export function checkNeighbours(
  { neighbours }: Pick<AnnotateOptions, "neighbours">,
  decoder: DecoderName,
): void {
  if (neighbours && decoder !== "knn")
    throw new CliError(
      { source: "--neighbours" },
      `the decoder is ${decoder} and only knn has neighbours`,
      "Add --decode knn",
    );
}

type Print = NonNullable<AnnotationFormat["print"]>;

function checkFlags(options: AnnotateOptions, { name, print }: AnnotationFormat): void {
  const { out, neighbours, queue, queueName, shardSize } = options;
  if (queue === undefined && (queueName ?? shardSize) !== undefined)
    throw new CliError(
      { source: queueName === undefined ? "--shard-size" : "--queue-name" },
      "says something of a queue and --queue names none",
      "Add --queue redis://HOST:PORT, or leave it out",
    );
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
