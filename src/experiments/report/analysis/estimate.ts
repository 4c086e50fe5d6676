/** A score with its interval over documents, and how much it varies between seeds. */

import {
  type Counts,
  type Interval,
  jackknifeTTest,
  type Sample,
  type Score,
} from "../../../statistics/index.js";
import type { ScoreName } from "../../scores.js";
import { countsFor, type SystemCounts } from "./scores.js";

/** A score of one system. */
export interface Estimate {
  /** Null where nothing is annotated. */
  readonly value: number | null;
  /** 95 %, jackknife by document with Student's t, cut at 0 and 1; null with one document. */
  readonly interval: Interval | null;
  /** Types with gold support. */
  readonly types: number;
}

/** How much values differ. */
export interface Spread {
  /** Standard deviation; null of fewer than two. */
  readonly deviation: number | null;
  readonly n: number;
}

/** Estimates a score. @param options `only`: types that count; all unless given */
export function estimate(
  name: ScoreName,
  system: SystemCounts,
  options: { readonly only?: ReadonlySet<string> | undefined } = {},
): Estimate {
  const counts = countsFor(name, [system], options);
  const [rows] = counts?.rows ?? [];
  if (counts === undefined || rows === undefined) return { value: null, interval: null, types: 0 };
  const { score, types } = counts;
  const sample = sampleOf(rows, score);
  if (sample.size < 2) return { value: sample.statistic(Int32Array.of(0)), interval: null, types };
  const { estimate: value, interval } = jackknifeTTest(sample);
  return {
    value,
    interval: { low: Math.max(0, interval.low), high: Math.min(1, interval.high) },
    types,
  };
}

/** A score without an interval; null where nothing is annotated. */
export function scoreOf(name: ScoreName, system: SystemCounts): number | null {
  const counts = countsFor(name, [system]);
  const [rows = []] = counts?.rows ?? [];
  if (counts === undefined) return null;
  return sampleOf(rows, counts.score).statistic(Int32Array.from(rows.keys()));
}

/** Standard deviation of values, those that are there. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const known = values.filter((value) => value !== null);
  const n = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, deviation: n < 2 ? null : Math.sqrt(squares / (n - 1)) };
}

function sampleOf(rows: readonly Counts[], score: Score): Sample {
  const width = (rows[0] as Counts).length;
  return {
    size: rows.length,
    statistic: (documents) => {
      const sums = new Float64Array(width);
      for (const document of documents) {
        const row = rows[document] as Counts;
        for (let c = 0; c < width; c++) sums[c] = (sums[c] as number) + (row[c] as number);
      }
      return score(sums);
    },
  };
}
