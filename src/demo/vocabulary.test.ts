import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { generateCorpus } from "./generate.js";
import { demoVocabulary } from "./vocabulary.js";

const CORPUS = generateCorpus({ documents: 60, random: createRandom(5) });

/** Longest match first, as the WordPiece model reads a word (Wu et al. 2016); undefined where no piece fits. */
function breakWord(word: string, pieces: ReadonlySet<string>): string[] | undefined {
  const found: string[] = [];
  for (let start = 0; start < word.length; ) {
    const prefix = start === 0 ? "" : "##";
    let end = word.length;
    while (end > start && !pieces.has(prefix + word.slice(start, end))) end--;
    if (end === start) return undefined;
    found.push(prefix + word.slice(start, end));
    start = end;
  }
  return found;
}

describe("demoVocabulary", () => {
  test("opens with the special pieces and repeats no piece", () => {
    const vocabulary = demoVocabulary(CORPUS);
    expect(vocabulary.slice(0, 5)).toEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]);
    expect(new Set(vocabulary).size).toBe(vocabulary.length);
    expect(vocabulary.every((piece) => /^\S+$/.test(piece))).toBe(true);
  });

  test("ends with the frequent words, lower-cased, without accents, the most frequent first", () => {
    const text = "Fever, fever: FEVER fever. Naïve naive NAÏVE! twice twice pain-pain (pain)";
    expect(demoVocabulary([{ text }]).slice(-3)).toEqual(["fever", "naive", "pain"]);
    expect(demoVocabulary([{ text }], { minimumCount: 2 }).at(-1)).toBe("twice");
  });

  test("keeps a word of one character once", () => {
    const vocabulary = demoVocabulary([{ text: "a a a µ µ µ" }]);
    for (const piece of ["a", "##a", "µ", "##µ"])
      expect(vocabulary.filter((other) => other === piece)).toEqual([piece]);
  });

  test("reads a frequent word whole and breaks a rare one", () => {
    const pieces = new Set(demoVocabulary(CORPUS));
    expect(breakWord("patient", pieces)).toEqual(["patient"]);
    expect(breakWord("xylography", pieces)?.length).toBeGreaterThan(1);
  });

  test("leaves no printable ASCII word unknown", () => {
    const pieces = new Set(demoVocabulary(CORPUS));
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,20}$/), (word) => {
        for (const part of word.toLowerCase().match(/[a-z0-9]+|[^a-z0-9]/g) ?? [])
          expect(breakWord(part, pieces)).toBeDefined();
      }),
      { seed: 11 },
    );
  });
});
