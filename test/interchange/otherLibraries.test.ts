/**
 * Exported models in the libraries that they are made for. `RARETAG_PEERS` names a Python with transformers, onnx and
 * onnxruntime, `RARETAG_TRANSFORMERS_JS` a folder in which npm has installed @huggingface/transformers; without them
 * these tests are skipped.
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectedOf } from "../../scripts/printLogits.js";
import type { RecognizerOptions } from "../../src/recognizer/index.js";
import { temporaryFolder } from "../cli/raretag.js";
import { exportModel, TEXT, trainModel } from "./exported.js";

const PYTHON = process.env.RARETAG_PEERS;
const TRANSFORMERS_JS = process.env.RARETAG_TRANSFORMERS_JS;

interface Case extends Pick<RecognizerOptions, "decoder" | "precision"> {
  readonly name: string;
  readonly flags: readonly string[];
  readonly model: string;
  /** As transformers.js calls the precision. */
  readonly dtype: string;
  /**
   * Of logits. A version of the engine that rounds one activation of int8 otherwise shifts those after it by a
   * hundredth, and a longer row beside it changes the scales.
   */
  readonly tolerance: string;
}

const FLOAT = { model: "onnx/model.onnx", dtype: "fp32", tolerance: "1e-4" } as const;
const CASES: readonly Case[] = [
  { ...FLOAT, name: "onnx", flags: ["--format", "onnx"], decoder: "argmax" },
  { ...FLOAT, name: "knn", flags: ["--format", "onnx", "--decode", "knn"], decoder: "knn" },
  {
    ...{ name: "int8", flags: ["--format", "onnx-int8"], decoder: "argmax", precision: "int8" },
    ...{ model: "onnx/model_quantized.onnx", dtype: "q8", tolerance: "0.5" },
  },
];

const folder = temporaryFolder();
const model = folder.path("model");
const expectedFile = (name: string) => folder.path(`${name}.json`);
const run = promisify(execFile);
const environment = { ...process.env, OMP_NUM_THREADS: "1" };

beforeAll(async () => {
  if (!PYTHON && !TRANSFORMERS_JS) return;
  await trainModel(model, folder.path("corpus"));
  await exportModel(model, folder.path("hf"), "--format", "hf");
  for (const { name, flags, decoder, precision } of CASES) {
    await exportModel(model, folder.path(name), ...flags);
    const expected = await expectedOf(model, TEXT, { decoder, precision });
    expect(new Set(expected.predicted).size).toBeGreaterThan(1);
    writeFileSync(expectedFile(name), JSON.stringify(expected));
  }
});
afterAll(() => folder.remove());

describe.skipIf(!PYTHON)("in Python", () => {
  const check = async (script: string, ...args: string[]) =>
    (await run(PYTHON as string, [`scripts/${script}`, ...args], { env: environment })).stdout;

  test("transformers loads the folder, and computes the logits", async () => {
    const output = await check("check_huggingface.py", folder.path("hf"), expectedFile("onnx"));
    expect(output).toMatch(/\nequal\n$/);
  });

  test.each(CASES)("onnx and onnxruntime accept $name", async ({ name, model, tolerance }) => {
    const path = folder.path(name, model);
    const output = await check("check_onnx.py", path, expectedFile(name), tolerance);
    expect(output).toMatch(/\nequal\n$/);
  });
});

describe.skipIf(!TRANSFORMERS_JS)("in transformers.js", () => {
  test.each(CASES)("the pipeline gives the labels of $name", async ({ name, dtype }) => {
    const args = [TRANSFORMERS_JS as string, folder.path(name), dtype, expectedFile(name)];
    const script = "scripts/check_transformers_js.mjs";
    const { stdout } = await run(process.execPath, [script, ...args], { env: environment });
    expect(stdout).toMatch(/^\d+ pieces, equal\n$/);
  });
});
