/** What a statistic becomes when one document is left out, and what follows for its error. */

import { requireDocuments } from "./checks.js";
import { StatisticsError } from "./error.js";
import type { IntervalOptions } from "./interval.js";
import { squaresOf } from "./moments.js";
import { type StudentResult, studentResult } from "./studentT.js";

/** A number made of documents, which are named by their places; a place may come several times. */
export type DocumentStatistic = (documents: Int32Array) => number;

/** The documents and what is made of them. */
export interface Sample {
  /** How many documents there are. */
  readonly size: number;
  readonly statistic: DocumentStatistic;
}

/** The statistic of all documents. @throws StatisticsError if it is not finite */
export function estimateOf({ size, statistic }: Sample): number {
  return finite(statistic(Int32Array.from({ length: size }, (_, i) => i)), "all documents");
}

/**
 * The statistic without one document, for each of them.
 * @throws StatisticsError for fewer than two documents, or if the statistic is not finite
 */
export function leaveOneOut({ size, statistic }: Sample): Float64Array {
  requireDocuments(size, 2);
  const documents = Int32Array.from({ length: size - 1 }, (_, i) => i + 1);
  return Float64Array.from({ length: size }, (_, i) => {
    if (i > 0) documents[i - 1] = i - 1;
    return finite(statistic(documents), `all documents but number ${i}`);
  });
}

/**
 * Test of a statistic against 0 and its interval, by the jackknife's standard error and Student's t. For a mean it is
 * the t-test itself; for a smooth function of sums, such as a difference of micro-averaged F1, it is the t-test of what
 * each document adds to it.
 * @throws StatisticsError for fewer than two documents, or if the statistic is not finite
 * @see Tukey 1958, Bias and confidence in not-quite large samples
 */
export function jackknifeTTest(sample: Sample, { level }: IntervalOptions = {}): StudentResult {
  const n = sample.size;
  const values = leaveOneOut(sample);
  const standardError = Math.sqrt(((n - 1) / n) * squaresOf(values));
  return studentResult({ estimate: estimateOf(sample), standardError, n, level });
}

/** Refuses a statistic that has no value. @param of which documents it was made of */
export function finite(value: number, of: string): number {
  if (!Number.isFinite(value))
    throw new StatisticsError(
      {},
      `the statistic of ${of} is ${value}, but it must be a finite number`,
      "Decide which value a score of nothing shall have",
    );
  return value;
}
