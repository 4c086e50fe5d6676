import { describe, expect, test } from "vitest";
import { jackknifeTTest, leaveOneOut, type Sample } from "./jackknife.js";
import { pairedTTest } from "./tTest.js";

const A = [0.9, 0.4, 0.6, 0.8, 0.3];
const B = [0.5, 0.6, 0.2, 0.7, 0.1];

const of = (size: number, statistic: (documents: number[]) => number): Sample => ({
  size,
  statistic: (documents) => statistic([...documents]),
});

describe("leaveOneOut", () => {
  test("leaves each document out once, in order", () => {
    const seen: string[] = [];
    leaveOneOut(of(4, (documents) => seen.push(documents.toString())));
    expect(seen.map((text) => text.split(",").sort().join(""))).toEqual([
      "123",
      "023",
      "013",
      "012",
    ]);
  });
});

describe("jackknifeTTest", () => {
  test("of a mean difference is the paired t-test", () => {
    const mean = (documents: number[]) =>
      documents.reduce((sum, i) => sum + (A[i] as number) - (B[i] as number), 0) / documents.length;
    const [found, student] = [jackknifeTTest(of(5, mean)), pairedTTest(A, B)];
    expect(found.estimate).toBeCloseTo(student.estimate, 12);
    expect(found.standardError).toBeCloseTo(student.standardError, 12);
    expect(found.p).toBeCloseTo(student.p, 10);
    expect(found.interval.high).toBeCloseTo(student.interval.high, 10);
  });

  test("of a ratio has nearly the error of its linear part, closer with more documents", () => {
    const trials = (i: number) => 5 + (i % 4);
    const hits = (i: number) => 2 + (i % 3);
    const ratioOf = (documents: number[]) => {
      const sum = (f: (i: number) => number) => documents.reduce((total, i) => total + f(i), 0);
      return sum(hits) / sum(trials);
    };
    const apart = [60, 600].map((n) => {
      const all = Array.from({ length: n }, (_, i) => i);
      const ratio = ratioOf(all);
      // delta method: sqrt(n / (n - 1) sum (hits - ratio trials)^2) / sum trials
      const squares = all.reduce((sum, i) => sum + (hits(i) - ratio * trials(i)) ** 2, 0);
      const delta = Math.sqrt((n / (n - 1)) * squares) / all.reduce((sum, i) => sum + trials(i), 0);
      return Math.abs(jackknifeTTest(of(n, ratioOf)).standardError / delta - 1);
    });
    expect(apart[0]).toBeLessThan(0.01);
    expect(apart[1]).toBeLessThan((apart[0] as number) / 5);
  });

  test("of equal systems has p = 1 and an interval of no width", () => {
    const found = jackknifeTTest(of(3, () => 0));
    expect(found).toMatchObject({ p: 1, interval: { low: 0, high: 0 } });
  });

  test("refuses a statistic without a value, naming the documents", () => {
    const empty = of(2, (documents) => (documents.includes(1) ? 1 : NaN));
    expect(() => jackknifeTTest(empty)).toThrow(
      "the statistic of all documents but number 1 is NaN",
    );
    expect(() => jackknifeTTest(of(1, () => 1))).toThrow("the number of documents is 1");
  });
});
