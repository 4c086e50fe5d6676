/** Random batches: pieces of the vocabulary, labels as asked for. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { benchBatch, benchPieces } from "./benchBatch.js";

describe("benchPieces", () => {
  test("are different, in order, and neither special nor beyond the vocabulary", () => {
    const pieces = [...benchPieces()];
    expect(new Set(pieces).size).toBe(9000);
    expect(pieces).toEqual([...pieces].sort((a, b) => a - b));
    expect(pieces[0]).toBeGreaterThanOrEqual(1000);
    expect(pieces.at(-1)).toBeLessThan(30_000);
  });
});

describe("benchBatch", () => {
  test("has a label of the list for every piece, and no padding", () => {
    const random = createRandom(3);
    const { batch, gold } = benchBatch({ rows: 4, seqLen: 50, labels: [0, 7, 9], random });
    expect(batch.inputIds.shape).toEqual([4, 50]);
    expect(batch.windows.map(({ start, end }) => end - start)).toEqual([48, 48, 48, 48]);
    expect(batch.attentionMask.data.every((value) => value === 1)).toBe(true);
    const known = new Set(benchPieces());
    expect(batch.inputIds.data.every((id) => known.has(id))).toBe(true);
    expect([...new Set(gold.labels)].sort()).toEqual([0, 7, 9]);
  });
});
