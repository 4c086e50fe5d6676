/** Reads the files of a corpus in memory and looks at what came out. */

import { deserialize, serialize } from "node:v8";
import type { Problem } from "../../src/corpus/document.js";
import { formatNamed } from "../../src/corpus/formatTable.js";
import { faultsOf, hasDangling } from "../formats/faults.js";
import { sourceFile } from "../formats/memory.js";
import { PRIVATE_WORD } from "../formats/texts.js";

/** What a reader made of files. */
export interface Reading {
  readonly documents: number;
  readonly mentions: number;
  /** Problems of `lost`. */
  readonly lost: number;
  /** What a reader must never do or give. */
  readonly faults: readonly string[];
}

/** Files of a corpus, by their names. */
export type CorpusFiles = Readonly<Record<string, Uint8Array>>;

/** Name of the file that {@link packCorpora} makes. */
export const CORPORA_FILE = "corpora";

/** Corpora of one format, and its name, as the bytes of one file. */
export function packCorpora(format: string, corpora: readonly CorpusFiles[]): Uint8Array {
  return serialize({ format, corpora });
}

/** Undoes {@link packCorpora}. */
export function unpackCorpora(bytes: Uint8Array) {
  return deserialize(bytes) as { format: string; corpora: readonly CorpusFiles[] };
}

/** Reads one corpus after the other. */
export async function readCorpora(
  format: string,
  corpora: readonly CorpusFiles[],
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const files of corpora) readings.push(await readCorpus(format, files));
  return readings;
}

async function readCorpus(formatName: string, files: CorpusFiles): Promise<Reading> {
  const format = formatNamed(formatName);
  if (format === undefined) throw new Error(`no format ${formatName}`);
  const problems: Problem[] = [];
  const told: string[] = [];
  const faults = new Set<string>();
  let documents = 0;
  let mentions = 0;
  const context = {
    settings: {},
    onNotice: (notice: string) => told.push(notice),
    onProblem: (problem: Problem) => problems.push(problem),
  };
  const sources = Object.entries(files).map(([path, bytes]) =>
    sourceFile(path, bytes, { chunk: 1000 }),
  );
  try {
    for await (const document of format.read(sources, context)) {
      documents++;
      mentions += document.mentions.length;
      for (const fault of faultsOf(document)) faults.add(fault);
      if (hasDangling(document) && !problems.some(({ code }) => code === "dangling-reference"))
        faults.add("a reference to nothing, untold");
    }
    for (const file of sources)
      format.looksLike(
        file,
        Buffer.from(await file.bytes())
          .toString()
          .slice(0, 65_536),
      );
  } catch (error) {
    faults.add(`threw ${(error as Error)?.stack ?? error}`);
  }
  told.push(...problems.map(({ source, at = "", message }) => `${source} ${at} ${message}`));
  for (const sentence of told) {
    if (/\p{Cc}/u.test(sentence))
      faults.add(`told control characters: ${JSON.stringify(sentence)}`);
    if (sentence.length > 500) faults.add(`told ${sentence.length} characters`);
    if (sentence.includes(PRIVATE_WORD)) faults.add(`told text of a document: ${sentence}`);
  }
  const lost = problems.filter((problem) => problem.lost).length;
  return { documents, mentions, lost, faults: [...faults] };
}
