/** The formats of `raretag annotate`: a text on standard output, or files in a folder. */
import { join } from "node:path";
import { writeAtomically } from "../core/index.js";
import { type ScoredMention, writeBratFolder, writeConll, writeJsonl } from "../corpus/index.js";
import type { Prediction } from "../inference/index.js";
import { unitsOf } from "../labels/index.js";
import type { Annotated, FoundMention } from "./annotation.js";
import { colourMentions } from "./colourMentions.js";

/** Formats of the result. */
export type Format = "brat" | "jsonl" | "conll" | "text";

/** One annotated text as it goes to standard output; brat is files only. */
export const render: Record<Exclude<Format, "brat">, (document: Annotated) => string> = {
  jsonl: (document) => withNeighbours(writeJsonl(document), document.mentions),
  conll: ({ prediction, ...document }) =>
    writeConll([document], { words: () => wordsOf(prediction) }).conll,
  text: (document) => `${colourMentions(document)}\n`,
};

/** Adds neighbours to the mentions of a line, where there are any. */
function withNeighbours(line: string, mentions: readonly FoundMention[]): string {
  if (mentions.every(({ neighbours }) => neighbours === undefined)) return line;
  const record = JSON.parse(line) as { mentions: object[] };
  const extended = record.mentions.map((mention, i) => ({
    ...mention,
    neighbours: mentions[i]?.neighbours,
  }));
  return `${JSON.stringify({ ...record, mentions: extended })}\n`;
}

/** Writes annotated texts into a folder. @param types all types that the model knows */
export type FolderWriter = (
  folder: string,
  documents: AsyncIterable<Annotated>,
  types: readonly string[],
) => Promise<void>;

/** How each format fills a folder. */
export const writeFolder: Record<Format, FolderWriter> = {
  async brat(folder, documents, types) {
    const all: Annotated[] = [];
    for await (const document of documents) all.push(document);
    const note = ({ probability }: ScoredMention) => `probability ${probability.toFixed(4)}`;
    await writeBratFolder(folder, all, { types, note });
  },
  async jsonl(folder, documents) {
    const lines: string[] = [];
    for await (const document of documents) lines.push(render.jsonl(document));
    await writeAtomically(join(folder, "annotations.jsonl"), lines.join(""));
  },
  conll: (folder, documents) => eachFile(folder, documents, "conll", render.conll),
  text: (folder, documents) =>
    eachFile(folder, documents, "txt", (document) => colourMentions(document, { ink: "plain" })),
};

async function eachFile(
  folder: string,
  documents: AsyncIterable<Annotated>,
  extension: string,
  content: (document: Annotated) => string,
): Promise<void> {
  for await (const document of documents)
    await writeAtomically(join(folder, `${document.id}.${extension}`), content(document), {
      folders: "make",
    });
}

/** The words that the model decoded, so that tags and mentions agree. */
function wordsOf({ encoding }: Prediction) {
  return unitsOf(encoding, "words").map(({ start, end }) => ({
    start: encoding.starts[start] as number,
    end: encoding.ends[end - 1] as number,
  }));
}
