/** Batches of an epoch: nothing lost, little padding, another order each time. */

import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import type { Window } from "../tokenizer/index.js";
import { epochBatches, paddingOf } from "./epochBatches.js";

const SEED = 20260903;
const window = (document: number, pieces: number): Window => ({
  document,
  start: 0,
  end: pieces,
  ownedStart: 0,
  ownedEnd: pieces,
});

/** Notes as they are: most fill whole windows, the ends of documents are of any length. */
const NOTES = (() => {
  const random = createRandom(SEED).stream("lengths");
  return Array.from({ length: 500 }, (_, i) =>
    window(i, random.next() < 0.4 ? 120 + random.below(7) : 5 + random.below(115)),
  );
})();

const batchesOf = (windows: readonly Window[], batchSize: number, epoch = 1) =>
  epochBatches(windows, { batchSize, random: createRandom(SEED).stream("epoch", epoch) });

const byDocument = (a: Window, b: Window) => a.document - b.document;

describe("epochBatches", () => {
  test.each([1, 7, 8, 32, 1000])("puts every window into one batch of at most %i", (batchSize) => {
    const batches = batchesOf(NOTES, batchSize);
    expect(batches.flat().sort(byDocument)).toEqual(NOTES);
    expect(batches).toHaveLength(Math.ceil(NOTES.length / batchSize));
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(batchSize);
  });

  test.each([4, 8, 16])("pads less than 5 %% at %i windows a batch", (batchSize) => {
    for (const epoch of [1, 2, 3])
      expect(paddingOf(batchesOf(NOTES, batchSize, epoch))).toBeLessThan(0.05);
  });

  test("is a function of the windows and the stream", () => {
    expect(batchesOf(NOTES, 8)).toEqual(batchesOf(NOTES, 8));
    const other = epochBatches(NOTES, { batchSize: 8, random: createRandom(SEED + 1) });
    expect(other).not.toEqual(batchesOf(NOTES, 8));
  });

  test("another epoch has another order and other company", () => {
    const companyOf = (epoch: number) =>
      batchesOf(NOTES, 8, epoch).map((batch) =>
        batch
          .map(({ document }) => document)
          .sort()
          .join(),
      );
    const [first, second] = [companyOf(1), companyOf(2)];
    const kept = first.filter((batch) => second.includes(batch)).length;
    expect(kept).toBeLessThan(first.length / 10);
  });

  test("long windows do not come first", () => {
    const lengths = batchesOf(NOTES, 8).map((batch) => batch[0]?.end as number);
    expect(lengths).not.toEqual([...lengths].sort((a, b) => b - a));
  });

  test("goes to the least padding where windows are few and very different", () => {
    const windows = [1, 100, 2, 101, 3, 99].map((pieces, i) => window(i, pieces));
    const batches = batchesOf(windows, 3).map((batch) => batch.map(({ end }) => end).sort());
    expect(batches.sort()).toEqual([
      [1, 2, 3],
      [100, 101, 99],
    ]);
  });

  test("no windows are no batches", () => {
    expect(batchesOf([], 8)).toEqual([]);
  });
});

describe("paddingOf", () => {
  test("is the share of places without a piece, [CLS] and [SEP] counted as pieces", () => {
    // 8 + 4 pieces in 2 x 8 places, 5 in 5
    expect(paddingOf([[window(0, 6), window(1, 2)], [window(2, 3)]])).toBeCloseTo(4 / 21, 12);
    expect(paddingOf([])).toBe(0);
  });
});
