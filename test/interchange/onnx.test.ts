/** Exported ONNX models in the engine alone, by their files: the logits and labels of raretag. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Expected, expectedOf } from "../../scripts/printLogits.js";
import { readSafetensorsFile } from "../../src/checkpoints/index.js";
import { raretag, temporaryFolder } from "../cli/raretag.js";
import { exportModel, TEXT, trainModel } from "./exported.js";

const folder = temporaryFolder();
const model = folder.path("model");
const corpus = folder.path("corpus");
beforeAll(() => trainModel(model, corpus));
afterAll(() => folder.remove());

/** Logits of the pieces of each row, without its special pieces and padding. */
async function runOnnx(
  file: string,
  rows: readonly Pick<Expected, "framed">[],
): Promise<number[][]> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1 });
  const length = Math.max(...rows.map(({ framed }) => framed.length));
  const fill = (cellsOf: (ids: readonly number[]) => readonly number[]) => {
    const cells = rows.flatMap(({ framed }) => {
      const row = cellsOf(framed);
      return [...row, ...new Array(length - row.length).fill(0)];
    });
    return new Tensor("int64", BigInt64Array.from(cells, BigInt), [rows.length, length]);
  };
  const { logits } = (await session.run({
    input_ids: fill((ids) => ids),
    attention_mask: fill((ids) => ids.map(() => 1)),
    token_type_ids: fill(() => []),
  })) as { logits: Tensor };
  await session.release();
  const labels = logits.dims[2] as number;
  expect(logits.dims).toEqual([rows.length, length, labels]);
  const data = logits.data as Float32Array;
  return rows.map(({ framed }, row) => {
    const at = row * length;
    return Array.from(data.subarray((at + 1) * labels, (at + framed.length - 1) * labels));
  });
}

const difference = (a: readonly number[], b: readonly number[]) => {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((x, i) => Math.abs(x - (b[i] as number))));
};

/** The label with the largest logit of each piece. */
function labelsOf(logits: readonly number[], { labels, ids }: Expected): string[] {
  return ids.map((_, piece) => {
    const row = logits.slice(piece * labels.length, (piece + 1) * labels.length);
    return labels[row.indexOf(Math.max(...row))] as string;
  });
}

describe("raretag export --format onnx", () => {
  test("writes the files that transformers.js looks for, inputs and outputs with named sizes", async () => {
    const out = folder.path("onnx");
    const { stderr } = await exportModel(model, out, "--format", "onnx");
    expect(stderr).toBe(`the model is in ${out}, decoded by argmax\n`);
    expect(readdirSync(out, { recursive: true }).sort()).toEqual([
      "config.json",
      "onnx",
      "onnx/model.onnx",
      "special_tokens_map.json",
      "tokenizer.json",
      "tokenizer_config.json",
      "vocab.txt",
    ]);
    const session = await InferenceSession.create(`${out}/onnx/model.onnx`);
    const types = [...session.inputMetadata, ...session.outputMetadata].map(
      (value) => value.isTensor && [value.name, value.type, value.shape],
    );
    const { labels } = await expectedOf(model, TEXT);
    expect(types).toEqual([
      ["input_ids", "int64", ["batch", "sequence"]],
      ["attention_mask", "int64", ["batch", "sequence"]],
      ["token_type_ids", "int64", ["batch", "sequence"]],
      ["logits", "float32", ["batch", "sequence", labels.length]],
    ]);
    await session.release();
  });

  test("computes the same logits alone, and in a batch with padding", async () => {
    const file = folder.path("onnx", "onnx", "model.onnx");
    const expected = await expectedOf(model, TEXT);
    const short = await expectedOf(model, "Fever.");
    const [alone] = await runOnnx(file, [expected]);
    const [first, second] = await runOnnx(file, [short, expected]);
    expect(difference(alone as number[], expected.logits)).toBeLessThan(1e-5);
    expect(difference(first as number[], short.logits)).toBeLessThan(1e-5);
    expect(difference(second as number[], expected.logits)).toBeLessThan(1e-5);
    expect(labelsOf(alone as number[], expected)).toEqual(expected.predicted);
    expect(new Set(expected.predicted).size).toBeGreaterThan(1);
  });
});

describe("raretag export --decode knn", () => {
  test("gives the labels of the vote, as logarithms of its shares", async () => {
    const out = folder.path("knn");
    const { stderr } = await exportModel(model, out, "--format", "onnx", "--decode", "knn");
    expect(stderr).toBe(`the model is in ${out}, decoded by knn\n`);
    const expected = await expectedOf(model, TEXT, { decoder: "knn" });
    const [logs] = (await runOnnx(`${out}/onnx/model.onnx`, [expected])) as [number[]];
    expect(labelsOf(logs, expected)).toEqual(expected.predicted);
    expect(difference(logs, expected.logits)).toBeLessThan(1e-4);
    expect(new Set(expected.predicted).size).toBeGreaterThan(1);
  });
});

