/** The real corpora of ../shared, and how each is counted by other means. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ReadOptions } from "../../src/corpus/index.js";
import { CORPORA } from "../fixtureRoots.js";

/** A corpus. */
export interface RealCorpus {
  readonly name: string;
  /** How `count.pl` reads it, and what a document of ours is called there. */
  readonly counting: "brat" | "conll" | "tokens";
  readonly unit: "document" | "sentence";
  /** As `--format auto` must find it. */
  readonly format: string;
  readonly options: ReadOptions;
}

/** Every corpus. */
export const REAL_CORPORA: readonly RealCorpus[] = [
  { name: "maccrobat2020", counting: "brat", unit: "document", format: "brat", options: {} },
  { name: "bionlp13cg_brat", counting: "brat", unit: "document", format: "brat", options: {} },
  { name: "bc5cdr_iob", counting: "conll", unit: "sentence", format: "conll", options: {} },
  { name: "ncbi_disease_iob", counting: "conll", unit: "sentence", format: "conll", options: {} },
  {
    ...{ name: "neurotrialner", counting: "tokens", unit: "document" },
    ...{ format: "huggingface", options: {} },
  },
];

/** Its folder. */
export const folderOf = ({ name }: RealCorpus): string => join(CORPORA, name);

/** Whether it is there, with Perl to count it. */
export const canCount = (corpus: RealCorpus): boolean =>
  existsSync(folderOf(corpus)) && existsSync("/usr/bin/perl");

/** Numbers by what they count, such as `mention Disease` or `event all`. */
export function countByLines(corpus: RealCorpus): Record<string, number> {
  const script = join(import.meta.dirname, "count.pl");
  const lines = execFileSync("/usr/bin/perl", [script, corpus.counting, folderOf(corpus)], {
    encoding: "utf8",
  });
  return Object.fromEntries(
    lines
      .trim()
      .split("\n")
      .map((line) => /^(\S+ .+) (\d+)$/.exec(line) as RegExpExecArray)
      .map(([, name, n]) => [name, Number(n)]),
  );
}
