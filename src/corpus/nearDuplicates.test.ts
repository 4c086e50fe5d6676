/** Near duplicates against a comparison of each text with each by sets of strings. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, type Random } from "../core/index.js";
import { bandsFor, nearDuplicates } from "./nearDuplicates.js";

const SEED = 20240918;
const numbered = (texts: readonly string[]) => texts.map((text, i) => ({ id: `d${i}`, text }));
const find = (texts: readonly string[], threshold?: number) =>
  [...nearDuplicates(numbered(texts), threshold === undefined ? {} : { threshold })].map(
    ({ a, b, similarity }) => [a, b, similarity],
  );

/** Jaccard similarity of the sets of three words in a row, for texts of lower-case words and single spaces. */
function similarityOf(a: string, b: string): number {
  const setOf = (text: string) => {
    const words = text.split(" ");
    return new Set(words.slice(0, -2).map((_, i) => words.slice(i, i + 3).join(" ")));
  };
  const [left, right] = [setOf(a), setOf(b)];
  const shared = [...left].filter((shingle) => right.has(shingle)).length;
  return shared / (left.size + right.size - shared);
}

const draw = (random: Random, length: number) =>
  Array.from({ length }, () => `w${random.below(500)}`);

/** Different copies of a text of 120 words, each with a share of its words changed. */
function versions(random: Random, most: number): string[] {
  const words = draw(random, 120);
  const copies = Array.from({ length: 30 }, () => {
    const share = most * random.next();
    return words.map((word) => (random.next() < share ? `w${random.below(500)}` : word)).join(" ");
  });
  return [...new Set(copies)];
}

describe("nearDuplicates", () => {
  test("finds copies that differ in case, white space, punctuation and Unicode form", () => {
    const copies = ["Café au lait:\tno fever.", "cafe\u0301 AU  lait - no\r\nfever", "no fever"];
    expect(find(copies)).toEqual([["d0", "d1", 1]]);
  });

  test("tells similarity by hand", () => {
    // "a b c d e" has abc, bcd, cde; "a b c d f" has abc, bcd, cdf: 2 of 4
    expect(find(["a b c d e", "a b c d f"], 0.5)).toEqual([["d0", "d1", 0.5]]);
    expect(find(["a b c d e", "a b c d f"], 0.51)).toEqual([]);
  });

  test("pairs each copy with the first only, so that a thousand copies are 999 pairs", () => {
    const found = find(Array.from({ length: 1000 }, () => "no acute disease"));
    expect(found).toHaveLength(999);
    expect(new Set(found.map(([a]) => a))).toEqual(new Set(["d0"]));
  });

  test("compares short texts whole, and texts without letters by what is not blank", () => {
    expect(find(["fever", "Fever!", "cough"])).toEqual([["d0", "d1", 1]]);
    expect(find(["*** ---", "***  ---", "---", "", " \n", ""])).toEqual([["d0", "d1", 1]]);
  });

  test("compares scripts without spaces by character", () => {
    const text = "患者は三日前から発熱と咳が続いている";
    expect(find([text, `${text}。`, text.replace("咳", "痰")], 0.6)).toEqual([
      ["d0", "d1", 1],
      ["d0", "d2", expect.closeTo(13 / 19, 9)], // 16 shingles each, 3 of them changed
    ]);
  });

  test("does not find a short text inside of a long one", () => {
    const words = draw(createRandom(SEED), 300);
    expect(find([words.join(" "), words.slice(100, 160).join(" ")])).toEqual([]);
  });

  test.each([0, -1, 1.1, Number.NaN])("refuses the threshold %d", (threshold) => {
    expect(() => find(["a"], threshold)).toThrow(
      `the threshold of near duplicates is ${threshold} but must be > 0 and <= 1. Give one like 0.8.`,
    );
  });

  test(`yields true pairs only, each once, with their similarity (seed ${SEED})`, () => {
    const words = fc.array(fc.constantFrom(..."abcd"), { minLength: 3, maxLength: 12 });
    const texts = fc.uniqueArray(
      words.map((all) => all.join(" ")),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(texts, fc.double({ min: 0.3, max: 1, noNaN: true }), (drawn, threshold) => {
        const found = find(drawn, threshold);
        expect(new Set(found.map(([a, b]) => `${a} ${b}`)).size).toBe(found.length);
        for (const [a, b, similarity] of found) {
          const [i, j] = [a, b].map((id) => Number(String(id).slice(1))) as [number, number];
          expect(i).toBeLessThan(j);
          expect(similarity).toBeCloseTo(similarityOf(drawn[i] as string, drawn[j] as string), 12);
          expect(similarity).toBeGreaterThanOrEqual(threshold);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test.each([
    [0.5, 0.16],
    [0.8, 0.06],
    [0.9, 0.03],
  ])("misses at most 1 in 500 pairs just above %d", (threshold, changed) => {
    const random = createRandom(SEED);
    let [near, missed] = [0, 0];
    for (let corpus = 0; corpus < 25; corpus++) {
      const texts = versions(random.stream(threshold, corpus), changed);
      const found = new Set(find(texts, threshold).map(([a, b]) => `${a} ${b}`));
      for (let j = 0; j < texts.length; j++)
        for (let i = 0; i < j; i++) {
          const similarity = similarityOf(texts[i] as string, texts[j] as string);
          if (similarity < threshold || similarity > threshold + 0.05) continue;
          near++;
          if (!found.has(`d${i} d${j}`)) missed++;
        }
    }
    expect(near).toBeGreaterThan(500);
    expect(missed / near).toBeLessThanOrEqual(0.002);
  });

  test("finds 50 planted pairs among 500 texts of 300 words", () => {
    const random = createRandom(SEED);
    const texts = Array.from({ length: 500 }, (_, i) =>
      draw(random.stream("text", i), 300).join(" "),
    );
    const planted = texts.slice(0, 50).map((text) => text.replace(/^(\S+ ){10}/, "w w w "));
    const found = find([...texts, ...planted]);
    expect(found.map(([a, b]) => `${a} ${b}`).sort()).toEqual(
      planted.map((_, i) => `d${i} d${500 + i}`).sort(),
    );
  });
});

describe("bandsFor", () => {
  test("keeps the promised probability over all thresholds, by the formula of the source", () => {
    for (let threshold = 0.06; threshold <= 1; threshold += 0.001) {
      const { bands, rows } = bandsFor(threshold);
      expect(1 - (1 - threshold ** rows) ** bands).toBeGreaterThanOrEqual(0.999);
      expect(bands * rows).toBeLessThanOrEqual(128);
    }
  });

  test("makes candidates of few pairs that are far below the threshold", () => {
    const { bands, rows } = bandsFor(0.8);
    expect(1 - (1 - 0.2 ** rows) ** bands).toBeLessThan(0.01);
  });
});
