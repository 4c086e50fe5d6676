/** Label-wise word replacement by hand, and as a property: the labels of the words stay as they were. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawnDocuments } from "../../../test/drawnDocuments.js";
import { createRandom, type Span } from "../../core/index.js";
import { type Document, spansOf } from "../../corpus/index.js";
import { wordReplacement } from "./wordReplacement.js";

const seed = 41;
const worded = (document: Document) => ({
  document,
  words: Array.from(document.text.matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  })),
});
const documents: Document[] = [
  { id: "a", text: "mild fever, today", mentions: [{ id: "T1", type: "Sign", start: 0, end: 10 }] },
  { id: "b", text: "dry cough now", mentions: [{ id: "T1", type: "Sign", start: 0, end: 9 }] },
];

describe("wordReplacement", () => {
  test("draws words that stand at the same place of a mention of the same type", () => {
    const augment = wordReplacement(documents.map(worded), 1);
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++)
      seen.add(
        augment(documents[0] as Document, { id: "n", random: createRandom(seed).stream(i) }).text,
      );
    const expected = ["mild", "dry"].flatMap((first) =>
      ["fever", "cough"].flatMap((second) =>
        ["today", "now"].map((third) => `${first} ${second}, ${third}`),
      ),
    );
    expect([...seen].sort()).toEqual(expected.sort());
  });

  test("replaces with the probability rate, as often as words occur", () => {
    const often = { id: "c", text: "a a a b", mentions: [] };
    const augment = wordReplacement([worded(often)], 0.5);
    let other = 0;
    for (let i = 0; i < 2000; i++)
      if (augment(often, { id: "n", random: createRandom(seed).stream(i) }).text.startsWith("b"))
        other++;
    expect(other / 2000).toBeCloseTo(0.5 / 4, 1); // three standard errors are .022
  });

  test("keeps the labels of all words, and what lies between words", () => {
    let changed = 0;
    fc.assert(
      fc.property(drawnDocuments, fc.nat(), (drawn, stream) => {
        const all = drawn.documents.map((document, i) => ({
          document,
          words: drawn.words[i] ?? [],
        }));
        const augment = wordReplacement(all, 0.8);
        for (const { document, words } of all) {
          const found = augment(document, { id: "n", random: createRandom(stream) });
          if (found.text !== document.text) changed++;
          // the drawn words hold no gap character, so that gaps split the new text as they did the old one
          const split = (text: string) => text.split(/(?:[\s,.-])+/).filter(Boolean);
          expect(split(found.text)).toHaveLength(words.length);
          expect(found.text.replace(/[^\s,.-]/g, "")).toBe(document.text.replace(/[^\s,.-]/g, ""));
          const now = Array.from(found.text.matchAll(/[^\s,.-]+/g), (match) => ({
            start: match.index,
            end: match.index + match[0].length,
          }));
          expect(now.map((word) => membership(found, word))).toEqual(
            words.map((word) => membership(document, word)),
          );
          if (document.words) expect(found.words).toEqual(now);
        }
      }),
      { seed, numRuns: 400 },
    );
    expect(changed).toBeGreaterThan(200);
  });
});

/** Which mentions a word is in, and whether one begins there. */
function membership({ mentions }: Document, word: Span) {
  return mentions.map((mention) =>
    spansOf(mention).map(({ start, end }) => [
      start < word.end && word.start < end,
      word.start <= start && start < word.end,
      word.start < end && end <= word.end,
    ]),
  );
}
