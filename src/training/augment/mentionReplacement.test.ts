/** Mention replacement by hand, and as a property over documents with overlapping mentions. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawnDocuments } from "../../../test/drawnDocuments.js";
import { createRandom } from "../../core/index.js";
import type { Document } from "../../corpus/index.js";
import { mentionReplacement } from "./mentionReplacement.js";

const seed = 31;
const documents: Document[] = [
  {
    id: "a",
    text: "fever and a red rash",
    mentions: [
      { id: "T1", type: "Sign", start: 0, end: 5 },
      { id: "T2", type: "Sign", start: 12, end: 20 },
      { id: "T3", type: "Colour", start: 12, end: 15 },
    ],
  },
  { id: "b", text: "no cough", mentions: [{ id: "T1", type: "Sign", start: 3, end: 8 }] },
];

describe("mentionReplacement", () => {
  test("replaces a mention by another of its type, and nothing else", () => {
    // "red rash" holds another mention, so it stays; "red" has no other of its type
    const augment = mentionReplacement(documents, 1);
    const [a, b] = documents.map((document) =>
      augment(document, { id: "n", random: createRandom(1) }),
    );
    expect(a?.text).toBe("cough and a red rash");
    expect(b?.text).toBe("no fever");
    expect(b?.mentions).toEqual([{ id: "T1", type: "Sign", start: 3, end: 8 }]);
  });

  test("replaces with the probability rate", () => {
    const augment = mentionReplacement(documents, 0.3);
    const replaced = Array.from({ length: 2000 }, (_, i) =>
      augment(documents[1] as Document, { id: "n", random: createRandom(seed).stream(i) }),
    ).filter(({ text }) => text !== "no cough").length;
    expect(replaced / 2000).toBeCloseTo(0.3, 1); // three standard errors are .03
  });

  test("is a function of the stream", () => {
    const augment = mentionReplacement(documents, 0.5);
    const of = (stream: number) =>
      documents.map((document) => augment(document, { id: "n", random: createRandom(stream) }));
    expect(of(4)).toEqual(of(4));
  });

  test("keeps types and order, draws texts of the type, and leaves the text between as it was", () => {
    let changed = 0;
    fc.assert(
      fc.property(drawnDocuments, fc.nat(), (drawn, stream) => {
        const augment = mentionReplacement(drawn.documents, 0.7);
        const texts = new Map<string, Set<string>>();
        for (const { text, mentions } of drawn.documents)
          for (const { type, start, end } of mentions)
            texts.set(type, (texts.get(type) ?? new Set()).add(text.slice(start, end)));
        for (const document of drawn.documents) {
          const found = augment(document, { id: "n", random: createRandom(stream) });
          if (found.text !== document.text) changed++;
          expect(found.mentions.map(({ id, type }) => [id, type])).toEqual(
            document.mentions.map(({ id, type }) => [id, type]),
          );
          for (const [i, { type, start, end, fragments }] of found.mentions.entries()) {
            const before = document.mentions[i] as (typeof document.mentions)[0];
            const [now, then] = [
              found.text.slice(start, end),
              document.text.slice(before.start, before.end),
            ];
            const inner = document.mentions.some(
              (other) => other !== before && other.start < before.end && before.start < other.end,
            );
            if (!fragments && !inner) expect(texts.get(type)).toContain(now);
            expect(now.length > 0).toBe(then.length > 0);
          }
          expect(outsideOf(found)).toBe(outsideOf(document));
          if (!drawn.documents.every(({ words }) => words)) continue;
          const words = found.words?.map(({ start, end }) => found.text.slice(start, end)) ?? [];
          for (const word of words) expect(word).toMatch(/^[^\s,.-]+$/);
        }
      }),
      { seed, numRuns: 400 },
    );
    expect(changed).toBeGreaterThan(100);
  });
});

/** The text that no mention covers. */
function outsideOf({ text, mentions }: Document): string {
  return [...text.split("").keys()]
    .filter((i) => !mentions.some(({ start, end }) => start <= i && i < end))
    .map((i) => text[i])
    .join("");
}