describe("raretag export --format onnx-int8", () => {
  test("computes what raretag computes in int8, close to float32, in a third of the bytes", async () => {
    const out = folder.path("int8");
    const { stderr } = await exportModel(model, out, "--format", "onnx-int8");
    expect(stderr).toBe(
      `the model is in ${out}, decoded by argmax\n` +
        "note: no scores were computed; --corpus DIR prints those before and after int8\n",
    );
    const expected = await expectedOf(model, TEXT, { precision: "int8" });
    const [logits] = (await runOnnx(`${out}/onnx/model_quantized.onnx`, [expected])) as [number[]];
    expect(difference(logits, expected.logits)).toBeLessThan(1e-5);
    const exact = await expectedOf(model, TEXT);
    expect(difference(logits, exact.logits)).toBeGreaterThan(1e-4);
    // a step of the quantized values is a hundredth of them; over two layers a tenth of the largest logit is far
    const largest = Math.max(...exact.logits.map(Math.abs));
    expect(difference(logits, exact.logits)).toBeLessThan(largest / 10);
    const bytes = (file: string) => readFileSync(file).length;
    expect(bytes(`${out}/onnx/model_quantized.onnx`)).toBeLessThan(
      bytes(folder.path("onnx", "onnx", "model.onnx")) / 2,
    );
  });

  test("prints the scores before and after, those of evaluate", async () => {
    const flags = ["--corpus", corpus, "--threads", "1"];
    const { stdout } = await exportModel(
      ...[model, folder.path("scored"), "--format", "onnx-int8"],
      ...flags,
    );
    expect(stdout).toMatch(/^words +support +fp32 R +fp32 F1 +int8 R +int8 F1\n/);
    const last = stdout.trimEnd().split("\n").at(-1)?.trim().split(/\s+/) ?? [];
    for (const [i, precision] of ["fp32", "int8"].entries()) {
      const file = folder.path(`${precision}.json`);
      await raretag(
        "evaluate",
        "--model",
        model,
        ...flags,
        "--precision",
        precision,
        "--out",
        file,
      );
      const { micro } = JSON.parse(readFileSync(file, "utf8")).mentions.strict;
      expect(last.slice(-4).slice(2 * i, 2 * i + 2)).toEqual(
        [micro.recall, micro.f1].map((value: number) => value.toFixed(3)),
      );
    }
  });
});

describe("raretag export --format hf", () => {
  test("writes the weights as they are, and nothing of raretag's own", async () => {
    const out = folder.path("hf");
    await exportModel(model, out, "--format", "hf");
    expect(readdirSync(out).sort()).toEqual([
      "config.json",
      "model.safetensors",
      "special_tokens_map.json",
      "tokenizer.json",
      "tokenizer_config.json",
      "vocab.txt",
    ]);
    const [ours, theirs] = await Promise.all(
      [model, out].map((at) => readSafetensorsFile(`${at}/model.safetensors`)),
    );
    expect(theirs?.tensors).toEqual(ours?.tensors);
    expect(theirs?.metadata.get("format")).toBe("pt");
  });
});

describe("raretag export refuses", () => {
  const refusal = async (...flags: string[]) => {
    const out = folder.path("refused");
    const { code, stderr } = await raretag("export", model, "--out", out, ...flags);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
    return stderr;
  };

  test.each([
    [
      ["--format", "hf", "--decode", "knn"],
      "--decode knn: the format hf has no place for the training tokens that vote. Choose --format onnx, or leave --decode out.\n",
    ],
    [
      ["--format", "onnx", "--corpus", "notes"],
      "--corpus: the format onnx computes what the model computes, so there are no scores to compare. Use raretag evaluate, or --format onnx-int8.\n",
    ],
    [
      ["--format", "onnx-int8", "--split", "split.json"],
      "--split: there is no corpus whose documents it names. Add --corpus DIR.\n",
    ],
    [
      [],
      `raretag export: required option '--format <format>' is missing. Run "raretag export --help".\n`,
    ],
  ])("%j", async (flags, message) => {
    expect(await refusal(...flags)).toBe(message);
  });

  test("a folder with content, unless it may be overwritten; the model itself never", async () => {
    const out = folder.path("twice");
    await exportModel(model, out, "--format", "hf");
    const again = await raretag("export", model, "--format", "hf", "--out", out);
    expect(again).toMatchObject({
      code: 2,
      stderr: `${out}: the folder is not empty. Name another folder with --out, or replace it with --overwrite.\n`,
    });
    await exportModel(model, out, "--format", "onnx", "--overwrite");
    expect(readdirSync(out)).toContain("onnx");
    const self = await raretag("export", model, "--format", "hf", "--out", model, "--overwrite");
    expect(self).toMatchObject({
      code: 2,
      stderr: `${model}: --overwrite would delete ${model}. Name another folder with --out.\n`,
    });
  });
});
