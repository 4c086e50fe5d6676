/** `raretag annotate`: the mentions of new text, with their probabilities. */
import { join } from "node:path";
import {
  type Document,
  readTexts,
  type ScoredMention,
  writeAtomic,
  writeBratFolder,
  writeConll,
  writeJsonl,
} from "../corpus/index.js";
import type { DecoderName, Prediction } from "../inference/index.js";
import { unitsOf } from "../labels/index.js";
import { createRecognizer, loadModel, type Recognizer } from "../recognizer/index.js";
import { colourMentions } from "./colourMentions.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { openOutput } from "./outputFolder.js";

/** Formats of the result. */
type Format = "brat" | "jsonl" | "conll" | "text";

/** Flags and arguments of `raretag annotate`. */
export interface AnnotateOptions {
  readonly paths: readonly string[];
  readonly model: string;
  readonly format?: Format;
  readonly out?: string;
  readonly minProbability?: number;
  readonly decode?: DecoderName;
  readonly overwrite?: true;
}

/** Texts that go through the model together. */
const CHUNK = 32;

/** A text with what was found in it. */
interface Annotated extends Document {
  readonly mentions: readonly ScoredMention[];
  readonly prediction: Prediction;
}

/**
 * Annotates files, folders or standard input. Without `--format`: brat into a folder, colours on a terminal,
 * JSON lines otherwise.
 */
export async function runAnnotate(options: AnnotateOptions, io: Io): Promise<void> {
  const { out } = options;
  const format = options.format ?? (out ? "brat" : io.interactive ? "text" : "jsonl");
  if (format === "brat" && out === undefined)
    throw new CliError(
      { source: "--format brat" },
      "brat needs a folder and --out names none",
      "Add --out DIR, or choose jsonl, conll or text",
    );
  const paths = options.paths.length > 0 ? options.paths : ["-"];
  const { documents, notices } = await readTexts(paths, { stdin: io.stdin });
  for (const notice of notices) io.stderr(`note: ${notice}\n`);
  const model = await loadModel(options.model);
  const output = out === undefined ? undefined : await openOutput(out, options);
  const recognizer = await createRecognizer(model, { decoder: options.decode });
  const annotated = annotateAll(recognizer, documents, options.minProbability ?? 0);
  if (out === undefined)
    for await (const document of annotated) io.stdout(render[format as "text"](document));
  else {
    await writeFolder[format](out, annotated, model.labelSet.types);
    io.stderr(`${documents.length} annotated texts are in ${out}\n`);
  }
  await recognizer.release();
  await output?.keep();
}

async function* annotateAll(
  recognizer: Recognizer,
  documents: readonly Document[],
  minProbability: number,
): AsyncGenerator<Annotated> {
  for (let i = 0; i < documents.length; i += CHUNK) {
    const chunk = documents.slice(i, i + CHUNK);
    const predictions = await recognizer.predict(chunk);
    for (const [k, document] of chunk.entries()) {
      const prediction = predictions[k] as Prediction;
      const mentions = prediction.mentions
        .map(({ start, end, type, probability = 0 }) => ({ start, end, type, probability }))
        .filter(({ probability }) => probability >= minProbability)
        .map((mention, n): ScoredMention => ({ id: `T${n + 1}`, ...mention }));
      yield { ...document, mentions, prediction };
    }
  }
}

const render: Record<Exclude<Format, "brat">, (document: Annotated) => string> = {
  jsonl: (document) => writeJsonl(document),
  conll: ({ prediction, ...document }) =>
    writeConll([document], { words: () => wordsOf(prediction) }).conll,
  text: (document) => `${colourMentions(document)}\n`,
};

type FolderWriter = (
  folder: string,
  documents: AsyncIterable<Annotated>,
  types: readonly string[],
) => Promise<void>;

const writeFolder: Record<Format, FolderWriter> = {
  async brat(folder, documents, types) {
    const all: Annotated[] = [];
    for await (const document of documents) all.push(document);
    const note = ({ probability }: ScoredMention) => `probability ${probability.toFixed(4)}`;
    await writeBratFolder(folder, all, { types, note });
  },
  async jsonl(folder, documents) {
    const lines: string[] = [];
    for await (const document of documents) lines.push(render.jsonl(document));
    await writeAtomic(join(folder, "annotations.jsonl"), lines.join(""));
  },
  conll: (folder, documents) => eachFile(folder, documents, "conll"),
  text: (folder, documents) => eachFile(folder, documents, "text"),
};

async function eachFile(
  folder: string,
  documents: AsyncIterable<Annotated>,
  format: "conll" | "text",
): Promise<void> {
  for await (const document of documents)
    await writeAtomic(
      join(folder, `${document.id}.${format === "text" ? "txt" : format}`),
      render[format](document),
    );
}

/** The words that the model decoded, so that tags and mentions agree. */
function wordsOf({ encoding }: Prediction) {
  return unitsOf(encoding, "words").map(({ start, end }) => ({
    start: encoding.starts[start] as number,
    end: encoding.ends[end - 1] as number,
  }));
}
