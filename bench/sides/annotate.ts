/**
 * Annotates every .txt of a folder as `raretag annotate` does; the best of three runs counts, as in the peers' scripts.
 * usage: annotate.js MODEL FOLDER PRECISION WINDOWS, with WINDOWS one of
 *   own          as the model was trained
 *   overlapping  512 pieces that share 64, as torch_annotate.py
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { annotate } from "../../src/cli/annotation.js";
import type { Precision } from "../../src/encoder/index.js";
import { loadModel } from "../../src/recognizer/index.js";
import { recognizerOf } from "./recognizer.js";
import { report, timed } from "./report.js";

const [folder, texts, precision, windows] = process.argv.slice(2) as [
  string,
  string,
  Precision,
  "own" | "overlapping",
];
/** Texts that go through the model together in `raretag annotate`. */
const CHUNK = 32;
const RUNS = 3;

const files = readdirSync(texts).filter((name) => name.endsWith(".txt"));
const whole = files.map((name) => readFileSync(join(texts, name), "utf8"));
const parts = whole.map((text, i) => ({
  ...{ id: String(i), text, mentions: [] },
}));
const model = await loadModel(folder);
const { description } = model;
const cut = windows === "own" ? description.windows : { length: 512, overlap: 64 };
const recognizer = await recognizerOf(
  { ...model, description: { ...description, windows: cut } },
  precision,
);
const run = async () => {
  for (let i = 0; i < parts.length; i += CHUNK) {
    const chunk = parts.slice(i, i + CHUNK);
    for (const [k, prediction] of (await recognizer.predict(chunk)).entries())
      annotate(chunk[k] as (typeof parts)[number], prediction);
  }
};
await run();
const best = Math.min(...(await timed(RUNS, run)));
await recognizer.release();
report({ documentsPerSecond: files.length / best });
