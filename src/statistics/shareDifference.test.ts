import { describe, expect, test } from "vitest";
import { shareDifference } from "./shareDifference.js";

const DOCUMENTS = [
  { a: 1, b: 0, trials: 1 },
  { a: 0, b: 0, trials: 1 },
  { a: 1, b: 1, trials: 1 },
];

describe("shareDifference", () => {
  test("is the formula by hand", () => {
    // middle 1/5; squares 3/2 (.8^2 + 2 x .2^2) + .8^2 + 1.2^2; the quartile of t with 2 degrees of freedom is .8165
    const { difference, interval, n, documents } = shareDifference(DOCUMENTS, { level: 0.5 });
    const reach = (Math.sqrt(2 / 3) * Math.sqrt(1.5 * 0.72 + 0.64 + 1.44)) / 5;
    expect({ difference, n, documents }).toEqual({ difference: 1 / 3, n: 3, documents: 3 });
    expect(interval.low).toBeCloseTo(0.2 - reach, 12);
    expect(interval.high).toBeCloseTo(0.2 + reach, 12);
  });

  test("of trials that were made three times is that of one time", () => {
    const thrice = DOCUMENTS.map(({ a, b, trials }) => ({
      a: 3 * a,
      b: 3 * b,
      trials: 3 * trials,
    }));
    const [once, found] = [
      shareDifference(DOCUMENTS, { level: 0.5 }),
      shareDifference(thrice, { level: 0.5, repeats: 3 }),
    ];
    expect(found.interval.low).toBeCloseTo(once.interval.low, 12);
    expect(found.interval.high).toBeCloseTo(once.interval.high, 12);
    expect(found.n).toBe(9);
  });

  test("stays within what a difference can be", () => {
    expect(shareDifference(DOCUMENTS).interval).toEqual({ low: -1, high: 1 });
  });

  test("turns its sign with the systems", () => {
    const documents = DOCUMENTS.map((document) => ({ ...document, trials: 4 }));
    const turned = documents.map(({ a, b, trials }) => ({ a: b, b: a, trials }));
    const [one, other] = [shareDifference(documents), shareDifference(turned)];
    expect(other.interval.low).toBeCloseTo(-one.interval.high, 12);
    expect(other.interval.high).toBeCloseTo(-one.interval.low, 12);
  });

  test("of equal systems has a width, which shrinks with their trials", () => {
    const equal = (trials: number) => Array.from({ length: 20 }, () => ({ a: 1, b: 1, trials }));
    const reach = (trials: number) => shareDifference(equal(trials)).interval.high;
    // sqrt(2) / (n + 2) by the quantile of t with 19 degrees of freedom
    expect(reach(1)).toBeCloseTo((2.093024 * Math.SQRT2) / 22, 6);
    expect(reach(10)).toBeCloseTo((2.093024 * Math.SQRT2) / 202, 6);
  });

  test("without trials knows nothing", () => {
    const none = [0, 0].map((trials) => ({ a: 0, b: 0, trials }));
    expect(shareDifference(none, { level: 0.1 })).toEqual({
      ...{ difference: null, interval: { low: -1, high: 1 }, n: 0, documents: 2 },
    });
  });

  test("refuses one document, and more hits than trials", () => {
    expect(() => shareDifference(DOCUMENTS.slice(1, 2))).toThrow("the number of documents is 1");
    expect(() => shareDifference([...DOCUMENTS, { a: 1, b: 3, trials: 2 }])).toThrow(
      "3 hits of 2 trials are no counts",
    );
  });
});
