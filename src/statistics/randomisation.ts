/** The paired randomisation test: what a difference would be if it did not matter which system a document's result is of. */

import type { Random } from "../core/index.js";
import { requireDocuments, requireResamples } from "./checks.js";
import { finite } from "./jackknife.js";

/** Two systems on the same documents. */
export interface Exchange {
  /** How many documents there are. */
  readonly size: number;
  /** The difference between the systems after the results of the documents marked with 1 were exchanged. */
  readonly difference: (exchanged: Uint8Array) => number;
  /** Documents where an exchange changes anything, if that is known. */
  readonly differing?: Int32Array | undefined;
}

/** What a randomisation test says. */
export interface RandomisationResult {
  /** The difference as it is, without an exchange. */
  readonly estimate: number;
  /** Two-sided, of the hypothesis that the systems' results are exchangeable. */
  readonly p: number;
  readonly n: number;
  /** How many assignments were looked at; all that there are where the method is exact. */
  readonly assignments: number;
  readonly method: "exact" | "sampled";
}

/** What is smaller by so much of the largest difference is as large but for rounding. */
const ROUNDING = 1e-10;

/**
 * Exchanges the results of the two systems at random, document by document, and counts how often the difference is at
 * least as large. All assignments are looked at when they are no more than those that would be drawn; else the one that
 * was observed is counted among them, which keeps the test valid at any number (Phipson & Smyth 2010).
 * @param options `random`: the same one gives the same draws, whatever it was used for before; `resamples`: how many,
 *   9,999 unless given
 * @throws StatisticsError without documents, or if a difference is not finite
 * @see Noreen 1989, Computer-intensive methods for testing hypotheses, chapter 2; Yeh 2000
 */
export function randomisationTest(
  exchange: Exchange,
  {
    random,
    resamples = 9999,
  }: { readonly random: Random; readonly resamples?: number | undefined },
): RandomisationResult {
  const { size, difference } = exchange;
  requireDocuments(size, 1);
  requireResamples(resamples);
  const movable = exchange.differing ?? Int32Array.from({ length: size }, (_, i) => i);
  const drawn = random.stream("exchanges");
  const exchanged = new Uint8Array(size);
  const estimate = finite(difference(exchanged), "the documents");

  // Exchanging all documents turns the sign, so that half of the assignments are enough.
  const exact = movable.length <= Math.log2(resamples) + 1;
  const others = exact ? 2 ** Math.max(0, movable.length - 1) - 1 : resamples;
  const sizes = new Float64Array(others + 1).fill(Math.abs(estimate));
  for (let r = 1; r <= others; r++) {
    for (let bit = 0; bit < movable.length; bit++)
      exchanged[movable[bit] as number] = exact ? (r >> bit) & 1 : drawn.below(2);
    sizes[r] = Math.abs(finite(difference(exchanged), "exchanged documents"));
  }
  const least = Math.abs(estimate) - ROUNDING * sizes.reduce((a, b) => Math.max(a, b));
  return {
    ...{ estimate, n: size, assignments: others + 1, method: exact ? "exact" : "sampled" },
    p: sizes.filter((found) => found >= least).length / (others + 1),
  };
}
