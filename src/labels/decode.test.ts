import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelPieces } from "./align.js";
import { decodeMentions, decodeOverlapping } from "./decode.js";
import { createLabelSet, SCHEMES, type Scheme } from "./labelSet.js";
import { REPAIRS } from "./runs.js";
import { firstPieces } from "./words.js";

/** Words of the given numbers of pieces; each piece is two units long and a gap follows each word. */
function draw(words: readonly number[]) {
  const starts: number[] = [];
  const wordIds: number[] = [];
  let at = 0;
  for (const [word, pieces] of words.entries()) {
    for (let piece = 0; piece < pieces; piece++, at += 2) {
      starts.push(at);
      wordIds.push(word);
    }
    at += 1;
  }
  return {
    ids: new Int32Array(starts.length),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(starts, (start) => start + 2),
    wordIds: Int32Array.from(wordIds),
  };
}

const encoding = draw([2, 1, 3]); // pieces 0-2, 2-4 | 5-7 | 8-10, 10-12, 12-14
const spans = (mentions: readonly { start: number; end: number; type: string }[]) =>
  mentions.map(({ start, end, type }) => ({ start, end, type }));

describe("firstPieces", () => {
  test("gives the piece that speaks for each word", () => {
    expect([...firstPieces(encoding)]).toEqual([0, 2, 3]);
    expect(firstPieces(draw([]))).toHaveLength(0);
  });
});

describe("decodeMentions", () => {
  const labelSet = createLabelSet({ scheme: "io", types: ["x", "y"] });

  test("gives a word the label of its first piece, and a mention whole words", () => {
    expect(decodeMentions({ encoding, labelIds: [0, 1, 1, 1, 2, 2], labelSet })).toEqual([
      {
        start: 5,
        end: 14,
        type: "x",
        pieces: { start: 2, end: 6 },
        units: { start: 1, end: 3 },
      },
    ]);
  });

  test("joins pieces where that is asked for", () => {
    const request = { encoding, labelIds: [0, 1, 1, 1, 2, 2], labelSet, by: "pieces" } as const;
    expect(spans(decodeMentions(request))).toEqual([
      { start: 2, end: 10, type: "x" },
      { start: 10, end: 14, type: "y" },
    ]);
  });

  test("has as probability the mean over words of the sum over the labels of the type", () => {
    const bio = createLabelSet({ scheme: "bio", types: ["x", "y"] });
    const rows = [
      [0.1, 0.5, 0.2, 0.1, 0.1],
      [1, 0, 0, 0, 0],
      [0.5, 0.1, 0.3, 0, 0.1],
      [0.8, 0.1, 0.1, 0, 0],
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
    ];
    const request = { encoding, labelIds: [1, 0, 2, 0, 0, 0], labelSet: bio };
    const [mention, ...others] = decodeMentions({ ...request, probabilities: rows.flat() });
    expect(others).toEqual([]);
    expect(mention).toMatchObject({ start: 0, end: 7 });
    expect(mention?.probability).toBeCloseTo((0.7 + 0.4) / 2, 12); // words 0 and 1 by pieces 0 and 2
  });

  test("refuses labels of another text", () => {
    expect(() => decodeMentions({ encoding, labelIds: [1], labelSet })).toThrow(
      "decoding was given 1 labels instead of 6",
    );
  });

  const mentionWords = fc.array(
    fc.record({ gap: fc.nat(2), words: fc.integer({ min: 1, max: 3 }), type: fc.nat(1) }),
    { maxLength: 8 },
  );

  test.each(SCHEMES.flatMap((scheme) => REPAIRS.map((repair) => [scheme, repair] as const)))(
    "is the inverse of labelPieces on whole words: %s, %s (seed 21)",
    (scheme, repair) => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 40 }),
          mentionWords,
          fc.constantFrom("words" as const, "pieces" as const),
          (words, wanted, by) => {
            const drawn = draw(words);
            const set = createLabelSet({ scheme, types: ["x", "y"] });
            const mentions = placeMentions(drawn, wanted, scheme);
            const { labelIds, unlabelled } = labelPieces({
              encoding: drawn,
              mentions,
              labelSet: set,
            });
            expect(unlabelled).toEqual([]);
            const request = { encoding: drawn, labelIds, labelSet: set, by, repair };
            expect(spans(decodeMentions(request))).toEqual(spans(mentions));
          },
        ),
        { seed: 21, numRuns: 100 },
      );
    },
  );
});

describe("decodeOverlapping", () => {
  const types = ["x", "y"];
  // Pieces 0, 2 and 3 speak for the three words.
  const rows = [
    [0.9, 0.2],
    [0, 1],
    [0.5, 0.6],
    [0.1, 0.8],
    [1, 0],
    [1, 0],
  ];

  test("finds the mentions of each type by itself", () => {
    const mentions = decodeOverlapping({ encoding, probabilities: rows.flat(), types });
    expect(spans(mentions)).toEqual([
      { start: 0, end: 7, type: "x" },
      { start: 5, end: 14, type: "y" },
    ]);
    expect(mentions.map(({ probability }) => probability)).toEqual([
      (0.9 + 0.5) / 2,
      (0.6 + 0.8) / 2,
    ]);
  });

  test("keeps what reaches the threshold", () => {
    const request = { encoding, probabilities: rows.flat(), types, threshold: 0.8 };
    expect(spans(decodeOverlapping(request))).toEqual([
      { start: 0, end: 4, type: "x" },
      { start: 8, end: 14, type: "y" },
    ]);
  });

  test("sorts by start, the longer first, then by the order of types", () => {
    const full = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
    expect(decodeOverlapping({ encoding, probabilities: full, types }).map((m) => m.type)).toEqual([
      "x",
      "y",
    ]);
  });
});

/** Mentions of whole words in order; in `io` those of one type do not touch. */
function placeMentions(
  { starts, ends, wordIds }: ReturnType<typeof draw>,
  wanted: readonly { gap: number; words: number; type: number }[],
  scheme: Scheme,
) {
  const mentions: { id: string; start: number; end: number; type: string }[] = [];
  let word = 0;
  let previous = -1;
  for (const { gap, words, type } of wanted) {
    word += gap === 0 && scheme === "io" && previous === type ? 1 : gap;
    const first = wordIds.indexOf(word);
    const last = wordIds.lastIndexOf(word + words - 1);
    if (first < 0 || last < 0) break;
    mentions.push({
      id: `T${mentions.length + 1}`,
      start: starts[first] as number,
      end: ends[last] as number,
      type: ["x", "y"][type] as string,
    });
    word += words;
    previous = type;
  }
  return mentions;
}
