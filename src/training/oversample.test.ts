/** Repeat factors worked out by hand, and how often windows really come. */

import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { repeated, repeatFactors } from "./oversample.js";

const labelSet = {
  scheme: "bio",
  types: ["A", "B"],
  labels: ["O", "B-A", "I-A", "B-B", "I-B"],
} as const;
const window = (document: number, ownedStart: number, ownedEnd: number) => ({
  ...{ document, start: 0, end: 4 },
  ...{ ownedStart, ownedEnd },
});
/** A in all four windows but one, B in the last alone. */
const windows = [window(0, 0, 2), window(0, 2, 4), window(1, 0, 3), window(1, 3, 4)];
const labels = [Int32Array.of(1, 2, 0, 2), Int32Array.of(0, 0, 0, 3)];
const positives = [[], [{ piece: 0, type: 0 }]];

describe("repeatFactors", () => {
  const of = (threshold: number, head: "softmax" | "binary" = "softmax") => [
    ...repeatFactors({ windows, labels, positives }, { labelSet, head, threshold }),
  ];

  test("is the root of threshold by share of windows, of the window's rarest type", () => {
    expect(of(0.25)).toEqual([1, 1, 1, 1]); // B is in a quarter of the windows
    expect(of(0.49)).toEqual([1, 1, 1, Math.sqrt(0.49 / 0.25)]);
    expect(of(1)).toEqual([Math.SQRT2, Math.SQRT2, 1, 2].map((x) => expect.closeTo(x, 12)));
  });

  test("counts nested mentions where a binary head learns them", () => {
    expect(of(1, "binary")).toEqual(
      [4 / 3, 4 / 3, 4 / 3, 4].map((x) => expect.closeTo(Math.sqrt(x), 12)),
    );
  });

  test("looks at owned pieces only", () => {
    const one = [window(0, 2, 3)];
    expect([
      ...repeatFactors(
        { windows: one, labels, positives },
        { labelSet, head: "softmax", threshold: 1 },
      ),
    ]).toEqual([1]);
  });
});

describe("repeated", () => {
  test("gives each window as often as its factor says, on average", () => {
    const factors = Float64Array.of(1, 1.25, 2, 3.5);
    const times = [0, 0, 0, 0];
    const epochs = 2000;
    for (let epoch = 0; epoch < epochs; epoch++)
      for (const shown of repeated(windows, factors, createRandom(7).stream(epoch)))
        times[windows.indexOf(shown)] = (times[windows.indexOf(shown)] ?? 0) + 1;
    const [once = 0, more = 0, twice = 0, often = 0] = times.map((count) => count / epochs);
    expect([once, twice]).toEqual([1, 2]);
    expect(more).toBeCloseTo(1.25, 1); // three standard errors are .03
    expect(often).toBeCloseTo(3.5, 1);
  });

  test("leaves out none and keeps the order", () => {
    const shown = repeated(windows, Float64Array.of(1, 2, 1.5, 1), createRandom(1));
    expect(new Set(shown)).toEqual(new Set(windows));
    const places = shown.map((each) => windows.indexOf(each));
    expect(places).toEqual([...places].sort());
  });
});
