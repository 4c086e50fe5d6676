import { describe, expect, test } from "vitest";
import { auditOf, document, marked, mention } from "../../test/auditSamples.js";
import { segmentWords } from "../corpus/index.js";
import type { AuditEncoder } from "./prepare.js";

/** Pieces of two characters of a word, the last may have one; `?` is unknown. Windows hold six of them. */
const encoder: AuditEncoder = {
  ...{ name: "pairs", unkId: 1, maxPositions: 12, windows: { length: 8, overlap: 0 } },
  async encode({ text }) {
    const pieces = segmentWords(text).flatMap(({ start, end }, word) =>
      Array.from({ length: Math.ceil((end - start) / 2) }, (_, i) => ({
        start: start + 2 * i,
        end: Math.min(end, start + 2 * i + 2),
        word,
      })),
    );
    return {
      ids: Int32Array.from(pieces, (piece) => (text[piece.start] === "?" ? 1 : 0)),
      starts: Int32Array.from(pieces, (piece) => piece.start),
      ends: Int32Array.from(pieces, (piece) => piece.end),
      wordIds: Int32Array.from(pieces, ({ word }) => word),
    };
  },
};

describe("pieces of an audit", () => {
  test("are counted by word, by mention and against the limits", async () => {
    const long = "abcdefghijklmn";
    const report = await auditOf(
      [marked("a", `[ab|A] ${long} [${long}|B] ? [c|A]`), marked("b", "abc d")],
      { encoder },
    );
    expect(report.pieces).toEqual({
      // 1 + 7 + 7 + 1 + 1, and 2 + 1
      ...{ total: 20, perToken: 20 / 7, unknown: 1, longestDocument: 17 },
      tokensByPieces: [0, 4, 1, 0, 0, 0, 0, 2, 0, 0, 0],
      // at most six pieces a window, words of more are cut: 1, 6 1, ... at least four windows
      cuts: expect.any(Number),
      ...{ documentsInSeveralWindows: 1, documentsBeyondEncoder: 1 },
      // ten pieces fit: the first mention
      mentionsBeyondEncoder: 2,
      longMentions: [{ document: "a", start: 18, end: 32, type: "B", pieces: 7 }],
    });
    expect(report.pieces?.cuts).toBeGreaterThanOrEqual(2);
    expect(report.passages).toMatchObject({ unit: "windows", length: 8 });
    expect(report.passages.count).toBe((report.pieces?.cuts as number) + 2);
    expect(report.types.B?.pieces).toEqual({
      ...{ total: 7, perToken: 7, longest: 7, longerThanWindow: 1 },
    });
    expect(report.encoder).toEqual({
      ...{ name: "pairs", maxPositions: 12, windowLength: 8, windowOverlap: 0 },
    });
    expect(report.weights).toMatchObject({ unit: "pieces", total: 20 });
  });

  test("of a split mention are those of its parts, but the window must hold all of it", async () => {
    const { types, pieces } = await auditOf(
      [
        document("a", "ab cdcdcdcdcdcd ef", [
          mention("A", 0, 18, {
            fragments: [
              { start: 0, end: 2 },
              { start: 16, end: 18 },
            ],
          }),
        ]),
      ],
      { encoder },
    );
    expect(types.A?.pieces).toEqual({ total: 2, perToken: 1, longest: 2, longerThanWindow: 1 });
    expect(pieces?.longMentions).toMatchObject([{ pieces: 8 }]);
  });
});

describe("weights of an audit", () => {
  const corpus = { train: [marked("a", "[a|A] [b b|B] c c c c c")], dev: [marked("b", "[a|A]")] };

  test("are those of the recipes, counted in the training part", async () => {
    const { weights } = await auditOf(corpus);
    // eight words: one of A, two of B, five of neither
    expect(weights).toEqual({
      ...{ unit: "words", part: "train", total: 8 },
      outside: { count: 5, dataset: 1 - 5 / 8 },
      types: {
        A: { count: 1, dataset: 1 - 1 / 8, small: { positive: 1 - 1 / 6, outside: 1 / 6 } },
        B: { count: 2, dataset: 1 - 2 / 8, small: { positive: 1 - 2 / 7, outside: 2 / 7 } },
      },
    });
  });

  test("are null where there is no word", async () => {
    expect((await auditOf([document("a", " ")])).weights).toBeNull();
  });

  test("take types that training refuses, which is a finding", async () => {
    const { weights, findings } = await auditOf([marked("a", "[a|O] [b|B]")]);
    expect(weights?.types.O).toMatchObject({ count: 1 });
    expect(findings[0]).toMatchObject({ code: "unusable-type", severity: "error", types: ["O"] });
  });
});
