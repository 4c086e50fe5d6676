/** Scores from counts. */

import type { CountsByType, TypeCounts, Unit } from "../evaluation/index.js";
import type { Scores } from "./record.js";

/** Sums over documents. */
interface Sums {
  readonly gold: number;
  readonly predicted: number;
  readonly correct: number;
}

/** Scores of all documents together. */
export function scoresOf({ words, mentions, runs }: Readonly<Record<Unit, CountsByType>>): Scores {
  const ofWords = sumsOf(words);
  const ofMentions = sumsOf(mentions);
  return {
    unweightedAccuracy: macro(ofWords, ({ correct, gold }) => correct / gold),
    macroF1: macro(ofWords, f1),
    microF1: ofWords.some(({ gold }) => gold > 0) ? micro(ofWords) : null,
    mentionMicroF1: micro(ofMentions),
    mentionMacroF1: macro(ofMentions, f1),
    runMicroF1: micro(sumsOf(runs)),
  };
}

function sumsOf(counts: CountsByType): Sums[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return Object.values(counts).map(({ gold, predicted, correct }: TypeCounts) => ({
    gold: sum(gold),
    predicted: sum(predicted),
    correct: sum(correct),
  }));
}

/** Mean over the types with gold support. */
function macro(types: readonly Sums[], score: (sums: Sums) => number): number | null {
  const supported = types.filter(({ gold }) => gold > 0);
  if (supported.length === 0) return null;
  return supported.reduce((sum, type) => sum + score(type), 0) / supported.length;
}

function micro(types: readonly Sums[]): number {
  const sum = (name: keyof Sums) => types.reduce((total, type) => total + type[name], 0);
  return f1({ gold: sum("gold"), predicted: sum("predicted"), correct: sum("correct") });
}

/** 0 where there is nothing. */
function f1({ gold, predicted, correct }: Sums): number {
  return gold + predicted === 0 ? 0 : (2 * correct) / (gold + predicted);
}
