/** What a model says of a text depends on that text alone, and every piece of it is scored once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Document } from "../../src/corpus/index.js";
import {
  batchesByLength,
  collate,
  forEachOwned,
  type Prediction,
} from "../../src/inference/index.js";
import { createRecognizer, loadModel, type Recognizer } from "../../src/recognizer/index.js";
import { planWindows } from "../../src/tokenizer/index.js";
import { notes, temporaryFolder, trainSmall, writeNotes } from "./raretag.js";

const folder = temporaryFolder();
const recognizers: Record<string, Recognizer> = {};
beforeAll(async () => {
  const corpus = folder.path("corpus");
  await writeNotes(corpus, 6);
  for (const head of ["softmax", "binary"]) {
    const flags = ["--epochs", "6", "--learning-rate", "0.02", "--dev", "none"];
    await trainSmall(corpus, folder.path(head), ...flags, "--set", `objective.head=${head}`);
    const model = await loadModel(folder.path(head));
    for (const decoder of ["argmax", "knn"] as const)
      recognizers[`${head} ${decoder}`] = await createRecognizer(model, { decoder, threads: 1 });
  }
});
afterAll(async () => {
  for (const recognizer of Object.values(recognizers)) await recognizer.release();
  folder.remove();
});

const COMBINATIONS = ["softmax argmax", "softmax knn", "binary argmax", "binary knn"];
/** Texts from nothing to many windows. */
const TEXTS: readonly Pick<Document, "text">[] = [
  { text: "" },
  { text: "Fever." },
  ...notes(4, 3),
  {
    text: notes(5, 4)
      .map(({ text }) => text)
      .join("\n"),
  },
];

/** Largest difference between two arrays of one length. */
function difference(a: Float32Array, b: Float32Array): number {
  expect(b.length).toBe(a.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

describe("predict", () => {
  test.each(COMBINATIONS)("says the same of a text alone and among others: %s", async (name) => {
    const recognizer = recognizers[name] as Recognizer;
    const together = await recognizer.predict(TEXTS);
    for (const [i, document] of TEXTS.entries()) {
      const [alone] = await recognizer.predict([document]);
      const among = together[i] as Prediction;
      // Batches of another shape are summed in another order: rounding of float32, or a vote in 17 that ties.
      const tolerance = name.endsWith("argmax") ? 1e-5 : 1 / 17 + 1e-6;
      expect(difference(alone?.probabilities as Float32Array, among.probabilities)).toBeLessThan(
        tolerance,
      );
      const bare = ({ mentions }: Prediction) =>
        mentions.map(({ start, end, type }) => ({ start, end, type }));
      expect(bare(alone as Prediction)).toEqual(bare(among));
    }
  });

  test.each(COMBINATIONS)("gives the probability of the label of every piece: %s", async (name) => {
    const recognizer = recognizers[name] as Recognizer;
    const labels = recognizer.options.labelSet.labels;
    for (const { encoding, ...prediction } of await recognizer.predict(TEXTS)) {
      expect(prediction.labels).toHaveLength(encoding.ids.length);
      expect(prediction.probabilities).toHaveLength(encoding.ids.length);
      // the most probable of n labels has at least 1/n; heads of one type each do not share
      const least = name === "binary argmax" ? 0 : 1 / labels.length - 1e-6;
      for (const probability of prediction.probabilities) {
        expect(probability).toBeGreaterThanOrEqual(least);
        expect(probability).toBeLessThanOrEqual(1 + 1e-6);
      }
    }
  });
});

describe("neighbours", () => {
  test("names as many training tokens as vote, nearest first, and none under argmax", async () => {
    const text = { text: "She took aspirin for chest pain." };
    const recognizer = recognizers["softmax knn"] as Recognizer;
    const [prediction] = (await recognizer.predict([text])) as [Prediction];
    const classes = recognizer.options.labelSet.labels;
    for (let piece = 0; piece < prediction.encoding.ids.length; piece++) {
      const voters = recognizer.neighbours(prediction, piece);
      expect(voters).toHaveLength(17);
      const distances = voters.map(({ distance }) => distance);
      expect(distances).toEqual([...distances].sort((a, b) => a - b));
      const label = classes[prediction.labels[piece] as number];
      const votes = voters.filter(({ className }) => className === label).length;
      expect(prediction.probabilities[piece]).toBeCloseTo(votes / 17, 6);
    }
    const argmax = recognizers["softmax argmax"] as Recognizer;
    const [other] = (await argmax.predict([text])) as [Prediction];
    expect(argmax.neighbours(other, 0)).toEqual([]);
  });
});

describe("windows of a long text", () => {
  test("own every piece exactly once, in whatever batches", async () => {
    const recognizer = recognizers["softmax argmax"] as Recognizer;
    const { tokenizer, windows: settings } = recognizer.options;
    const encodings = (await recognizer.predict(TEXTS)).map(({ encoding }) => encoding);
    const windows = encodings.flatMap((encoding, document) =>
      planWindows(encoding, { ...settings, text: TEXTS[document]?.text as string, document }),
    );
    expect(windows.length).toBeGreaterThan(2 * TEXTS.length);
    const scored = encodings.map(({ ids }) => Array.from(ids, () => 0));
    for (const group of batchesByLength(windows, 150)) {
      const batch = collate(group, { encodings, tokenizer });
      forEachOwned(batch, ({ row, document, piece }) => {
        const counts = scored[document] as number[];
        counts[piece] = (counts[piece] as number) + 1;
        expect(batch.inputIds.data[row]).toBe(encodings[document]?.ids[piece]);
      });
    }
    for (const counts of scored) expect(counts.every((count) => count === 1)).toBe(true);
  });
});
