import { describe, expect, test } from "vitest";
import { wilson, wilsonByDocument } from "./wilson.js";

describe("wilson", () => {
  // Newcombe 1998, Two-sided confidence intervals for the single proportion, table I, method 3
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is the published one", (hits, trials, low, high) => {
    const found = wilson({ hits, trials });
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
    expect(found).toMatchObject({ share: hits / trials, n: trials });
  });

  test("of nothing is everything, and of all ends at 1", () => {
    expect(wilson({ hits: 0, trials: 0 })).toEqual({ share: null, n: 0, low: 0, high: 1 });
    for (let trials = 1; trials < 100; trials++) {
      expect(wilson({ hits: 0, trials }).low).toBe(0);
      expect(wilson({ hits: trials, trials }).high).toBe(1);
    }
    expect(wilson({ hits: 20, trials: 20 }).low).toBeCloseTo(1 - 0.1611, 4);
  });

  test.each([
    [3, 2],
    [-1, 2],
    [0.5, 2],
    [NaN, 2],
  ])("refuses %d of %d", (hits, trials) => {
    expect(() => wilson({ hits, trials })).toThrow(
      `${hits} hits of ${trials} trials are no counts`,
    );
  });
});

describe("wilsonByDocument", () => {
  test("is the formula by hand", () => {
    const documents = [2, 0, 1].map((hits) => ({ hits, trials: 2 }));
    // 3/2 (1 + 1) beside 6 / 4 gives a design effect of 2, so 3 trials; the quartile of t with 2 degrees of freedom is
    // sqrt(2/3)
    const reach = Math.sqrt(2 / 3) * Math.sqrt(1 / 12 + 2 / 3 / 36);
    const { low, high } = wilsonByDocument(documents, { level: 0.5 });
    expect(low).toBeCloseTo(0.5 - reach / (1 + 2 / 9), 10);
    expect(high).toBeCloseTo(0.5 + reach / (1 + 2 / 9), 10);
  });

  const spread = [
    { hits: 4, trials: 5 },
    { hits: 0, trials: 3 },
    { hits: 2, trials: 2 },
    { hits: 1, trials: 4 },
  ];

  test("trials that are repeated within their document say nothing new", () => {
    const once = wilsonByDocument(spread);
    const thrice = wilsonByDocument(
      spread.map(({ hits, trials }) => ({ hits: 3 * hits, trials: 3 * trials })),
    );
    expect(thrice.n).toBe(3 * once.n);
    expect(thrice.low).toBeCloseTo(once.low, 12);
    expect(thrice.high).toBeCloseTo(once.high, 12);
  });

  test.each([0, 2])(
    "trials that were made three times count once, where %i of 2 are hit",
    (hits) => {
      const times = (n: number) =>
        Array.from({ length: 4 }, () => ({ hits: n * hits, trials: n * 2 }));
      const [once, thrice] = [
        wilsonByDocument(times(1)),
        wilsonByDocument(times(3), { repeats: 3 }),
      ];
      expect(thrice.low).toBeCloseTo(once.low, 12);
      expect(thrice.high).toBeCloseTo(once.high, 12);
      expect(thrice.high - thrice.low).toBeGreaterThan(
        wilsonByDocument(times(3)).high - wilsonByDocument(times(3)).low,
      );
      expect(wilsonByDocument(times(3).slice(0, 1), { repeats: 3 })).toEqual({
        ...wilsonByDocument(times(1).slice(0, 1)),
        n: 6,
      });
    },
  );

  test("is wider than that of independent trials", () => {
    const found = wilsonByDocument(spread);
    const independent = wilson({ hits: 7, trials: 14 });
    expect(found.share).toBe(independent.share);
    expect(found.low).toBeLessThan(independent.low);
    expect(found.high).toBeGreaterThan(independent.high);
  });

  test("of many documents with one trial each is Wilson's", () => {
    const documents = Array.from({ length: 4000 }, (_, i) => ({
      hits: i % 4 === 0 ? 1 : 0,
      trials: 1,
    }));
    const [found, independent] = [
      wilsonByDocument(documents),
      wilson({ hits: 1000, trials: 4000 }),
    ];
    expect(found.low).toBeCloseTo(independent.low, 4);
    expect(found.high).toBeCloseTo(independent.high, 4);
  });

  test("of nothing, of one document, and of nothing but hits", () => {
    expect(wilsonByDocument([])).toEqual({ share: null, n: 0, low: 0, high: 1 });
    expect(wilsonByDocument([{ hits: 5, trials: 10 }])).toEqual(wilson({ hits: 5, trials: 10 }));
    const all = wilsonByDocument([
      { hits: 3, trials: 3 },
      { hits: 2, trials: 2 },
    ]);
    expect(all).toMatchObject({ share: 1, n: 5, high: 1 });
    expect(all.low).toBeGreaterThanOrEqual(0);
  });
});
