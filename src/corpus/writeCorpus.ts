/** A corpus to its files: one file, or a folder. */

import { join, resolve, sep } from "node:path";
import { writeAtomically } from "../core/index.js";
import type { Document, Problem } from "./document.js";
import { CorpusError } from "./error.js";
import type { Chunk, WriteContext } from "./format.js";
import { FORMATS, formatNamed } from "./formatTable.js";

/** How to write a corpus. */
export interface WriteOptions extends Partial<WriteContext> {
  /** Name of a format. */
  readonly format: string;
}

/**
 * Writes documents as they come; every file is whole or absent.
 * @param path the file, or the folder of a format that has one file a document
 * @param options without `onProblem` a problem is thrown
 * @throws CorpusError if the format has no writer, or a document's id leads out of the folder
 */
export async function writeCorpus(
  path: string,
  documents: Iterable<Document> | AsyncIterable<Document>,
  { format: name, onProblem = refuse, types }: WriteOptions,
): Promise<void> {
  const writer = formatNamed(name)?.writer;
  if (writer === undefined)
    throw new CorpusError(
      { source: path },
      `no corpus format called ${JSON.stringify(name)} is written`,
      `Choose one of ${FORMATS.flatMap((format) => (format.writer ? [format.name] : [])).join(", ")}`,
    );
  const chunks = writer.write(inTurn(documents), { onProblem, types });
  if (writer.layout === "file") await writeAtomically(path, contentsOf(chunks));
  else for await (const file of filesOf(chunks)) await writeFile(path, file);
}

async function* inTurn<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* values;
}

function refuse({ source, message }: Problem): never {
  throw new CorpusError({ source }, message, "Choose a format that holds it");
}

async function* contentsOf(chunks: AsyncIterable<Chunk>): AsyncGenerator<string> {
  for await (const { content } of chunks) yield content;
}

/** Joins neighbouring chunks of one file. */
async function* filesOf(chunks: AsyncIterable<Chunk>): AsyncGenerator<Required<Chunk>> {
  let current: { file: string; content: string } | undefined;
  for await (const { file = "", content } of chunks) {
    if (current?.file === file) current.content += content;
    else {
      if (current) yield current;
      current = { file, content };
    }
  }
  if (current) yield current;
}

async function writeFile(folder: string, { file, content }: Required<Chunk>): Promise<void> {
  const path = join(folder, file);
  if (!resolve(path).startsWith(resolve(folder) + sep))
    throw new CorpusError(
      { source: folder },
      `the file ${file} of a document leads out of the folder`,
      "Give documents ids that are relative paths",
    );
  await writeAtomically(path, content, { folders: "make" });
}
