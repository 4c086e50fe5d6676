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

  test("has as probability the mean over words of what their first pieces have", () => {
    const bio = createLabelSet({ scheme: "bio", types: ["x", "y"] });
    const request = { encoding, labelIds: [1, 0, 2, 0, 0, 0], labelSet: bio };
    const probabilities = [0.7, 0.1, 0.4, 0.8, 0.2, 0.3]; // words 0 and 1 by pieces 0 and 2
    const [mention, ...others] = decodeMentions({ ...request, probabilities });
    expect(others).toEqual([]);
    expect(mention).toMatchObject({ start: 0, end: 7 });
    expect(mention?.probability).toBeCloseTo((0.7 + 0.4) / 2, 12);
  });

  test("refuses labels of another text", () => {
    expect(() => decodeMentions({ encoding, labelIds: [1], labelSet })).toThrow(
      "decoding was given 1 labels instead of 6",
    );
    const request = { encoding, labelIds: [0, 0, 0, 0, 0, 0], labelSet };
    expect(() => decodeMentions({ ...request, probabilities: [1, 0] })).toThrow(
      "decoding was given 2 probabilities instead of 6",
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
  const found = [
    { piece: 0, type: 0, probability: 0.9 },
    { piece: 1, type: 1, probability: 1 }, // speaks for no word
    { piece: 3, type: 1, probability: 0.8 },
    { piece: 2, type: 1, probability: 0.6 },
    { piece: 2, type: 0, probability: 0.5 },
  ];

  test("finds the mentions of each type by itself", () => {
    const mentions = decodeOverlapping({ encoding, found, types });
    expect(mentions).toEqual([
      {
        ...{ start: 0, end: 7, type: "x", probability: (0.9 + 0.5) / 2 },
        ...{ pieces: { start: 0, end: 3 }, units: { start: 0, end: 2 } },
      },
      {
        ...{ start: 5, end: 14, type: "y", probability: (0.6 + 0.8) / 2 },
        ...{ pieces: { start: 2, end: 6 }, units: { start: 1, end: 3 } },
      },
    ]);
  });

  test("joins no words with another between them", () => {
    const apart = [0, 3].map((piece) => ({ piece, type: 1, probability: 1 }));
    expect(spans(decodeOverlapping({ encoding, found: apart, types }))).toEqual([
      { start: 0, end: 4, type: "y" },
      { start: 8, end: 14, type: "y" },
    ]);
  });

  test("sorts by start, the longer first, then by the order of types", () => {
    const pairs = [
      [0, 1],
      [0, 0],
      [0, 2],
      [2, 2],
    ] as const;
    const full = pairs.map(([piece, type]) => ({ piece, type, probability: 1 }));
    const request = { encoding, found: full, types: ["x", "y", "z"] };
    expect(decodeOverlapping(request).map(({ type }) => type)).toEqual(["z", "x", "y"]);
  });

  test("finds of each type what decodeMentions finds of it alone (seed 22)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }), {
          minLength: 3,
          maxLength: 3,
        }),
        fc.constantFrom("words" as const, "pieces" as const),
        (words, hasType, by) => {
          const drawn = draw(words);
          const pieces = [...drawn.ids.keys()];
          const names = ["x", "y", "z"];
          const probabilities = pieces.map((piece) => 1 / (piece + 2));
          const mentions = decodeOverlapping({
            ...{ encoding: drawn, types: names, by },
            found: pieces.flatMap((piece) =>
              names.flatMap((_, type) =>
                hasType[type]?.[piece]
                  ? [{ piece, type, probability: probabilities[piece] as number }]
                  : [],
              ),
            ),
          });
          names.forEach((name, type) => {
            const alone = decodeMentions({
              ...{ encoding: drawn, by, probabilities },
              labelSet: createLabelSet({ scheme: "io", types: [name] }),
              labelIds: pieces.map((piece) => (hasType[type]?.[piece] ? 1 : 0)),
            });
            expect(mentions.filter((mention) => mention.type === name)).toEqual(alone);
          });
        },
      ),
      { seed: 22, numRuns: 100 },
    );
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
