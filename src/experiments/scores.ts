/** The scores that studies compare: what each is made of, its name, and its value from counts. */

import type { CountsByType, Unit } from "../evaluation/index.js";
import type { Scores } from "./record.js";

/** Names of the scores, as records and `--score` have them. */
export type ScoreName = keyof Scores;

/** A score of counts that were summed over documents. */
export interface ScoreDefinition {
  readonly title: string;
  readonly unit: Unit;
  /** `types`: the mean over the types with gold support; `all`: all types counted together. */
  readonly over: "types" | "all";
  /** Of gold, predicted and correct ones. */
  readonly of: (gold: number, predicted: number, correct: number) => number;
}

const recall: ScoreDefinition["of"] = (gold, _, correct) => correct / gold;
const f1: ScoreDefinition["of"] = (gold, predicted, correct) =>
  gold + predicted === 0 ? 0 : (2 * correct) / (gold + predicted);

/** Every score, in the order of the tables. */
export const SCORES: Readonly<Record<ScoreName, ScoreDefinition>> = {
  unweightedAccuracy: {
    title: "unweighted accuracy",
    ...{ unit: "words", over: "types", of: recall },
  },
  macroF1: { title: "macro-F1 of words", unit: "words", over: "types", of: f1 },
  microF1: { title: "micro-F1 of words", unit: "words", over: "all", of: f1 },
  mentionMicroF1: { title: "mention micro-F1", unit: "mentions", over: "all", of: f1 },
  mentionMacroF1: { title: "mention macro-F1", unit: "mentions", over: "types", of: f1 },
  runMicroF1: { title: "run micro-F1", unit: "runs", over: "all", of: f1 },
};

/** All of {@link ScoreName}. */
export const SCORE_NAMES = Object.keys(SCORES) as readonly ScoreName[];

/**
 * Mean of a score over groups of three sums (gold, predicted, correct) that have gold, as {@link SCORES} has it for `types`
 * and, with one group, for `all`; undefined where no group has.
 */
export function meanOver(of: ScoreDefinition["of"], sums: ArrayLike<number>): number | undefined {
  let [total, groups] = [0, 0];
  for (let at = 0; at < sums.length; at += 3) {
    if (sums[at] === 0) continue;
    total += of(sums[at] as number, sums[at + 1] as number, sums[at + 2] as number);
    groups++;
  }
  return groups === 0 ? undefined : total / groups;
}

/** Scores of all documents together. */
export function scoresOf(counts: Readonly<Record<Unit, CountsByType>>): Scores {
  const scoreNamed = (name: ScoreName) => {
    const { unit, over, of } = SCORES[name];
    const types = sumsByType(counts[unit]);
    return meanOver(of, over === "types" ? types.flat() : together(types)) ?? null;
  };
  const entries = SCORE_NAMES.map((name) => [name, scoreNamed(name)] as const);
  return {
    ...(Object.fromEntries(entries) as Record<ScoreName, number | null>),
    mentionMicroF1: scoreNamed("mentionMicroF1") ?? 0,
    runMicroF1: scoreNamed("runMicroF1") ?? 0,
  };
}

/** Gold, predicted and correct ones of each type. */
function sumsByType(counts: CountsByType): number[][] {
  return Object.values(counts).map(({ gold, predicted, correct }) =>
    [gold, predicted, correct].map((values) => values.reduce((total, value) => total + value, 0)),
  );
}

function together(types: readonly (readonly number[])[]): number[] {
  return [0, 1, 2].map((c) => types.reduce((total, sums) => total + (sums[c] as number), 0));
}
