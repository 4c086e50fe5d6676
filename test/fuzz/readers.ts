/** The readers of untrusted files that are fuzzed, by name. */
import { join } from "node:path";
import { readCheckpoint } from "../../src/checkpoints/index.js";
import { parsePickle } from "../../src/checkpoints/pickle.js";
import { readSafetensorsFile } from "../../src/checkpoints/safetensorsFile.js";
import { readTorchFile } from "../../src/checkpoints/torchFile.js";
import { storageOf, TORCH_GLOBALS } from "../../src/checkpoints/torchValues.js";
import { bertParameters, parseBertConfig } from "../../src/encoder/index.js";
import { unpackKnnFile } from "../../src/knn/index.js";
import { createLabelSet } from "../../src/labels/index.js";
import { parseDescription } from "../../src/recognizer/description.js";
import { checkWindowLength, loadTokenizer } from "../../src/tokenizer/index.js";
import { CORPORA_FILE, readCorpora, unpackCorpora } from "./corpusCase.js";

/** A small file, by its name in the folder that is read. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Input of a reader: the folder of the case, and the same files in memory. */
interface Input {
  readonly folder: string;
  readonly files: Files;
}

const text = ({ files }: Input, name: string) => Buffer.from(files[name] as Uint8Array).toString();

/** Every reader. What it returns is handed back where it is plain data, so that tests can look at it. */
export const READERS = {
  safetensors: async ({ folder }: Input) => {
    const { tensors } = await readSafetensorsFile(join(folder, "model.safetensors"));
    return [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  },
  torch: async ({ folder }: Input) => {
    const tensors = await readTorchFile(join(folder, "pytorch_model.bin"));
    return [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  },
  pickle: async ({ files }: Input) => {
    parsePickle({
      bytes: files["data.pkl"] as Uint8Array,
      source: "data.pkl",
      globals: TORCH_GLOBALS,
      persistent: storageOf,
    });
  },
  checkpoint: async ({ folder }: Input) => {
    const { tensors } = await readCheckpoint(folder);
    return [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  },
  config: async (input: Input) => {
    bertParameters(parseBertConfig(text(input, "config.json"), "config.json"), { outputs: 3 });
  },
  description: async (input: Input) => {
    const { labels, windows } = parseDescription(text(input, "raretag.json"), "raretag.json");
    createLabelSet(labels);
    checkWindowLength({ length: windows.length, maxPositions: 512 });
  },
  tokenizer: async ({ folder }: Input) => {
    const tokenizer = await loadTokenizer(folder);
    await tokenizer.encode("Fever, 38.5 \u00b0C.");
  },
  knn: async ({ folder }: Input) => {
    unpackKnnFile(await readSafetensorsFile(join(folder, "knn.safetensors")), "knn.safetensors");
  },
  // many at once, as each is small: `packCorpora` makes the file
  corpora: async ({ files }: Input) => {
    const { format, corpora } = unpackCorpora(files[CORPORA_FILE] as Uint8Array);
    return readCorpora(format, corpora);
  },
  // what the sandbox must notice; see sandbox.test.ts
  "bad: hangs": async () => {
    for (;;);
  },
  "bad: throws": async () => {
    throw new TypeError("secret");
  },
  "bad: takes memory": async () => {
    new Float32Array(3 << 20);
  },
  "bad: fills the heap": async () => {
    const kept: unknown[] = [];
    for (;;) kept.push(new Map());
  },
  "bad: exits": async () => process.exit(0),
  "bad: runs code": async ({ folder }: Input) => {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(join(folder, "HOSTILE_CODE_RAN"), "");
  },
  "bad: repaints the terminal": async () => {
    const { RaretagError } = await import("../../src/core/index.js");
    throw Object.assign(new RaretagError({}, "x", "y"), { message: "the name is \u001b[2J" });
  },
} as const satisfies Readonly<Record<string, (input: Input) => Promise<unknown>>>;

/** Name of a reader. */
export type ReaderName = keyof typeof READERS;
