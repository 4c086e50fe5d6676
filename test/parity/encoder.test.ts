/** Whole encoder folders, from text to hidden states, against Hugging Face's values. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { buildForwardGraph, collate } from "../../src/inference/index.js";
import { OP_TABLE } from "../../src/ops/index.js";
import { loadEncoder } from "../../src/recognizer/index.js";
import { createSession } from "../../src/runtime/index.js";
import { fixtureRoots, MINILM } from "../fixtureRoots.js";

interface ParityFile {
  texts: string[];
  inputIds: number[][];
  attentionMask: number[][];
  lastHiddenStateFirst8: number[][][];
  lastHiddenStateNorms: number[][];
}

/** Encoder folders with their reference values. */
const CASES = [
  {
    title: "our own tiny encoder",
    folder: resolve("test/fixtures/encoder"),
    parity: fixtureRoots("encoder/parity.json")[0]?.path,
  },
  {
    title: "MiniLM",
    folder: MINILM,
    parity: fixtureRoots("minilm/parity.json").at(-1)?.path,
  },
];

for (const { title, folder, parity } of CASES)
  describe.skipIf(!parity || !existsSync(folder))(
    `${title}${parity && existsSync(folder) ? "" : " (skipped: needs ../shared)"}`,
    () => {
      test("pieces equal, hidden states within 1e-4", async () => {
        const expected = JSON.parse(readFileSync(parity as string, "utf8")) as ParityFile;
        const { config, parameters, tokenizer } = await loadEncoder(folder, { labels: ["O"] });
        const encodings = await Promise.all(expected.texts.map((text) => tokenizer.encode(text)));
        const windows = encodings.map(({ ids }, document) => ({
          ...{ document, start: 0, end: ids.length, ownedStart: 0, ownedEnd: ids.length },
        }));
        const batch = collate(windows, { encodings, tokenizer });
        expect([...batch.inputIds.data]).toEqual(expected.inputIds.flat());
        expect([...batch.attentionMask.data]).toEqual(expected.attentionMask.flat());

        const graph = buildForwardGraph(config, { outputs: 1, exposeHidden: true });
        const session = await createSession(graph, OP_TABLE, { threads: 2 });
        const { inputIds, tokenTypeIds, attentionMask } = batch;
        const head = {
          "classifier.weight": {
            dtype: "float32",
            shape: [1, config.hiddenSize],
            data: new Float32Array(config.hiddenSize),
          },
          "classifier.bias": { dtype: "float32", shape: [1], data: new Float32Array(1) },
        } as const;
        const last = `hidden:${config.layers}`;
        const out = await session.run(
          { inputIds, tokenTypeIds, attentionMask, ...Object.fromEntries(parameters), ...head },
          { [last]: null },
        );
        await session.release();
        const states = out[last]?.data as Float32Array;
        expected.lastHiddenStateNorms.flat().forEach((norm, row) => {
          if (batch.attentionMask.data[row] === 0) return;
          const state = states.subarray(row * config.hiddenSize, (row + 1) * config.hiddenSize);
          expect(Math.abs(Math.hypot(...state) - norm)).toBeLessThan(1e-3);
          const first = expected.lastHiddenStateFirst8.flat()[row] as number[];
          first.forEach((value, i) => {
            expect(Math.abs((state[i] as number) - value)).toBeLessThan(1e-4);
          });
        });
      });
    },
  );
