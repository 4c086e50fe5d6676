import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawnDocuments } from "../../../../test/drawnDocuments.js";
import { type Document, flatten } from "../../../corpus/index.js";
import { wordClasses, wordsOf } from "./wordClasses.js";

const TYPES = ["A", "B", "C"];
const document = (text: string, ...mentions: [string, number, number][]): Document => ({
  ...{ id: "d", text },
  mentions: mentions.map(([type, start, end], i) => ({ id: `T${i}`, type, start, end })),
});
const classesOf = (of: Document) => [...wordClasses(of, { words: wordsOf(of), types: TYPES })];

describe("wordClasses", () => {
  test("gives every word that a mention touches its type", () => {
    // no | knee | - | pain | , | 10 | mg
    const text = "no knee-pain, 10mg";
    expect(classesOf(document(text, ["A", 3, 12], ["B", 14, 16]))).toEqual([0, 1, 1, 1, 0, 2]);
    expect(classesOf(document(text, ["C", 4, 5]))).toEqual([0, 3, 0, 0, 0, 0]);
  });

  test("of two mentions in a word the earlier has it, of nested ones the shortest counts", () => {
    expect(classesOf(document("headache", ["A", 0, 4], ["B", 4, 8]))).toEqual([1]);
    expect(classesOf(document("left knee", ["A", 0, 9], ["B", 5, 9]))).toEqual([0, 2]);
  });

  test("goes by the words that a file gives", () => {
    const given = { ...document("knee-pain", ["A", 0, 4]), words: [{ start: 0, end: 9 }] };
    expect(classesOf(given)).toEqual([1]);
  });

  test("is, of any document, the first flat mention that shares a character with the word", () => {
    fc.assert(
      fc.property(drawnDocuments, ({ documents }) => {
        for (const drawn of documents) {
          const { mentions } = flatten(drawn);
          const expected = wordsOf(drawn).map((word) => {
            const first = mentions.find(({ start, end }) => start < word.end && word.start < end);
            return first ? TYPES.indexOf(first.type) + 1 : 0;
          });
          expect(classesOf(drawn)).toEqual(expected);
        }
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});
