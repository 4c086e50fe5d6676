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
  const all = Int32Array.from({ length: size }, (_, i) => i);
  statistic(all);
  const scores = { a: score(sumsA), b: score(sumsB) };
  const [totalsA, totalsB] = [sumsA.slice(), sumsB.slice()];
  const changes = Array.from(all, (document) => changesIn(document));
  // What is exchanged goes from one sum to the other; whole numbers stay exact.
  const difference = (exchanged: Uint8Array) => {
    sumsA.set(totalsA);
    sumsB.set(totalsB);
    for (let document = 0; document < size; document++) {
      if (exchanged[document] !== 1) continue;
      const { columns, by } = changes[document] as Changes;
      for (let i = 0; i < columns.length; i++) {
        const c = columns[i] as number;
        sumsA[c] = (sumsA[c] as number) - (by[i] as number);
        sumsB[c] = (sumsB[c] as number) + (by[i] as number);
      }
    }
    return score(sumsA) - score(sumsB);
  };
  return {
    ...{ size, statistic, difference, scores },
    differing: all.filter((document) => changes[document]?.columns.length !== 0),
  };

  function changesIn(document: number): Changes {
    const by = Float64Array.from({ length: width }, (_, c) => {
      const at = c * size + document;
      return (counts[at] as number) - (counts[behind + at] as number);
    });
    const columns = Int32Array.from(by.keys()).filter((c) => by[c] !== 0);
    return { columns, by: by.filter((value) => value !== 0) };
  }
}

/** Counts of a document in which the systems differ, and by how much. */
interface Changes {
  readonly columns: Int32Array;
  readonly by: Float64Array;
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
