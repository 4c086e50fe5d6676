/** Dropout masks: values, rates, and independence, within five standard deviations. */

import { describe, expect, test } from "vitest";
import { createMaskSource } from "./dropoutMasks.js";

const N = 100_000;
const KEY = { rate: 0.1, seed: 20260903, step: 5, site: "layer.0.output" };

const sources = new Map(
  [0, 1, 2, 3, 4, 5].map((i) => [KEY.seed + i, createMaskSource(KEY.seed + i)]),
);

function maskOf(change: Partial<typeof KEY> = {}, size = N): Float32Array {
  const { seed, ...key } = { ...KEY, ...change };
  return (sources.get(seed) as ReturnType<typeof createMaskSource>)(size, key);
}

/** Correlation of what is dropped in two masks. */
function correlation(a: Float32Array, b: Float32Array): number {
  const n = Math.min(a.length, b.length);
  let [sumA, sumB, both] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i] === 0 ? 1 : 0, b[i] === 0 ? 1 : 0];
    sumA += x;
    sumB += y;
    both += x * y;
  }
  const [p, q] = [sumA / n, sumB / n];
  return (both / n - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
}

const LIMIT = 5 / Math.sqrt(N);

describe("createMaskSource", () => {
  test.each([0.01, 0.1, 0.25, 0.5, 0.9])(
    "drops a share of %d and keeps the mean at one",
    (rate) => {
      const mask = maskOf({ rate });
      const dropped = mask.filter((x) => x === 0).length;
      expect(Math.abs(dropped / N - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / N));
      const mean = mask.reduce((sum, x) => sum + x, 0) / N;
      expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(rate / (1 - rate) / N));
      const kept = new Set(mask.filter((x) => x !== 0));
      expect(kept.size).toBe(1);
      // the rate is one of 65536 steps, so the relative error is at most half a step of what is kept
      for (const x of kept) expect(Math.abs(x * (1 - rate) - 1)).toBeLessThan(1e-5 / (1 - rate));
    },
  );

  test("both halves of the bits keep the rate", () => {
    const mask = maskOf({ rate: 0.3 });
    for (const parity of [0, 1]) {
      const half = mask.filter((_, i) => i % 2 === parity);
      const share = half.filter((x) => x === 0).length / half.length;
      expect(Math.abs(share - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / half.length));
    }
  });

  test("is finite for the smallest and the largest rates", () => {
    expect(new Set(maskOf({ rate: 1e-9 }))).toEqual(new Set([1]));
    const most = maskOf({ rate: 1 - 1e-9 });
    expect(most.every((x) => Number.isFinite(x))).toBe(true);
    expect(most.filter((x) => x === 0).length).toBeGreaterThan(N - 20);
  });

  test("is the same for the same key, whatever was made before", () => {
    const before = maskOf().slice();
    for (const step of [1, 2, 3, 4]) maskOf({ step });
    maskOf({}, 3_000_000);
    expect(maskOf()).toEqual(before);
    const afresh = createMaskSource(KEY.seed);
    const { seed: _, ...key } = KEY;
    afresh(7, { ...key, step: 99 });
    expect(afresh(N, key)).toEqual(before);
  });

  test("masks begin all over the stream, at a cache line", () => {
    const starts = Array.from({ length: 2000 }, (_, step) => maskOf({ step }, 1).byteOffset / 64);
    expect(starts.every(Number.isInteger)).toBe(true);
    // 2000 draws among 131072 places: 1985 different ones on average, with a deviation of about 4
    expect(new Set(starts).size).toBeGreaterThan(1960);
    const mean = starts.reduce((sum, start) => sum + start, 0) / starts.length;
    const deviation = 2 ** 17 / Math.sqrt(12 * starts.length);
    expect(Math.abs(mean - 2 ** 16)).toBeLessThan(5 * deviation);
  });

  test("a shorter mask is the start of a longer one, odd lengths too", () => {
    const whole = maskOf({ rate: 0.5 });
    for (const size of [0, 1, 2, 3, 17, 4095, 4097])
      expect(maskOf({ rate: 0.5 }, size), `${size}`).toEqual(whole.slice(0, size));
  });

  test("other steps, seeds and sites drop others", () => {
    const others = [
      ...Array.from({ length: 10 }, (_, i) => ({ step: 6 + i })),
      ...Array.from({ length: 5 }, (_, i) => ({ seed: KEY.seed + 1 + i })),
      { site: "layer.1.output" },
      { site: "layer.0.attention.output" },
      { site: "classifier" },
    ].map((change) => maskOf({ rate: 0.5, ...change }));
    const all = [maskOf({ rate: 0.5 }), ...others];
    all.forEach((a, i) => {
      for (const b of all.slice(0, i)) expect(Math.abs(correlation(a, b))).toBeLessThan(LIMIT);
    });
  });

  test.each([0.1, 0.5])("neighbours of rate %d are independent", (rate) => {
    const mask = maskOf({ rate });
    for (const lag of [1, 2, 3, 4, 8, 16, 64, 128, 768, 1024])
      expect(Math.abs(correlation(mask.slice(lag), mask)), `lag ${lag}`).toBeLessThan(LIMIT);
  });

  test("how many of eight in a row are dropped is binomial", () => {
    const mask = maskOf({ rate: 0.5 });
    const counts = new Array<number>(9).fill(0);
    for (let i = 0; i < N; i += 8) {
      const dropped = mask.subarray(i, i + 8).filter((x) => x === 0).length;
      counts[dropped] = (counts[dropped] as number) + 1;
    }
    const ways = [1, 8, 28, 56, 70, 56, 28, 8, 1];
    counts.forEach((count, k) => {
      const p = (ways[k] as number) / 256;
      expect(Math.abs(count - (N / 8) * p), `${k} of 8`).toBeLessThan(
        5 * Math.sqrt((N / 8) * p * (1 - p)),
      );
    });
  });
});
