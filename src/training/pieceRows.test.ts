/** The small table of pieces against the whole one, by hand. */

import { describe, expect, test } from "vitest";
import { float32 } from "../core/index.js";
import { pieceRows } from "./pieceRows.js";

const WHOLE = float32([5, 2], [0, 1, 10, 11, 20, 21, 30, 31, 40, 41]);

describe("pieceRows", () => {
  const rows = pieceRows(5, [4, 1, 4]);

  test("keeps each occurring piece once, in order", () => {
    expect([...rows.pieces]).toEqual([1, 4]);
    expect([...rows.gather(WHOLE).data]).toEqual([10, 11, 40, 41]);
    expect([...rows.rowsOf(Int32Array.of(4, 1, 1, 4))]).toEqual([1, 0, 0, 1]);
  });

  test("orders pieces as numbers", () => {
    expect([...pieceRows(200, [100, 9, 20]).pieces]).toEqual([9, 20, 100]);
  });

  test("gives the whole table back: changed rows, and the others times a factor", () => {
    const changed = float32([2, 2], [-1, -2, -3, -4]);
    expect([...rows.scatter(changed, WHOLE, 0.5).data]).toEqual([
      0, 0.5, -1, -2, 10, 10.5, 15, 15.5, -3, -4,
    ]);
    expect([...rows.scatter(changed, WHOLE, 1).data]).toEqual([
      0, 1, -1, -2, 20, 21, 30, 31, -3, -4,
    ]);
    expect([...WHOLE.data.subarray(0, 4)]).toEqual([0, 1, 10, 11]);
  });

  test("keeps all pieces unless told", () => {
    const all = pieceRows(5);
    expect([...all.rowsOf(Int32Array.of(3, 0))]).toEqual([3, 0]);
    expect(all.gather(WHOLE)).toEqual(WHOLE);
  });
});
