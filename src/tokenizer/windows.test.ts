import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Span } from "../core/index.js";
import type { Encoding } from "./encoding.js";
import { checkWindowLength, planWindows, type Window } from "./windows.js";

/** A text of words, each of some pieces of one letter; a sentence ends where `ends` says so. */
interface Sketch {
  readonly words: readonly number[];
  readonly ends: ReadonlySet<number>;
}

function draw({ words, ends }: Sketch): { text: string; encoding: Encoding } {
  let text = "";
  const starts: number[] = [];
  const wordIds: number[] = [];
  for (const [word, pieces] of words.entries()) {
    for (let piece = 0; piece < pieces; piece++) {
      starts.push(text.length);
      wordIds.push(word);
      text += "x";
    }
    text += ends.has(word) ? "\n" : " ";
  }
  return {
    text,
    encoding: {
      ids: new Int32Array(starts.length),
      starts: Int32Array.from(starts),
      ends: Int32Array.from(starts, (start) => start + 1),
      wordIds: Int32Array.from(wordIds),
    },
  };
}

const words = (count: number, pieces = 1) => Array.from({ length: count }, () => pieces);
const every = (count: number, step: number) =>
  new Set(Array.from({ length: count }, (_, i) => i).filter((i) => i % step === step - 1));
const owned = (windows: readonly Window[]) =>
  windows.map(({ ownedStart, ownedEnd }) => [ownedStart, ownedEnd]);
const spans = (windows: readonly Window[]) => windows.map(({ start, end }) => [start, end]);

