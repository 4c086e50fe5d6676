/**
 * Checks that transformers.js finds an exported folder by its name and gives the labels of raretag.
 * Not part of the test suite, which needs no transformers.js. From the repository root:
 *
 *     raretag export MODEL --format onnx --out PARENT/NAME
 *     npx tsx scripts/printLogits.ts MODEL "A sentence." > logits.json
 *     node scripts/check_transformers_js.mjs PLACE PARENT/NAME fp32 logits.json
 *
 * PLACE is a folder in which `npm install @huggingface/transformers` has run; the precision is fp32 or q8.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [place, folder, dtype, file] = process.argv.slice(2).map((argument) => resolve(argument));
const entry = createRequire(join(place, "package.json")).resolve("@huggingface/transformers");
const { env, pipeline } = await import(pathToFileURL(entry).href);
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);

const expected = JSON.parse(readFileSync(file, "utf8"));
const tag = await pipeline("token-classification", basename(folder), {
  dtype: basename(dtype),
  session_options: { intraOpNumThreads: 1 },
});
const found = await tag(expected.text, { ignore_labels: [] });
const labels = found.map(({ entity }) => entity);
const equal = JSON.stringify(labels) === JSON.stringify(expected.predicted);
console.log(`${labels.length} pieces, ${equal ? "equal" : `differs: ${labels.join(" ")}`}`);
process.exitCode = equal ? 0 : 1;
