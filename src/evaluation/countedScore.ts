/** One score of the report as counts of documents and what is made of their sums, for statistics over documents. */

import { countClasses } from "./classSequence.js";
import { EvaluationError } from "./error.js";
import { countExactly, type ExactCounts } from "./exactCounts.js";
import { MENTION_MODES } from "./matching.js";
import { type MentionScore, scoreMentions } from "./mentions.js";
import type { ScoredDocument } from "./report.js";
import { runsOf } from "./runs.js";
import { mean, scoreOf } from "./score.js";

/** What was counted in a document, or in all, by type; under one name where types are matched together. */
export type CountsByName = Readonly<Record<string, Readonly<ExactCounts>>>;

/** A score that is a function of sums. */
export interface CountedScore {
  /**
   * Counts one document; what it does not hold is left out.
   * @param types names of classes 1, 2, ... of its tokens
   * @throws EvaluationError if lengths differ or a class has no type
   */
  count(document: ScoredDocument, types: readonly string[]): CountsByName;
  /** The score of counts that were added up; 0 where there is nothing to score. */
  score(sums: readonly Readonly<ExactCounts>[]): number;
}

/**
 * The score at a path of the report, such as `tokens.macroF1`, `mentions.partial.micro.f1` or `runs.macro.f1`.
 * @throws EvaluationError if no score is there
 */
export function countedScore(path: string): CountedScore {
  const keys = path.split(".");
  const [unit = "", mode] = keys;
  const last = keys.at(-1) === "f1" ? keys.at(-2) : keys.at(-1);
  const score = SCORES[last ?? ""];
  const count =
    unit === "mentions"
      ? countMentions(mode, last === "micro")
      : COUNTS[unit as keyof typeof COUNTS];
  if (score && count) return { count, score };
  throw new EvaluationError(
    {},
    `there is no score ${JSON.stringify(path)}`,
    "Name one that training.selection takes",
  );
}

type Count = CountedScore["count"];

const COUNTS: Readonly<Record<"tokens" | "pieces" | "runs", Count>> = {
  tokens: (document, types) => countTokens(document, "words", types),
  pieces: (document, types) => countTokens(document, "pieces", types),
  runs({ words: { gold, predicted } }, types) {
    const pair = { gold: runsOf(gold, types), predicted: runsOf(predicted, types) };
    return Object.fromEntries(countExactly([pair]));
  },
};

function countTokens(
  { document, ...tokens }: ScoredDocument,
  unit: "words" | "pieces",
  types: readonly string[],
): CountsByName {
  const { gold, predicted, agreed } = countClasses([{ document, ...tokens[unit] }], types);
  const rows = types.map((type, t): [string, ExactCounts] => {
    const [credit = 0, support = 0, found = 0] = [agreed, gold, predicted].map((of) => of[t + 1]);
    return [type, { credit, support, predicted: found }];
  });
  return Object.fromEntries(rows.filter(([, { support, predicted }]) => support + predicted > 0));
}

/** All types together are not the sum of the types: a prediction may be matched with a mention of another type. */
function countMentions(name: string | undefined, together: boolean): Count | undefined {
  const mode = MENTION_MODES.find((known) => known === name);
  if (!mode) return undefined;
  const creditOf = ({ correct, partial, support, predicted }: MentionScore) => ({
    ...{ credit: correct + partial / 2, support, predicted },
  });
  return (document) => {
    const { micro, perType } = scoreMentions([document], mode);
    const rows = together ? { all: micro } : perType;
    return Object.fromEntries(
      Object.entries(rows).map(([type, counted]) => [type, creditOf(counted)]),
    );
  };
}

type Sums = readonly Readonly<ExactCounts>[];

const macro = (sums: Sums, figure: "recall" | "f1") =>
  mean(sums.filter(({ support }) => support > 0).map((type) => scoreOf(type)[figure])) ?? 0;

const micro = (sums: Sums) => {
  const total = (name: keyof ExactCounts) => sums.reduce((sum, counts) => sum + counts[name], 0);
  return scoreOf({
    ...{ credit: total("credit"), support: total("support"), predicted: total("predicted") },
  }).f1;
};

const macroF1 = (sums: Sums) => macro(sums, "f1");

/** By the end of the path. */
const SCORES: Readonly<Record<string, CountedScore["score"]>> = {
  ...{ macroF1, macro: macroF1, microF1: micro, micro },
  unweightedAccuracy: (sums) => macro(sums, "recall"),
};
