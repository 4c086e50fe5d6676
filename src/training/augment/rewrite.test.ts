/** Offsets after a rewrite, by hand and as a property. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawnDocuments } from "../../../test/drawnDocuments.js";
import { contains, overlaps } from "../../core/index.js";
import { type Document, spansOf } from "../../corpus/index.js";
import { isReplaceable, rewrite } from "./rewrite.js";

const document: Document = {
  id: "a",
  text: "pain in the left knee",
  mentions: [
    { id: "T1", type: "Sign", start: 0, end: 21 },
    { id: "T2", type: "Side", start: 12, end: 16 },
    { id: "T3", type: "Place", start: 12, end: 21 },
  ],
  words: [
    { start: 0, end: 4 },
    { start: 5, end: 7 },
    { start: 8, end: 11 },
    { start: 12, end: 16 },
    { start: 17, end: 21 },
  ],
};
const textOf =
  ({ text }: Document) =>
  (span: { start: number; end: number }) =>
    text.slice(span.start, span.end);

describe("rewrite", () => {
  test("moves what comes after, and stretches what lies around", () => {
    const words = [
      { start: 0, end: 5 },
      { start: 6, end: 9 },
    ];
    const found = rewrite(document, {
      id: "b",
      replacements: [
        { start: 0, end: 4, text: "ache" },
        { start: 12, end: 16, text: "right big", words },
      ],
    });
    expect(found.id).toBe("b");
    expect(found.text).toBe("ache in the right big knee");
    expect(found.mentions.map(textOf(found))).toEqual([found.text, "right big", "right big knee"]);
    expect(found.words?.map(textOf(found))).toEqual(["ache", "in", "the", "right", "big", "knee"]);
  });

  test("without replacements is the same text with the same mentions", () => {
    expect(rewrite(document, { id: "a", replacements: [] })).toEqual(document);
  });

  test("refuses replacements that overlap", () => {
    const replacements = [
      { start: 0, end: 4, text: "x" },
      { start: 3, end: 6, text: "y" },
    ];
    expect(() => rewrite(document, { id: "b", replacements })).toThrow(
      "a replacement at 3 to 6 follows one that ends at 4",
    );
  });

  test("every mention and word holds its old text with the replacements in it", () => {
    fc.assert(
      fc.property(drawnDocuments, fc.infiniteStream(fc.nat(2)), (drawn, choices) => {
        for (const [d, each] of drawn.documents.entries()) {
          const spans = each.mentions.flatMap((mention) => [mention, ...spansOf(mention)]);
          const replacements = (drawn.words[d] ?? [])
            .filter((word) => isReplaceable(word, spans) && choices.next().value === 0)
            .map((word) => ({ ...word, text: "<new>" }));
          const found = rewrite(each, { id: "n", replacements });
          const expected = (span: { start: number; end: number }) => {
            let text = "";
            let at = span.start;
            for (const r of replacements.filter((r) => contains(span, r))) {
              text += each.text.slice(at, r.start) + r.text;
              at = r.end;
            }
            return text + each.text.slice(at, span.end);
          };
          expect(found.text).toBe(expected({ start: 0, end: each.text.length }));
          expect(found.mentions.map(textOf(found))).toEqual(each.mentions.map(expected));
          expect(found.mentions.flatMap(spansOf).map(textOf(found))).toEqual(
            each.mentions.flatMap(spansOf).map(expected),
          );
          if (each.words) {
            expect(found.words?.map(textOf(found))).toEqual(each.words.map(expected));
            for (const [i, word] of (found.words ?? []).entries())
              expect((found.words ?? []).slice(0, i).some((w) => overlaps(w, word))).toBe(false);
          } else expect(found.words).toBeUndefined();
        }
      }),
      { seed: 21, numRuns: 300 },
    );
  });
});

describe("isReplaceable", () => {
  const span = { start: 4, end: 8 };
  test.each([
    [{ start: 0, end: 4 }, true],
    [{ start: 8, end: 9 }, true],
    [{ start: 4, end: 8 }, true],
    [{ start: 3, end: 9 }, true],
    [{ start: 5, end: 8 }, false],
    [{ start: 3, end: 7 }, false],
    [{ start: 6, end: 6 }, false],
    [{ start: 4, end: 4 }, true],
  ])("beside %j: %j", (kept, expected) => {
    expect(isReplaceable(span, [kept])).toBe(expected);
  });
});
