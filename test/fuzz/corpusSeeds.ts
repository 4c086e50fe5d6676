/** Sound files of every format, for fuzzing to start from. */

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import fc from "fast-check";
import type { Format } from "../../src/corpus/format.js";
import { fixtureRoots } from "../fixtureRoots.js";
import { arbitraryCorpus } from "../formats/documents.js";
import { LIMITS } from "../formats/limits.js";
import { readAll, sourceFile, writeAll } from "../formats/memory.js";
import type { CorpusFiles } from "./corpusCase.js";

/** Files of a corpus, and what they hold. */
export interface CorpusSeed {
  readonly files: CorpusFiles;
  /** Documents and mentions. */
  readonly size: number;
}

const LONGEST = 4000; // bytes of a file: damage to a short one is more often to its structure

/** What a format writes of generated documents, and files of other tools in `test/fixtures/formats`. */
export async function seedsOf(format: Format, seed: number): Promise<CorpusSeed[]> {
  const seeds: CorpusSeed[] = [];
  for (const files of [...fixturesOf(format), ...(await writtenBy(format, seed))]) {
    const sources = Object.entries(files).map(([path, bytes]) => sourceFile(path, bytes));
    if (Object.values(files).some(({ length }) => length > LONGEST)) continue;
    const { documents } = await readAll(format, sources);
    const size = documents.reduce((sum, { mentions }) => sum + 1 + mentions.length, 0);
    seeds.push({ files, size });
  }
  return seeds;
}

function fixturesOf({ name, extensions }: Format): CorpusFiles[] {
  if (name === "text") return [{ "a.txt": Buffer.from("Fièvre à 39 °C, 🩺\r\n") }];
  return fixtureRoots(join("formats", name)).flatMap(({ path }) =>
    readdirSync(path)
      .filter((file) => extensions.includes(extname(file)))
      .map((file) => ({ [file]: readFileSync(join(path, file)) })),
  );
}

async function writtenBy(format: Format, seed: number): Promise<CorpusFiles[]> {
  if (format.writer === undefined) return [];
  const limits = { holds: format.holds, documentIds: IDS, ...LIMITS[format.name] };
  const corpora = fc.sample(arbitraryCorpus(limits, { minLength: 1, maxLength: 2 }), {
    ...{ seed, numRuns: 60 },
  });
  const written: CorpusFiles[] = [];
  for (const corpus of corpora) {
    const { files } = await writeAll(format, corpus);
    const entries: [string, Uint8Array][] = [];
    for (const file of files) entries.push([file.path, await file.bytes()]);
    written.push(Object.fromEntries(entries));
  }
  return written;
}

const IDS = fc.constantFrom("a", "ward/b.1", "17", "9000");
