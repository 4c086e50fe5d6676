/** The rule by which a system is chosen: the simplest that is within one standard error of the best. */

import type { Random } from "../../core/index.js";
import {
  type Counts,
  comparePaired,
  type Interval,
  jackknifeTTest,
  type PairedComparison,
  type Score,
} from "../../statistics/index.js";

/** Something that was scored on the documents that all are scored on. */
export interface Scored {
  /** Of each document, in one order. */
  readonly counts: readonly Counts[];
}

/** A score with what is known of it. */
export interface Rated {
  readonly score: number;
  /** By document. */
  readonly standardError: number;
  /** 95 %. */
  readonly interval: Interval;
  readonly intervalMethod: "jackknife, Student's t";
  /** Documents. */
  readonly n: number;
  /** This one less the chosen one; null of the chosen one itself. */
  readonly difference: Omit<PairedComparison, "a" | "b"> | null;
}

/** What was chosen, by place. */
export interface Decision {
  readonly chosen: number;
  /** Of the highest score; the first of equal ones. */
  readonly best: number;
  readonly rated: readonly Rated[];
}

/**
 * Chooses the first whose score is not below the best score less the standard error of that.
 * @param systems the simplest first
 * @throws StatisticsError for fewer than two documents
 * @see Breiman, Friedman, Olshen & Stone 1984, Classification and Regression Trees, 3.4.3
 */
export function chooseSystem(
  systems: readonly Scored[],
  { score, random }: { readonly score: Score; readonly random: Random },
): Decision {
  const scores = systems.map(({ counts }) => ownScore(counts, score));
  const highest = Math.max(...scores.map(({ estimate }) => estimate));
  const best = scores.findIndex(({ estimate }) => estimate === highest);
  const limit = highest - (scores[best]?.standardError ?? 0);
  const chosen = scores.findIndex(({ estimate }) => estimate >= limit);
  const rated = scores.map(({ estimate, standardError, interval, n }, i): Rated => {
    return {
      ...{ score: estimate, standardError, interval, intervalMethod: "jackknife, Student's t", n },
      difference: i === chosen ? null : compare(i, chosen),
    };
  });
  return { chosen, best, rated };

  function compare(a: number, b: number): Omit<PairedComparison, "a" | "b"> {
    const {
      a: _,
      b: __,
      ...difference
    } = comparePaired({
      ...{ a: systems[a]?.counts ?? [], b: systems[b]?.counts ?? [], score },
      random: random.stream("comparison", a),
    });
    return difference;
  }
}

/** A system's own score, with the error that the choice of documents gives it. */
function ownScore(counts: readonly Counts[], score: Score) {
  const sums = new Float64Array(counts[0]?.length ?? 0);
  const statistic = (documents: Int32Array) => {
    sums.fill(0);
    for (const document of documents) {
      const row = counts[document] as Counts;
      for (let c = 0; c < sums.length; c++) sums[c] = (sums[c] as number) + (row[c] as number);
    }
    return score(sums);
  };
  return jackknifeTTest({ size: counts.length, statistic });
}
