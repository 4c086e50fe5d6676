/** The formats of `raretag annotate`: a text on standard output, or files in a folder. */
import { join } from "node:path";
import { writeAtomically } from "../core/index.js";
import {
  type Document,
  FORMATS,
  type Format,
  formatNamed,
  type Problem,
  writeCorpus,
  writeJsonl,
} from "../corpus/index.js";
import type { Annotated } from "./annotation.js";
import { colourMentions } from "./colourMentions.js";
import { CliError } from "./error.js";

/** How annotated texts leave. */
export interface AnnotationFormat {
  readonly name: string;
  /** On standard output; undefined for a format that needs a folder. */
  readonly print?: (documents: AsyncIterable<Annotated>, told: Told) => AsyncIterable<string>;
  /** Into a folder. */
  readonly save: (folder: string, documents: AsyncIterable<Annotated>, told: Told) => Promise<void>;
  /** What of the documents it holds; undefined for the two that hold all that was found. */
  readonly holds?: Format["holds"];
}

/** What a format is told, and tells. */
export interface Told {
  /** All types that the model knows. */
  readonly types: readonly string[];
  readonly onProblem: (problem: Problem) => void;
}

/** For people: the text with its mentions in colours and brackets. */
const text: AnnotationFormat = {
  name: "text",
  async *print(documents) {
    for await (const document of documents) yield `${colourMentions(document)}\n`;
  },
  async save(folder, documents) {
    for await (const document of documents)
      await writeAtomically(
        join(folder, `${document.id}.txt`),
        colourMentions(document, { ink: "plain" }),
        { folders: "make" },
      );
  },
};

/** Adds neighbours to the mentions of a line, where there are any. */
const jsonl: AnnotationFormat = {
  name: "jsonl",
  print: (documents) => linesOf(documents),
  save: (folder, documents) =>
    writeAtomically(join(folder, "annotations.jsonl"), linesOf(documents)),
};

async function* linesOf(documents: AsyncIterable<Annotated>): AsyncGenerator<string> {
  for await (const { decided, ...document } of documents) {
    const line = writeJsonl(document);
    if (document.mentions.every(({ neighbours }) => neighbours === undefined)) yield line;
    else {
      const record = JSON.parse(line) as { mentions: object[] };
      const mentions = record.mentions.map((mention, i) => ({
        ...mention,
        neighbours: document.mentions[i]?.neighbours,
      }));
      yield `${JSON.stringify({ ...record, mentions })}\n`;
    }
  }
}

/** A format of corpora. */
function ofCorpus({ name, holds, writer }: Format): AnnotationFormat | undefined {
  if (writer === undefined) return undefined;
  const given = (documents: AsyncIterable<Annotated>) => toDocuments(documents, holds);
  const single = writer.layout === "file";
  return {
    ...{ name, holds },
    ...(single
      ? {
          async *print(documents: AsyncIterable<Annotated>, told: Told) {
            for await (const { content } of writer.write(given(documents), told)) yield content;
          },
        }
      : {}),
    save: (folder, documents, told) =>
      writeCorpus(
        single ? join(folder, `annotations${writer.extension}`) : folder,
        given(documents),
        {
          ...{ format: name, ...told },
        },
      ),
  };
}

/**
 * Annotated texts as documents. Probabilities become notes where a format holds notes only. Words are those that the
 * model decided, so that tags and mentions agree.
 */
async function* toDocuments(
  documents: AsyncIterable<Annotated>,
  holds: Format["holds"],
): AsyncGenerator<Document> {
  const noted = holds.has("notes") && !holds.has("probabilities");
  for await (const { decided, ...document } of documents) {
    const notes = document.mentions.map(({ id, probability }, i) => ({
      ...{ id: `#${i + 1}`, type: "AnnotatorNotes", target: id },
      text: `probability ${probability.toFixed(4)}`,
    }));
    const words = holds.has("words") ? { words: decided } : {};
    yield { ...document, ...words, ...(noted ? { notes } : {}) };
  }
}

/** The format of a name. @throws CliError if there is none */
export function annotationFormatNamed(name: string): AnnotationFormat {
  const own = [text, jsonl].find((known) => known.name === name);
  const format = formatNamed(name);
  const found = own ?? (format && ofCorpus(format));
  if (found) return found;
  const names = FORMATS.flatMap((known) => (known.writer ? [known.name] : []));
  throw new CliError(
    { source: "--format" },
    format ? `${format.title} is only read` : `unknown format ${JSON.stringify(name)}`,
    `Choose one of ${[text.name, ...names].join(", ")}`,
  );
}
