/** Two systems whose scores are made of counts that are summed over documents. */

import { requireDocuments, requireEqualLength, requireFinite } from "./checks.js";
import { StatisticsError } from "./error.js";
import type { Sample } from "./jackknife.js";
import type { Exchange } from "./randomisation.js";

/** What was counted in one document, in the same order everywhere, e.g. hits, predicted and gold mentions of each type. */
export type Counts = ArrayLike<number>;

/** A score of counts that were summed, e.g. F1. */
export type Score = (sums: Float64Array) => number;

/** The difference between two systems' scores, for methods that draw documents and for those that exchange results. */
export interface PairedDifference extends Sample, Exchange {
  /** Documents whose counts differ. */
  readonly differing: Int32Array;
  /** Score of each system on all documents. */
  readonly scores: { readonly a: number; readonly b: number };
}

/** Two systems' counts, document by document in the same order, and what is made of their sums. */
export interface PairedCounts {
  readonly a: readonly Counts[];
  readonly b: readonly Counts[];
  readonly score: Score;
}

/**
 * The difference `score(sum of a) - score(sum of b)`.
 * @throws StatisticsError without documents, if the systems' documents differ in number, documents in length, or a
 *   count is not finite
 */
export function pairedCounts(options: PairedCounts): PairedDifference {
  const { score } = options;
  requireEqualLength(options.a, options.b);
  requireDocuments(options.a.length, 1);
  const size = options.a.length;
  const width = (options.a[0] as Counts).length;
  // Column by column, so that a sum runs in a register; b lies behind a.
  const behind = width * size;
  const counts = new Float64Array(2 * behind);
  fill(counts.subarray(0, behind), options.a, width, "a");
  fill(counts.subarray(behind), options.b, width, "b");
  const [sumsA, sumsB] = [new Float64Array(width), new Float64Array(width)];

  const statistic = (documents: Int32Array) => {
    for (let c = 0; c < width; c++) {
      let [sumA, sumB] = [0, 0];
      for (let i = 0; i < documents.length; i++) {
        const at = c * size + (documents[i] as number);
        sumA += counts[at] as number;
        sumB += counts[behind + at] as number;
      }
      sumsA[c] = sumA;
      sumsB[c] = sumB;
    }
    return score(sumsA) - score(sumsB);
  };
  const difference = (exchanged: Uint8Array) => {
    for (let c = 0; c < width; c++) {
      let [sumA, sumB] = [0, 0];
      for (let i = 0; i < size; i++) {
        const at = c * size + i;
        const shift = behind * (exchanged[i] as number);
        sumA += counts[at + shift] as number;
        sumB += counts[at + behind - shift] as number;
      }
      sumsA[c] = sumA;
      sumsB[c] = sumB;
    }
    return score(sumsA) - score(sumsB);
  };
  const differs = (document: number) => {
    for (let at = document; at < behind; at += size)
      if (counts[at] !== counts[behind + at]) return true;
    return false;
  };
  difference(new Uint8Array(size));
  return {
    ...{ size, statistic, difference },
    differing: Int32Array.from({ length: size }, (_, i) => i).filter(differs),
    scores: { a: score(sumsA), b: score(sumsB) },
  };
}

/** Writes rows as columns. */
function fill(columns: Float64Array, rows: readonly Counts[], width: number, name: string): void {
  rows.forEach((row, i) => {
    if (row.length !== width)
      throw new StatisticsError(
        {},
        `${name}[${i}] has ${row.length} counts and the first document has ${width}`,
        "Count the same things in every document",
      );
    requireFinite(row, `${name}[${i}]`);
    for (let c = 0; c < width; c++) columns[c * rows.length + i] = row[c] as number;
  });
}
