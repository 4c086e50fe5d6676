/** Batches: what goes where, worked by hand. */

import { describe, expect, test } from "vitest";
import type { Encoding, Window } from "../tokenizer/index.js";
import { batchesByLength, collate, forEachOwned, ownedStretches, windowLength } from "./batch.js";

const tokenizer = { clsId: 101, sepId: 102, padId: 7 };
const encodingOf = (...ids: number[]) => ({ ids: Int32Array.from(ids) }) as Encoding;
const windows: Window[] = [
  { document: 1, start: 1, end: 3, ownedStart: 2, ownedEnd: 3 },
  { document: 0, start: 0, end: 1, ownedStart: 0, ownedEnd: 1 },
];
const batch = collate(windows, { encodings: [encodingOf(20), encodingOf(30, 31, 32)], tokenizer });

describe("collate", () => {
  test("frames each window and pads to the longest", () => {
    expect(batch.seqLen).toBe(windowLength(windows[0] as Window));
    expect(batch.inputIds).toEqual({
      dtype: "int32",
      shape: [2, 4],
      data: Int32Array.of(101, 31, 32, 102, 101, 20, 102, 7),
    });
    expect(batch.attentionMask).toEqual({
      dtype: "float32",
      shape: [2, 4],
      data: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 0),
    });
    expect(batch.tokenTypeIds).toEqual({
      dtype: "int32",
      shape: [2, 4],
      data: new Int32Array(8),
    });
  });
});

describe("ownedStretches", () => {
  test("says which rows hold which pieces, a stretch a window", () => {
    const long: Window = { document: 2, start: 10, end: 15, ownedStart: 11, ownedEnd: 14 };
    expect(ownedStretches({ windows: [...windows, long], seqLen: 7 })).toEqual([
      { document: 1, piece: 2, row: 2, length: 1 },
      { document: 0, piece: 0, row: 8, length: 1 },
      { document: 2, piece: 11, row: 16, length: 3 },
    ]);
  });
});

describe("forEachOwned", () => {
  test("visits owned pieces with their row, document and place in it", () => {
    const seen: object[] = [];
    forEachOwned(batch, (place) => seen.push(place));
    expect(seen).toEqual([
      { row: 2, document: 1, piece: 2 },
      { row: 5, document: 0, piece: 0 },
    ]);
  });

  test("visits rows that hold the piece", () => {
    const ids = [[20], [30, 31, 32]];
    forEachOwned(batch, ({ row, document, piece }) => {
      expect(batch.inputIds.data[row]).toBe(ids[document]?.[piece]);
    });
  });
});

describe("batchesByLength", () => {
  const windowOf = (length: number): Window => ({
    ...{ document: 0, start: 0, end: length - 2, ownedStart: 0, ownedEnd: length - 2 },
  });
  const lengthsOf = (lengths: number[], pieces: number) =>
    batchesByLength(lengths.map(windowOf), pieces).map((batch) => batch.map(windowLength));

  test("fills batches up to the number of pieces, padding counted, the longest first", () => {
    expect(lengthsOf([3, 10, 6, 5, 4], 12)).toEqual([[10], [6, 5], [4, 3]]);
  });

  test("takes a window that is longer by itself", () => {
    expect(lengthsOf([5, 40, 30], 8)).toEqual([[40], [30], [5]]);
    expect(lengthsOf([5, 4, 3], 1)).toEqual([[5], [4], [3]]);
    expect(lengthsOf([], 8)).toEqual([]);
  });
});
