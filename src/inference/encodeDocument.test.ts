/** Words of a document: the corpus's own before the tokenizer's. */

import { describe, expect, test } from "vitest";
import type { Tokenizer } from "../tokenizer/index.js";
import { encodeDocument } from "./encodeDocument.js";

/** Four pieces: "non", "-", "small" at 0, 3, 4 and "cell" at 10. */
const encoding = {
  ids: Int32Array.of(1, 2, 3, 4),
  starts: Int32Array.of(0, 3, 4, 10),
  ends: Int32Array.of(3, 4, 9, 14),
  wordIds: Int32Array.of(0, 1, 2, 3),
};
const tokenizer = { encode: async () => encoding } as unknown as Tokenizer;
const text = "non-small cell";

describe("encodeDocument", () => {
  test("keeps the tokenizer's words where the corpus has none", async () => {
    expect(await encodeDocument(tokenizer, { text })).toBe(encoding);
  });

  test("gives each piece the word that its start lies in", async () => {
    const words = [
      { start: 0, end: 9 },
      { start: 10, end: 14 },
    ];
    expect(await encodeDocument(tokenizer, { text, words })).toEqual({
      ...encoding,
      wordIds: Int32Array.of(0, 0, 0, 1),
    });
  });

  test("passes over words that no piece starts in", async () => {
    const words = [
      { start: 0, end: 2 },
      { start: 2, end: 3 },
      { start: 3, end: 9 },
      { start: 10, end: 14 },
    ];
    expect((await encodeDocument(tokenizer, { text, words })).wordIds).toEqual(
      Int32Array.of(0, 2, 2, 3),
    );
    expect(encoding.wordIds).toEqual(Int32Array.of(0, 1, 2, 3));
  });
});
