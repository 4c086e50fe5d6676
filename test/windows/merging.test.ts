/** Overlapping windows give what one long window gives, shown with an encoder that knows each piece by itself. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.js";
import {
  argmaxDecoder,
  type Batch,
  type ForwardRunner,
  predictDocuments,
} from "../../src/inference/index.js";
import { createLabelSet, type LabelSet } from "../../src/labels/index.js";
import { createTokenizer } from "../../src/tokenizer/index.js";

const SEED = 20240923;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** A word of n letters is n pieces, so that words can be longer than windows. */
const tokenizer = createTokenizer({
  vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ...LETTERS]
    .concat(LETTERS.map((letter) => `##${letter}`))
    .join("\n"),
});

/**
 * Stands in for the model: the logits of a piece depend on its id alone, so windows and batches can make a difference
 * only by a piece that is lost, doubled or misplaced. What is no piece of a text has a type for sure.
 */
function contextFree(outputs: number, piecesPerBatch: number): ForwardRunner {
  const special = [tokenizer.clsId, tokenizer.sepId, tokenizer.padId];
  const random = createRandom(SEED).stream("logits", outputs);
  const rows = Array.from({ length: tokenizer.vocabSize }, (_, id) =>
    Array.from({ length: outputs }, (__, label) =>
      special.includes(id) ? (label === 1 ? 99 : -99) : random.stream(id, label).normal() * 3,
    ),
  );
  return {
    piecesPerBatch,
    logitsOf: async ({ inputIds }: Batch) =>
      Float32Array.from([...inputIds.data].flatMap((id) => rows[id] as number[])),
    release: async () => {},
  };
}

interface Settings {
  readonly labelSet: LabelSet;
  readonly head: "softmax" | "binary";
  readonly length: number;
  readonly overlap: number;
  readonly piecesPerBatch: number;
}

async function predict(texts: readonly string[], settings: Settings) {
  const { labelSet, head, length, overlap, piecesPerBatch } = settings;
  const classes = labelSet.labels.length;
  const predictions = await predictDocuments(
    texts.map((text) => ({ text })),
    {
      ...{ tokenizer, labelSet, head, windows: { length, overlap } },
      runner: contextFree(classes, piecesPerBatch),
      decoder: argmaxDecoder({ classes, head }),
    },
  );
  return predictions.map(({ labels, probabilities, mentions }) => ({
    ...{ labels: [...labels], probabilities: [...probabilities], mentions },
  }));
}

const letter = fc.constantFrom(...LETTERS);
const word = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit: letter, minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.string({ unit: letter, minLength: 20, maxLength: 80 }) },
  { weight: 2, arbitrary: fc.constantFrom(".", "\n", ". X") },
);
const text = fc.array(word, { maxLength: 120, size: "max" }).map((words) => words.join(" "));
const heads = fc.constantFrom(
  { head: "softmax", scheme: "io" } as const,
  { head: "softmax", scheme: "bio" } as const,
  { head: "softmax", scheme: "bioes" } as const,
  { head: "binary", scheme: "io" } as const,
);
const settings = fc.record({
  ...{ kind: heads, length: fc.integer({ min: 3, max: 70 }), overlap: fc.nat(10_000) },
  piecesPerBatch: fc.integer({ min: 1, max: 300 }),
});

describe("predictDocuments", () => {
  test(`gives in overlapping windows what it gives in one (seed ${SEED})`, async () => {
    let [windowed, mentions] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 3 }),
        settings,
        async (texts, { kind, length, overlap, piecesPerBatch }) => {
          const labelSet = createLabelSet({ scheme: kind.scheme, types: ["Sign", "Place"] });
          const common = { labelSet, head: kind.head, piecesPerBatch };
          const longest = Math.max(...texts.map((one) => one.length));
          const windows = { length, overlap: overlap % (length - 2) };
          const inOne = await predict(texts, { ...common, length: longest + 3, overlap: 0 });
          expect(await predict(texts, { ...common, ...windows })).toEqual(inOne);
          for (const { labels, mentions: found } of inOne) {
            if (labels.length > length - 2) windowed++;
            mentions += found.length;
          }
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
    // Most texts were cut into windows, and there was much to find.
    expect(windowed).toBeGreaterThan(250);
    expect(mentions).toBeGreaterThan(3000);
  });

  test("would not, if a window gave the edges of its text to another piece", async () => {
    const labelSet = createLabelSet({ scheme: "io", types: ["Sign", "Place"] });
    const common = { labelSet, head: "softmax", piecesPerBatch: 64 } as const;
    const [one] = await predict(["a b c d e f g h i j k l m n o p"], {
      ...{ ...common, length: 99, overlap: 0 },
    });
    // The stand-in tells neighbours apart: no two of the pieces have the same probability.
    expect(new Set(one?.probabilities).size).toBe(16);
  });
});
