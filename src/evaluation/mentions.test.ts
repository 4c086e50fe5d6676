/** Scores of mentions against nervaluate's, and their promises under nesting. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { scoreDiscontinuous } from "./discontinuous.js";
import { MENTION_MODES, type MentionMode } from "./matching.js";
import { type MentionScore, scoreMentions } from "./mentions.js";
import { entitiesOf } from "./tags.js";
import type { TypedSpan } from "./typedSpan.js";

type Counts = Record<
  | "correct"
  | "incorrect"
  | "partial"
  | "missed"
  | "spurious"
  | "possible"
  | "actual"
  | "precision"
  | "recall"
  | "f1",
  number
>;
interface Case {
  gold: string[][];
  predicted: string[][];
  overall: Record<string, Counts>;
  byType: Record<string, Record<string, Counts>>;
}

const NERVALUATE: Record<MentionMode, string> = {
  strict: "strict",
  exact: "exact",
  partial: "partial",
  type: "ent_type",
};

function expected({ possible, actual, precision, recall, f1, ...counts }: Counts) {
  return {
    ...counts,
    support: possible,
    predicted: actual,
    precision: expect.closeTo(precision, 9),
    recall: expect.closeTo(recall, 9),
    f1: expect.closeTo(f1, 9),
  };
}

describe.each(fixtureRoots("metrics/nervaluate.json"))(
  "scoreMentions, $name fixtures",
  ({ path }) => {
    const cases = JSON.parse(readFileSync(path, "utf8")) as Case[];
    test.each(MENTION_MODES)("equals nervaluate to 1e-9, overall and by type: %s", (mode) => {
      for (const { gold, predicted, overall, byType } of cases) {
        const documents = gold.map((tags, i) => ({
          document: String(i),
          gold: entitiesOf(tags, "conlleval", "gold"),
          predicted: entitiesOf(predicted[i] as string[], "conlleval", "predicted"),
        }));
        const report = scoreMentions(documents, mode);
        expect(report.micro).toEqual(expected(overall[NERVALUATE[mode]] as Counts));
        expect(report.perType).toEqual(
          Object.fromEntries(
            Object.entries(byType).map(([type, modes]) => [
              type,
              expected(modes[NERVALUATE[mode]] as Counts),
            ]),
          ),
        );
      }
    });
  },
);

const at = (start: number, end: number, type = "A"): TypedSpan => ({ start, end, type });
const score = (gold: TypedSpan[], predicted: TypedSpan[], mode: MentionMode): MentionScore =>
  scoreMentions([{ document: "d", gold, predicted }], mode).micro;

const mentions = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 12 }),
    length: fc.integer({ min: 1, max: 8 }),
    type: fc.constantFrom("A", "B"),
  }),
  { maxLength: 8 },
);
const spans = mentions.map((drawn) =>
  drawn.map(({ start, length, type }) => at(start, start + length, type)),
);

describe("scoreMentions", () => {
  test("scores the modes of SemEval-2013 as defined", () => {
    const gold = [at(0, 4), at(10, 14), at(20, 24), at(30, 34)];
    const predicted = [at(0, 4), at(10, 14, "B"), at(20, 23), at(40, 44)];
    const counts = (mode: MentionMode) => {
      const { correct, incorrect, partial, missed, spurious } = score(gold, predicted, mode);
      return [correct, incorrect, partial, missed, spurious];
    };
    expect(counts("strict")).toEqual([1, 2, 0, 1, 1]);
    expect(counts("exact")).toEqual([2, 1, 0, 1, 1]);
    expect(counts("partial")).toEqual([2, 0, 1, 1, 1]);
    expect(counts("type")).toEqual([2, 1, 0, 1, 1]);
    expect(score(gold, predicted, "partial").f1).toBeCloseTo(2.5 / 4, 12);
  });

  test("finds both of two nested mentions, in whatever order they are given", () => {
    const nested = [at(0, 10, "A"), at(0, 4, "B"), at(5, 10, "A")];
    for (const mode of MENTION_MODES)
      expect(score(nested, nested.toReversed(), mode)).toMatchObject({ correct: 3, f1: 1 });
  });

  test("lets an exact match go before an overlap that comes earlier in the text", () => {
    const gold = [at(4, 8)];
    const predicted = [at(0, 8), at(4, 8)];
    for (const mode of MENTION_MODES)
      expect(score(gold, predicted, mode)).toMatchObject({ correct: 1, spurious: 1, incorrect: 0 });
  });

  test("matches a twice annotated mention with one prediction only once", () => {
    expect(score([at(0, 3), at(0, 3)], [at(0, 3)], "strict")).toMatchObject({
      correct: 1,
      missed: 1,
    });
  });

  test("does not match touching mentions, nor one that covers less than 1 % of the gold", () => {
    expect(score([at(0, 3)], [at(3, 5)], "type")).toMatchObject({ missed: 1, spurious: 1 });
    expect(score([at(0, 101)], [at(100, 120)], "type")).toMatchObject({ missed: 1, spurious: 1 });
    expect(score([at(0, 100)], [at(99, 120)], "type")).toMatchObject({ correct: 1 });
  });

  test("takes the macro mean over the types with gold support", () => {
    const documents = [
      {
        document: "d",
        gold: [at(0, 3, "A"), at(5, 8, "B")],
        predicted: [at(0, 3, "A"), at(9, 12, "C")],
      },
    ];
    expect(scoreMentions(documents, "strict").macro).toEqual({
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
      support: 2,
      types: 2,
    });
  });

  test("has no macro mean without gold", () => {
    expect(scoreMentions([], "strict").macro.f1).toBeNull();
  });

  test("puts each mention into one outcome, ignores order, and finds every strict match there is", () => {
    fc.assert(
      fc.property(spans, spans, fc.constantFrom(...MENTION_MODES), (gold, predicted, mode) => {
        const result = score(gold, predicted, mode);
        const matched = result.correct + result.incorrect + result.partial;
        expect(matched + result.missed).toBe(gold.length);
        expect(matched + result.spurious).toBe(predicted.length);
        expect(Math.min(result.missed, result.spurious)).toBeGreaterThanOrEqual(0);
        expect(score(gold.toReversed(), predicted.toReversed(), mode)).toEqual(result);
        const left = predicted.map(({ start, end, type }) => `${start} ${end} ${type}`);
        const equal = gold.filter(({ start, end, type }) => {
          const index = left.indexOf(`${start} ${end} ${type}`);
          if (index >= 0) left.splice(index, 1);
          return index >= 0;
        });
        expect(score(gold, predicted, "strict").correct).toBe(equal.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe("scoreDiscontinuous", () => {
  const parts = (...fragments: [number, number][]): TypedSpan => ({
    start: fragments[0]?.[0] as number,
    end: fragments.at(-1)?.[1] as number,
    type: "A",
    fragments: fragments.map(([start, end]) => ({ start, end })),
  });

  test("counts a mention as found only with the very same parts", () => {
    const gold = [parts([0, 3], [6, 9]), parts([10, 12], [14, 16])];
    const report = (predicted: TypedSpan[]) =>
      scoreDiscontinuous([{ document: "d", gold: [...gold, at(20, 22)], predicted }]);
    expect(report([at(0, 9), at(10, 16)])).toEqual({
      support: 2,
      predicted: 0,
      found: 0,
      recall: 0,
    });
    expect(report([parts([0, 3], [6, 9]), parts([10, 13], [14, 16])])).toEqual({
      support: 2,
      predicted: 2,
      found: 1,
      recall: 0.5,
    });
  });

  test("has no recall where the gold has no such mention", () => {
    expect(scoreDiscontinuous([]).recall).toBeNull();
  });
});
