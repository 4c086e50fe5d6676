import { describe, expect, test } from "vitest";
import { correctedResampledTTest, pairedTTest } from "./tTest.js";

describe("pairedTTest", () => {
  test("gives the published result for Student's hours of sleep", () => {
    const a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { t, degreesOfFreedom, p, estimate, interval, n } = pairedTTest(a, b);
    expect([degreesOfFreedom, n]).toEqual([9, 10]);
    // R: t.test(extra ~ group, data = sleep, paired = TRUE)
    expect(t).toBeCloseTo(-4.0621, 4);
    expect(p).toBeCloseTo(0.002833, 6);
    expect(estimate).toBeCloseTo(-1.58, 12);
    expect([interval.low, interval.high]).toEqual([
      expect.closeTo(-2.4598858, 7),
      expect.closeTo(-0.7001142, 7),
    ]);
  });

  test("of systems that are equal has p = 1 and an interval of no width", () => {
    const { t, p, interval } = pairedTTest([0.5, 0.7], [0.5, 0.7]);
    expect({ t, p, interval }).toEqual({ t: 0, p: 1, interval: { low: 0, high: 0 } });
  });

  test("of differences that are all the same has p = 0", () => {
    const { t, p, interval } = pairedTTest([3, 4, 5], [1, 2, 3]);
    expect({ t, p, interval }).toEqual({ t: Infinity, p: 0, interval: { low: 2, high: 2 } });
  });

  test("a higher level gives a wider interval", () => {
    const [a, b] = [
      [1, 2, 4],
      [0, 3, 1],
    ];
    const width = (level: number) => {
      const { low, high } = pairedTTest(a, b, { level }).interval;
      return high - low;
    };
    expect(width(0.99)).toBeGreaterThan(width(0.95));
    expect(() => width(95)).toThrow("the level is 95, but it must lie between 0 and 1");
  });

  test.each([
    [[], [], "the number of documents is 0, but it must be at least 2. Score on more documents."],
    [[1], [2], "the number of documents is 1, but it must be at least 2. Score on more documents."],
    [
      [1, 2],
      [1],
      "2 values were given for one system and 1 for the other. Give both systems' values for the same documents, in the same order.",
    ],
    [
      [1, NaN],
      [1, 2],
      "a[1] is NaN, but every value must be a finite number. Leave out what has no value, or decide which value it shall count as.",
    ],
    [
      [1, 2],
      [-Infinity, 2],
      "b[0] is -Infinity, but every value must be a finite number. Leave out what has no value, or decide which value it shall count as.",
    ],
  ])("refuses %j and %j", (a, b, message) => {
    expect(() => pairedTTest(a, b)).toThrow(message);
  });
});

describe("correctedResampledTTest", () => {
  test("is the equation by hand", () => {
    // mean 2, variance 1, so t = 2 / sqrt(1/3 + 1/2); with 2 degrees of freedom p = 1 - t / sqrt(2 + t^2)
    const { t, p, n } = correctedResampledTTest([1, 2, 3], { trainSize: 80, testSize: 40 });
    expect(n).toBe(3);
    expect(t).toBeCloseTo(2 / Math.sqrt(5 / 6), 12);
    expect(p).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
  });

  test("without differences has p = 1", () => {
    expect(correctedResampledTTest([0, 0], { trainSize: 8, testSize: 2 }).p).toBe(1);
  });

  test.each([
    [[1], 8, 2, "the number of splits is 1, but it must be at least 2"],
    [[1, 2], 0, 2, "a split has 0 documents to train on and 2 to test on"],
    [[1, 2], 8, NaN, "a split has 8 documents to train on and NaN to test on"],
    [[1, NaN], 8, 2, "differences[1] is NaN"],
  ])("refuses %j with %d and %d documents", (differences, trainSize, testSize, message) => {
    expect(() => correctedResampledTTest(differences, { trainSize, testSize })).toThrow(message);
  });
});
