/** Files that sides work on: compiled sources, texts of a corpus, a split, the script of transformers.js. */

import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";

/** Every fifth document is test, as in torch_baseline.py. */
const FOLD = 5;
const SENTENCE =
  "A 46-year-old woman presented with severe chest pain and was given 300 mg of aspirin.";

/**
 * Compiles src/ and the sides, so that figures are of the sources as they are now: run from TypeScript they would
 * take more memory and start later.
 * @returns the folder
 */
export function compile(): string {
  const built = resolve(".cache/bench");
  rmSync(built, { recursive: true, force: true });
  const tsc = resolve("node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "bench/tsconfig.json"], { stdio: "inherit" });
  cpSync("package.json", join(built, "package.json")); // where the command line reads its version
  return built;
}

/** Ids of the brat documents of a corpus in order: those of the training part and of the test part. */
export function splitOf(corpus: string): { train: string[]; test: string[] } {
  const ids = readdirSync(corpus)
    .filter((name) => name.endsWith(".ann"))
    .sort()
    .map((name) => name.slice(0, -".ann".length));
  const isTest = (i: number) => i % FOLD === FOLD - 1;
  return { train: ids.filter((_, i) => !isTest(i)), test: ids.filter((_, i) => isTest(i)) };
}

/** Writes the split as `--split` reads it. @returns the file */
export function writeSplit(corpus: string, scratch: string): string {
  const file = join(scratch, "split.json");
  writeFileSync(file, JSON.stringify(splitOf(corpus)));
  return file;
}

/** Copies texts: the test part, filled up with training documents where it is smaller. @returns the folder */
export function copyTexts(corpus: string, scratch: string, count: number): string {
  const folder = join(scratch, "texts");
  mkdirSync(folder);
  const { train, test } = splitOf(corpus);
  for (const id of [...test, ...train].slice(0, count))
    cpSync(join(corpus, `${id}.txt`), join(folder, `${id}.txt`));
  return folder;
}

/** Most characters of a passage, with room below 512 pieces: transformers.js drops what comes after these. */
const LONGEST_PASSAGE = 1000;

/** Cuts texts at the ends of lines and sentences, a file for each passage. @returns the folder */
export function writePassages(texts: string, scratch: string): string {
  const folder = join(scratch, "passages");
  mkdirSync(folder);
  for (const name of readdirSync(texts)) {
    const sentences = readFileSync(join(texts, name), "utf8").split(/(?<=\. |\n)/);
    const passages = [""];
    for (const sentence of sentences) {
      const current = `${passages.at(-1)}${sentence}`;
      if (current.length > LONGEST_PASSAGE && passages.at(-1) !== "") passages.push(sentence);
      else passages[passages.length - 1] = current;
    }
    for (const [i, passage] of passages.entries())
      writeFileSync(join(folder, `${basename(name, ".txt")}-${i}.txt`), passage);
  }
  return folder;
}

/** Writes one sentence. @returns the file */
export function writeSentence(scratch: string): string {
  const file = join(scratch, "sentence.txt");
  writeFileSync(file, SENTENCE);
  return file;
}

/** Puts the script of transformers.js beside the packages that it imports. @returns the folder */
export function placeTransformersJs(packages: string, peers: string, scratch: string): string {
  const folder = join(scratch, "transformers-js");
  const script = "transformers_js_annotate.mjs";
  mkdirSync(folder);
  symlinkSync(packages, join(folder, "node_modules"), "junction");
  cpSync(join(peers, script), join(folder, script));
  return folder;
}
