/** Half-open intervals, against sets of code units. */

import { describe, expect, test } from "vitest";
import { compareSpans, contains, overlaps, type Span } from "./span.js";

const SPANS: Span[] = [];
for (let start = 0; start <= 4; start++)
  for (let end = start; end <= 4; end++) SPANS.push({ start, end });

const units = ({ start, end }: Span) =>
  new Set(Array.from({ length: end - start }, (_, i) => start + i));

describe("overlaps", () => {
  test("is a common code unit, for all pairs up to length 4", () => {
    for (const a of SPANS)
      for (const b of SPANS) {
        const common = [...units(a)].some((unit) => units(b).has(unit));
        expect(overlaps(a, b), JSON.stringify([a, b])).toBe(common);
      }
  });
});

describe("contains", () => {
  test("is a superset, for all pairs of spans that are not empty", () => {
    for (const outer of SPANS)
      for (const inner of SPANS.filter(({ start, end }) => start < end)) {
        const all = [...units(inner)].every((unit) => units(outer).has(unit));
        expect(contains(outer, inner), JSON.stringify([outer, inner])).toBe(all);
      }
  });
});

describe("compareSpans", () => {
  test("puts the earlier first, and of two that start together the longer", () => {
    const [late, short, long] = [
      { start: 2, end: 3 },
      { start: 0, end: 1 },
      { start: 0, end: 5 },
    ];
    expect([late, short, long].sort(compareSpans)).toEqual([long, short, late]);
  });
});
