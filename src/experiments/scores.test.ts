/** Scores from counts against the report that `raretag evaluate` writes of the same documents. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countDocuments, evaluate, type ScoredDocument } from "../evaluation/index.js";
import { scoresOf } from "./scores.js";

const TYPES = ["B", "A", "C"];
const spans = fc.array(
  fc
    .tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(...TYPES))
    .map(([start, length, type]) => ({ start, end: start + length, type })),
  { maxLength: 6 },
);
const documents = fc
  .array(
    fc.record({
      gold: spans,
      predicted: spans,
      classes: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { maxLength: 9 }),
    }),
    { maxLength: 4 },
  )
  .map((drawn) =>
    drawn.map(({ classes, ...mentions }, i): ScoredDocument => {
      const words = { gold: classes.map(([is]) => is), predicted: classes.map(([, said]) => said) };
      return { ...mentions, document: `d${i}`, words, pieces: words };
    }),
  );

describe("scoresOf", () => {
  test("equals the report of an evaluation", () => {
    fc.assert(
      fc.property(documents, (scored) => {
        const { tokens, mentions, runs } = evaluate(scored, { types: TYPES, decode: "argmax" });
        const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 12));
        expect(scoresOf(countDocuments(scored, TYPES))).toEqual({
          unweightedAccuracy: close(tokens.unweightedAccuracy),
          macroF1: close(tokens.macroF1),
          microF1: close(tokens.microF1),
          mentionMicroF1: close(mentions.strict.micro.f1),
          mentionMacroF1: close(mentions.strict.macro.f1),
          runMicroF1: close(runs.micro.f1),
        });
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  test("are null without a word to score, and 0 where nothing was found", () => {
    const none = { words: {}, mentions: {}, runs: {} };
    expect(scoresOf(none)).toEqual({
      ...{ unweightedAccuracy: null, macroF1: null, microF1: null, mentionMacroF1: null },
      ...{ mentionMicroF1: 0, runMicroF1: 0 },
    });
    const missed = { A: { gold: [2], predicted: [0], correct: [0] } };
    expect(scoresOf({ words: missed, mentions: missed, runs: missed })).toEqual({
      ...{ unweightedAccuracy: 0, macroF1: 0, microF1: 0, mentionMacroF1: 0 },
      ...{ mentionMicroF1: 0, runMicroF1: 0 },
    });
  });
});