describe("planWindows", () => {
  test("leaves a document that fits whole, and an empty one without windows", () => {
    const { text, encoding } = draw({ words: words(8), ends: new Set() });
    expect(planWindows(encoding, { text, document: 3, length: 10, overlap: 2 })).toEqual([
      { document: 3, start: 0, end: 8, ownedStart: 0, ownedEnd: 8 },
    ]);
    const empty = draw({ words: [], ends: new Set() });
    expect(planWindows(empty.encoding, { text: "", document: 0, length: 10, overlap: 2 })).toEqual(
      [],
    );
  });

  test("ends at sentence ends and starts at the sentence nearest to the overlap", () => {
    // Sentences of 4 pieces; 10 fit into a window, so it ends after 8 and shares one sentence.
    const { text, encoding } = draw({ words: words(20), ends: every(20, 4) });
    const windows = planWindows(encoding, { text, document: 0, length: 12, overlap: 3 });
    expect(spans(windows)).toEqual([
      [0, 8],
      [4, 12],
      [8, 16],
      [12, 20],
    ]);
    // Shared pieces 4 to 7: depths 3 2 1 0 in the first window, 0 1 2 3 in the second.
    expect(owned(windows)).toEqual([
      [0, 6],
      [6, 10],
      [10, 14],
      [14, 20],
    ]);
  });

  test("breaks at words where sentences are too long", () => {
    const { text, encoding } = draw({ words: words(10, 3), ends: new Set() });
    const windows = planWindows(encoding, { text, document: 0, length: 12, overlap: 4 });
    expect(spans(windows).slice(0, 2)).toEqual([
      [0, 9],
      [6, 15],
    ]);
  });

  test("shares nothing with an overlap of 0", () => {
    const { text, encoding } = draw({ words: words(20), ends: new Set() });
    const windows = planWindows(encoding, { text, document: 0, length: 10, overlap: 0 });
    expect(spans(windows)).toEqual([
      [0, 8],
      [8, 16],
      [16, 20],
    ]);
    expect(owned(windows)).toEqual(spans(windows));
  });

  test("cuts a word that is longer than a window", () => {
    const { text, encoding } = draw({ words: [1, 30, 1], ends: new Set() });
    const windows = planWindows(encoding, { text, document: 0, length: 10, overlap: 2 });
    checkCover(windows, 32, 8);
  });

  test("moves ownership out of a protected span to its nearer end", () => {
    const { text, encoding } = draw({ words: words(20), ends: every(20, 4) });
    const span = { start: encoding.starts[5] as number, end: encoding.ends[7] as number };
    const request = { text, document: 0, length: 12, overlap: 3, protectedSpans: [span] };
    const windows = planWindows(encoding, request);
    expect(owned(windows).slice(0, 2)).toEqual([
      [0, 5],
      [5, 10],
    ]);
  });

  test("does not cut the word that a protected span starts in", () => {
    const { text, encoding } = draw({ words: words(10, 3), ends: new Set() });
    const span = { start: encoding.starts[10] as number, end: encoding.ends[10] as number };
    const request = { text, document: 0, length: 12, overlap: 0, protectedSpans: [span] };
    expect(spans(planWindows(encoding, request))).toEqual([
      [0, 9],
      [9, 18],
      [18, 27],
      [27, 30],
    ]);
  });

  test("reads sentences by Unicode's rules", () => {
    const text = "aa 3.5 bb. Cc dd ee ff";
    const starts = [0, 3, 7, 9, 11, 14, 17, 20];
    const ends = [2, 6, 9, 10, 13, 16, 19, 22];
    const encoding = {
      ids: new Int32Array(8),
      starts: Int32Array.from(starts),
      ends: Int32Array.from(ends),
      wordIds: Int32Array.from(starts, (_, i) => i),
    };
    const windows = planWindows(encoding, { text, document: 0, length: 8, overlap: 0 });
    expect(spans(windows)).toEqual([
      [0, 4],
      [4, 8],
    ]);
  });

  test("finds sentence ends of a very long line without slowing down", () => {
    const sentence = "Xx xx. ";
    const count = 40_000;
    const pieces = Array.from(
      { length: count * 3 },
      (_, i) => Math.floor(i / 3) * 7 + Number([0, 3, 5][i % 3]),
    );
    const encoding = {
      ids: new Int32Array(pieces.length),
      starts: Int32Array.from(pieces),
      ends: Int32Array.from(pieces, (start, i) => start + (i % 3 === 2 ? 1 : 2)),
      wordIds: Int32Array.from(pieces, (_, i) => i),
    };
    const text = sentence.repeat(count);
    const windows = planWindows(encoding, { text, document: 0, length: 512, overlap: 64 });
    checkCover(windows, pieces.length, 510);
    expect(windows.every(({ start, end }) => start % 3 === 0 && end % 3 === 0)).toBe(true);
  });

  const sketch = fc.record({
    words: fc.array(
      fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) },
        fc.integer({ min: 1, max: 40 }),
      ),
      {
        minLength: 1,
        maxLength: 60,
      },
    ),
    ends: fc.array(fc.nat(60), { maxLength: 12 }).map((list) => new Set(list)),
  });
  const settings = fc
    .tuple(fc.integer({ min: 3, max: 40 }), fc.nat(1000))
    .map(([length, share]) => ({ length, overlap: share % (length - 2) }));

  test("covers and owns every piece exactly once, within the length, at words (seed 11)", () => {
    fc.assert(
      fc.property(sketch, settings, (drawn, { length, overlap }) => {
        const { text, encoding } = draw(drawn);
        const windows = planWindows(encoding, { text, document: 0, length, overlap });
        const pieces = encoding.ids.length;
        checkCover(windows, pieces, length - 2);
        const sizes = wordSizes(encoding);
        for (const { start, end } of windows)
          for (const at of [start, end]) {
            const inside =
              at > 0 && at < pieces && encoding.wordIds[at] === encoding.wordIds[at - 1];
            if (inside)
              expect(sizes.get(encoding.wordIds[at] as number)).toBeGreaterThan(length - 2);
          }
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test("gives each piece to the window where it is farthest from an edge (seed 12)", () => {
    fc.assert(
      fc.property(sketch, settings, (drawn, { length, overlap }) => {
        const { text, encoding } = draw(drawn);
        const windows = planWindows(encoding, { text, document: 0, length, overlap });
        const pieces = encoding.ids.length;
        for (let piece = 0; piece < pieces; piece++) {
          const depths = windows.map(({ start, end }) =>
            piece < start || piece >= end
              ? -1
              : Math.min(start > 0 ? piece - start : 1e9, end < pieces ? end - 1 - piece : 1e9),
          );
          const best = depths.indexOf(Math.max(...depths));
          const owner = windows.findIndex((w) => piece >= w.ownedStart && piece < w.ownedEnd);
          expect(owner).toBe(best);
        }
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  const protectedPieces = fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 1, max: 30 })), {
    maxLength: 12,
  });

  test("never cuts protected spans that fit, nested ones included (seed 13)", () => {
    fc.assert(
      fc.property(sketch, settings, protectedPieces, (drawn, { length, overlap }, wanted) => {
        const { text, encoding } = draw(drawn);
        const pieces = encoding.ids.length;
        const capacity = length - 2;
        const fit = disjointOrNested(
          wanted
            .filter(([start]) => start < pieces)
            .map(([start, size]) => ({ start, end: Math.min(start + size, pieces) })),
          capacity,
        );
        const protectedSpans = fit.map(({ start, end }) => ({
          start: encoding.starts[start] as number,
          end: encoding.ends[end - 1] as number,
        }));
        const request = { text, document: 0, length, overlap, protectedSpans };
        const windows = planWindows(encoding, request);
        checkCover(windows, pieces, capacity);
        for (const { start, end } of fit)
          if (end - start <= capacity)
            expect(windows.some((w) => w.ownedStart <= start && end <= w.ownedEnd)).toBe(true);
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  test.each([
    [
      2,
      0,
      "windows of 2 pieces hold no text beside [CLS] and [SEP]. Set the window length to a whole number of at least 3.",
    ],
    [
      64.5,
      0,
      "windows of 64.5 pieces hold no text beside [CLS] and [SEP]. Set the window length to a whole number of at least 3.",
    ],
    [
      64,
      62,
      "windows of 64 pieces cannot overlap by 62. Set the overlap to a whole number from 0 to 61.",
    ],
    [
      64,
      -1,
      "windows of 64 pieces cannot overlap by -1. Set the overlap to a whole number from 0 to 61.",
    ],
  ])("refuses windows of %d that overlap by %d", (length, overlap, message) => {
    const { text, encoding } = draw({ words: [1], ends: new Set() });
    expect(() => planWindows(encoding, { text, document: 0, length, overlap })).toThrow(
      expect.objectContaining({ message }),
    );
  });
});

describe("checkWindowLength", () => {
  test("refuses windows that are longer than the position table", () => {
    expect(() => checkWindowLength({ length: 512, maxPositions: 512 })).not.toThrow();
    expect(() => checkWindowLength({ length: 513, maxPositions: 512 })).toThrow(
      expect.objectContaining({
        message:
          "windows of 513 pieces are longer than the encoder's 512 positions. Set the window length to 512 or less: --set windows.length=512.",
      }),
    );
  });
});

/** Windows in order, each of at most `capacity` pieces and owning a part of itself; all owned once. */
function checkCover(windows: readonly Window[], pieces: number, capacity: number): void {
  let next = 0;
  for (const { start, end, ownedStart, ownedEnd } of windows) {
    expect(ownedStart).toBe(next);
    expect(ownedEnd).toBeGreaterThan(ownedStart);
    expect(start).toBeLessThanOrEqual(ownedStart);
    expect(end).toBeGreaterThanOrEqual(ownedEnd);
    expect(end - start).toBeLessThanOrEqual(capacity);
    next = ownedEnd;
  }
  expect(next).toBe(pieces);
}

function wordSizes({ wordIds }: Encoding): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const word of wordIds) sizes.set(word, (sizes.get(word) ?? 0) + 1);
  return sizes;
}

/** Drops spans that cross one kept before, as no window could then own both; long ones stay. */
function disjointOrNested(spans: readonly Span[], capacity: number): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const crosses = kept.some(
      (other) =>
        span.start < other.end &&
        other.start < span.end &&
        !(span.start <= other.start && other.end <= span.end) &&
        !(other.start <= span.start && span.end <= other.end),
    );
    if (!crosses || span.end - span.start > capacity) kept.push(span);
  }
  return kept;
}
