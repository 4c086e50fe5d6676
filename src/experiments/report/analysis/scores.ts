/** The scores that are shown: what each is made of, and its name. */

import type { CountsByType, Unit } from "../../../evaluation/index.js";
import type { Counts, Score } from "../../../statistics/index.js";
import type { Scores } from "../../record.js";

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

/** What one system found in some documents. */
export interface SystemCounts {
  /** What sets documents apart; the same one may have been scored several times. */
  readonly documents: readonly string[];
  /** How often each document was scored, `[documents]`. */
  readonly repeats: readonly number[];
  /** By unit and type, `[documents]` each, summed over the times. */
  readonly counts: Readonly<Record<Unit, CountsByType>>;
}

/** Counts by document for one score, of each system in turn, and the score of their sums. */
export interface ScoreCounts {
  readonly rows: readonly (readonly Counts[])[];
  /** Finite: of nothing it is 0, which leaving out documents may come to. */
  readonly score: Score;
  /** Types with gold support. */
  readonly types: number;
}

/**
 * Counts of systems on the same documents, in the same columns.
 * @param options `only`: types that count; all unless given
 * @returns undefined where nothing is annotated, so that there is no score
 */
export function countsFor(
  name: ScoreName,
  systems: readonly SystemCounts[],
  { only }: { readonly only?: ReadonlySet<string> | undefined } = {},
): ScoreCounts | undefined {
  const { unit, over, of } = SCORES[name];
  const named = systems.map(({ counts }) =>
    Object.entries(counts[unit]).filter(([type]) => only?.has(type) ?? true),
  );
  const supported = new Set(
    named.flat().flatMap(([type, { gold }]) => (gold.some((n) => n > 0) ? [type] : [])),
  );
  if (supported.size === 0) return undefined;
  const order = new Map([...supported].sort().map((type, place) => [type, place]));
  const width = over === "all" ? 3 : 3 * order.size;
  const rows = systems.map(({ documents }, s) => {
    const ofSystem = documents.map(() => new Float64Array(width));
    for (const [type, { gold, predicted, correct }] of named[s] ?? []) {
      const place = over === "all" ? 0 : order.get(type);
      if (place === undefined) continue;
      ofSystem.forEach((row, d) => {
        [gold, predicted, correct].forEach((values, c) => {
          row[3 * place + c] = (row[3 * place + c] as number) + (values[d] as number);
        });
      });
    }
    return ofSystem;
  });
  return { rows, types: order.size, score: meanOver(of) };
}

/** Mean over groups of three sums that have gold. */
function meanOver(of: ScoreDefinition["of"]): Score {
  return (sums) => {
    let [total, groups] = [0, 0];
    for (let at = 0; at < sums.length; at += 3) {
      if (sums[at] === 0) continue;
      total += of(sums[at] as number, sums[at + 1] as number, sums[at + 2] as number);
      groups++;
    }
    return groups === 0 ? 0 : total / groups;
  };
}
