/** Runs command lines as a user would, on small corpora and a small encoder. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../src/cli/run.js";
import { createRandom } from "../../src/core/index.js";
import { type Document, writeCorpus } from "../../src/corpus/index.js";
import { generateCorpus } from "../../src/demo/index.js";

/** What a command line did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. */
export function raretag(...argv: string[]): Promise<Outcome> {
  return piped("", ...argv);
}

/** Runs a command line in this process with text at standard input. */
export async function piped(stdin: string, ...argv: string[]): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const code = await run(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
  });
  return { code, stdout, stderr };
}

/** Arguments of node that run the command line from the sources. */
export const MAIN = ["--import", "tsx", "src/cli/main.ts"] as const;

/** Compiles the command line into a folder, for tests that start it many times. @returns its file */
export function buildInto(folder: string): string {
  const outDir = join(folder, "dist");
  const flags = ["-p", "tsconfig.build.json", "--noCheck", "--declaration", "false"];
  const tsc = resolve("node_modules/typescript/bin/tsc");
  spawnSync(process.execPath, [tsc, ...flags, "--outDir", outDir]);
  copyFileSync("package.json", join(folder, "package.json"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return join(outDir, "cli", "main.js");
}

/** 2 layers x 32, 64 positions. */
export const ENCODER = resolve("test/fixtures/encoder");

/** Settings that suit {@link ENCODER}; one thread, so that results are the same on any machine. */
export const SMALL = [
  ...["--set", "windows.length=64", "--set", "windows.overlap=8"],
  ...["--threads", "1", "--epochs", "1"],
];

/** A folder that is removed when the file's tests are done. */
export function temporaryFolder(): { path: (...names: string[]) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "raretag-test-"));
  return {
    path: (...names) => join(folder, ...names),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Invented notes, a few hundred characters each. */
export function notes(documents: number, seed = 1): Document[] {
  return generateCorpus({ documents, random: createRandom(seed) });
}

/** Writes invented notes as a brat folder. */
export async function writeNotes(folder: string, documents: number, seed = 1): Promise<Document[]> {
  const written = notes(documents, seed);
  await writeCorpus(folder, written, { format: "brat" });
  return written;
}

/** Trains on a folder with the settings {@link SMALL}; later flags win. */
export function trainSmall(corpus: string, out: string, ...more: string[]): Promise<Outcome> {
  return raretag(
    ...["train", "--corpus", corpus, "--encoder", ENCODER, "--out", out],
    ...SMALL,
    ...more,
  );
}
