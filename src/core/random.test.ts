/** Random streams: determinism, independence of call order, and distributions within five deviations. */

import { describe, expect, test } from "vitest";
import { createRandom, mix32, type Random } from "./random.js";

const SEED = 20260903;
const draws = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

/** Whether a count of `n` trials of probability `p` lies within five standard deviations. */
function expectShare(count: number, { n, p }: { n: number; p: number }): void {
  expect(Math.abs(count - n * p)).toBeLessThan(5 * Math.sqrt(n * p * (1 - p)));
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const dot = (a: readonly number[], b: readonly number[], ma: number, mb: number) =>
    a.reduce((sum, v, i) => sum + (v - ma) * ((b[i] as number) - mb), 0);
  return dot(x, y, mx, my) / Math.sqrt(dot(x, x, mx, mx) * dot(y, y, my, my));
}

describe("createRandom", () => {
  test("gives the same numbers for the same seed, and others for its neighbours", () => {
    expect(draws(createRandom(SEED), 5)).toEqual(draws(createRandom(SEED), 5));
    const first = [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 40, SEED].map((s) => createRandom(s).next());
    expect(new Set(first).size).toBe(first.length);
  });
});

describe("stream", () => {
  test("does not depend on what was drawn or made before", () => {
    const root = createRandom(SEED);
    const before = draws(root.stream("epoch", 3), 4);
    root.next();
    root.stream("epoch", 2).shuffled([1, 2, 3]);
    expect(draws(root.stream("epoch", 3), 4)).toEqual(before);
  });

  test("a path is the same in one step or in several", () => {
    const root = createRandom(SEED);
    expect(draws(root.stream("a", 1), 4)).toEqual(draws(root.stream("a").stream(1), 4));
  });

  test("other keys are other streams", () => {
    const keys = [
      [],
      [""],
      ["ab"],
      ["ba"],
      ["a", "b"],
      ["a"],
      ["a", 0],
      ["a", 1],
      [1, "a"],
      ["1"],
      [1],
      [-1],
      [2 ** 32],
      [2 ** 32 + 1],
      ["note \u{1F600} one"],
      ["note \u{1F600} onf"],
      ["\u{1F600}"],
      ["\u{1F601}"],
    ];
    const root = createRandom(SEED);
    const found = new Set(keys.map((key) => root.stream(...key).key.join()));
    expect(found.size).toBe(keys.length);
  });

  test("neighbouring keys give numbers that are not alike", () => {
    const n = 20_000;
    const root = createRandom(SEED);
    const first = Array.from({ length: n }, (_, i) => root.stream("document", i).next());
    expect(Math.abs(correlation(first.slice(1), first.slice(0, -1)))).toBeLessThan(
      5 / Math.sqrt(n),
    );
    expectShare(first.filter((x) => x < 0.25).length, { n, p: 0.25 });
  });
});

describe("next", () => {
  const n = 100_000;
  const values = draws(createRandom(SEED), n);

  test("is uniform in [0, 1)", () => {
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    for (let bin = 0; bin < 16; bin++)
      expectShare(values.filter((x) => Math.floor(x * 16) === bin).length, { n, p: 1 / 16 });
  });

  test("does not correlate with the numbers just before", () => {
    for (const lag of [1, 2, 3])
      expect(Math.abs(correlation(values.slice(lag), values.slice(0, -lag)))).toBeLessThan(
        5 / Math.sqrt(n),
      );
  });
});

describe("below", () => {
  test("gives each whole number below n equally often", () => {
    const n = 70_000;
    const random = createRandom(SEED);
    const counts = new Map<number, number>();
    for (let i = 0; i < n; i++) {
      const x = random.below(7);
      counts.set(x, (counts.get(x) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expectShare(count, { n, p: 1 / 7 });
  });
});

describe("normal", () => {
  test("has the shares of the standard normal distribution", () => {
    const n = 100_000;
    const random = createRandom(SEED);
    const values = Array.from({ length: n }, () => random.normal());
    // published values of the cumulative distribution
    for (const [x, p] of [
      [-2, 0.02275],
      [-1, 0.15866],
      [0, 0.5],
      [0.6745, 0.75],
      [1.96, 0.975],
    ] as const)
      expectShare(values.filter((value) => value < x).length, { n, p });
    const mean = values.reduce((a, b) => a + b) / n;
    const variance = values.reduce((sum, x) => sum + x * x, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  });
});

describe("shuffled", () => {
  test("is a permutation and leaves its argument alone", () => {
    const items = Object.freeze(Array.from({ length: 100 }, (_, i) => i));
    const out = createRandom(SEED).shuffled(items);
    expect(out).not.toEqual(items);
    expect([...out].sort((a, b) => a - b)).toEqual(items);
    expect(createRandom(SEED).shuffled([])).toEqual([]);
  });

  test("gives each order equally often", () => {
    const n = 30_000;
    const random = createRandom(SEED);
    const counts = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const order = random.shuffled(["a", "b", "c"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expectShare(count, { n, p: 1 / 6 });
  });
});

describe("mix32", () => {
  test("is one to one on a stretch of numbers and stays in 32 bits", () => {
    const words = Array.from({ length: 65_536 }, (_, i) => mix32(i * 65_537));
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((x) => Number.isInteger(x) && x >= 0 && x < 2 ** 32)).toBe(true);
  });
});
