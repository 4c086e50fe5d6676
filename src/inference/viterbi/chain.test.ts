import { describe, expect, test } from "vitest";
import { createRandom } from "../../core/index.js";
import { bonusOf, CANDIDATES, decodeChain } from "./chain.js";

/** Scores of words and of neighbours, at random. */
function drawn({ words, classes, seed }: { words: number; classes: number; seed: number }) {
  const random = createRandom(seed);
  const normal = (n: number) => Float64Array.from({ length: n }, () => 2 * random.normal());
  return { scores: normal(words * classes), logs: normal(classes * classes), classes, words };
}

/** Every sequence with its score. */
function* sequences({ words, classes, scores, logs }: ReturnType<typeof drawn>) {
  for (let number = 0; number < classes ** words; number++) {
    const sequence = Array.from(
      { length: words },
      (_, w) => Math.floor(number / classes ** w) % classes,
    );
    const score = sequence.reduce((sum, c, w) => {
      const neighbours = w === 0 ? 0 : (logs[(sequence[w - 1] as number) * classes + c] as number);
      return sum + (scores[w * classes + c] as number) + neighbours;
    }, 0);
    yield { sequence, score };
  }
}

describe("decodeChain", () => {
  test.each([1, 2, 3, 4, 5, 6])(
    "finds the best of all sequences and the share of each class (seed %i)",
    (seed) => {
      const chain = drawn({ words: 5, classes: 3, seed });
      const all = [...sequences(chain)];
      const best = all.reduce((a, b) => (b.score > a.score ? b : a));
      const total = all.reduce((sum, { score }) => sum + Math.exp(score), 0);
      const expected = new Array<number>(15).fill(0);
      for (const { sequence, score } of all)
        for (const [w, c] of sequence.entries())
          expected[w * 3 + c] = (expected[w * 3 + c] as number) + Math.exp(score) / total;
      const { scores, logs } = chain;
      const decoded = decodeChain({ scores, bonus: bonusOf(logs) });
      expect([...decoded.best]).toEqual(best.sequence);
      for (const [i, share] of expected.entries()) expect(decoded.shares[i]).toBeCloseTo(share, 6);
    },
  );

  test("without a bonus takes the best class of each word, with its share", () => {
    const { scores } = drawn({ words: 4, classes: 3, seed: 9 });
    const { best, shares } = decodeChain({ scores, bonus: bonusOf(new Float64Array(9)) });
    for (let w = 0; w < 4; w++) {
      const row = scores.subarray(w * 3, (w + 1) * 3);
      const top = Math.max(...row);
      expect(row[best[w] as number]).toBe(top);
      const total = row.reduce((sum, score) => sum + Math.exp(score), 0);
      expect(shares[w * 3 + (best[w] as number)]).toBeCloseTo(Math.exp(top) / total, 6);
    }
  });

  test("leaves out the least likely of very many classes", () => {
    const classes = CANDIDATES + 8;
    const scores = Float64Array.from({ length: 2 * classes }, (_, i) => -(i % classes));
    const logs = new Float64Array(classes ** 2);
    logs[1 * classes + 2] = 50; // class 2 after class 1 outweighs all else
    logs[(classes - 1) * classes + 0] = 1000; // but the last class is no candidate
    const { best, shares } = decodeChain({ scores, bonus: bonusOf(logs) });
    expect([...best]).toEqual([1, 2]);
    expect(shares[classes - 1]).toBe(0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(2, 5);
  });

  test("stays finite over thousands of words and extreme scores", () => {
    const scores = Float64Array.from({ length: 6000 }, (_, i) => (i % 2 === 0 ? -700 : 0));
    const { best, shares } = decodeChain({ scores, bonus: bonusOf(new Float64Array(4)) });
    expect(new Set(best)).toEqual(new Set([1]));
    expect(shares.every(Number.isFinite)).toBe(true);
  });

  test("decodes no words to nothing", () => {
    const { best, shares } = decodeChain({
      scores: new Float64Array(0),
      bonus: bonusOf(new Float64Array(9)),
    });
    expect([best.length, shares.length]).toEqual([0, 0]);
  });
});
