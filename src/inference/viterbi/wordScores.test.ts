import { describe, expect, test } from "vitest";
import { withVotes, wordScores } from "./wordScores.js";

describe("wordScores", () => {
  test("is the normalised mean of the pieces' log shares", () => {
    // Shares of the pieces: (.8, .2), (.5, .5); and a word of one piece with (.1, .9).
    const logits = Float32Array.from(
      [0.8, 0.2, 2, 2, 0.1, 0.9].map((x, i) => (i === 2 || i === 3 ? x : Math.log(x))),
    );
    const words = [
      { start: 0, end: 2 },
      { start: 2, end: 3 },
    ];
    const scores = wordScores(logits, { words, classes: 2 });
    const [a, b] = [Math.sqrt(0.8 * 0.5), Math.sqrt(0.2 * 0.5)];
    const expected = [a / (a + b), b / (a + b), 0.1, 0.9];
    for (const [i, share] of expected.entries())
      expect(Math.exp(scores[i] as number)).toBeCloseTo(share, 6);
  });

  test("does not depend on what is added to all logits of a piece", () => {
    const words = [{ start: 0, end: 1 }];
    const plain = wordScores(Float32Array.of(1, 2), { words, classes: 2 });
    const shifted = wordScores(Float32Array.of(501, 502), { words, classes: 2 });
    for (const [i, score] of plain.entries()) expect(shifted[i]).toBeCloseTo(score, 6);
  });
});

describe("withVotes", () => {
  const scores = Float64Array.of(0, 4, 2, 0, 4, 0, 1, 1);
  const strings = ["Fever", "arm", "fever", "FEVER"];

  test("moves the occurrences of a word, but for case, towards their mean", () => {
    // Occurrences 0, 2, 3: means (5/3, 5/3).
    const mean = 5 / 3;
    const half = (x: number) => (x + mean) / 2;
    const expected = [half(0), half(4), 2, 0, half(4), half(0), half(1), half(1)];
    const voted = withVotes(scores, { strings, share: 0.5 });
    for (const [i, value] of expected.entries()) expect(voted[i]).toBeCloseTo(value, 12);
  });

  test("leaves everything with share 0, and words of three letters always", () => {
    expect(withVotes(scores, { strings, share: 0 })).toEqual(scores);
    const short = ["arm", "Arm", "ARM", "arm"];
    expect(withVotes(scores, { strings: short, share: 1 })).toEqual(scores);
  });
});
