/** The paired t-test, and its correction for repeated cross-validation. */

import { requireDocuments, requireFinite } from "./checks.js";
import { StatisticsError } from "./error.js";
import type { IntervalOptions } from "./interval.js";
import { differencesOf, meanOf, varianceOf } from "./moments.js";
import { type StudentResult, studentResult } from "./studentT.js";

/**
 * Tests whether the mean of `a - b` is 0; pairs are documents.
 * @throws StatisticsError for fewer than two pairs, other lengths, or values that are not finite
 * @see Student 1908, The probable error of a mean
 */
export function pairedTTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { level }: IntervalOptions = {},
): StudentResult {
  const differences = differencesOf(a, b);
  const n = differences.length;
  requireDocuments(n, 2);
  return studentResult({
    estimate: meanOf(differences),
    standardError: Math.sqrt(varianceOf(differences) / n),
    ...{ n, level },
  });
}

/**
 * Tests whether two ways of training differ, from their differences on repeated splits into training and test part. The
 * splits share documents, so that the variance of the mean is not 1/J but 1/J + test/train of the variance of the
 * differences (equation 9, with J - 1 degrees of freedom). Repeated k-fold cross-validation is such a series, too
 * (Bouckaert & Frank 2004).
 * @param differences of the score, one for each split
 * @param options `trainSize`, `testSize`: documents in the parts of one split (a mean where they vary)
 * @throws StatisticsError for fewer than two splits, empty parts, or values that are not finite
 * @see Nadeau & Bengio 2003, Inference for the generalization error
 */
export function correctedResampledTTest(
  differences: readonly number[],
  options: IntervalOptions & { readonly trainSize: number; readonly testSize: number },
): StudentResult {
  const { trainSize, testSize, level } = options;
  requireFinite(differences, "differences");
  const n = differences.length;
  if (n < 2)
    throw new StatisticsError(
      {},
      `the number of splits is ${n}, but it must be at least 2`,
      "Repeat the split",
    );
  if (!(trainSize > 0 && testSize > 0 && Number.isFinite(trainSize) && Number.isFinite(testSize)))
    throw new StatisticsError(
      {},
      `a split has ${trainSize} documents to train on and ${testSize} to test on`,
      "Give the sizes of both parts",
    );
  return studentResult({
    estimate: meanOf(differences),
    standardError: Math.sqrt(varianceOf(differences) * (1 / n + testSize / trainSize)),
    ...{ n, level },
  });
}
