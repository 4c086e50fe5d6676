/** Votes: the classes of the neighbours as shares, and the class that wins. */

import type { Datastore } from "./datastore.js";
import { rowOf } from "./row.js";
import type { Neighbours } from "./search.js";
import type { KnnSettings } from "./settings.js";

/**
 * Shares of the classes among the neighbours of each query.
 *
 * With `weights: "distance"` a vote counts 1 / distance; where a neighbour is at distance zero, only those at
 * distance zero vote, with one each (scikit-learn's rule). With `prior`, the votes of a class are divided by
 * its share of the datastore before they are brought to a sum of one.
 * @returns shape [m, classes]; each row sums to one
 */
export function voteShares(
  { k, indices, distances }: Neighbours,
  { labels, classes }: Pick<Datastore, "labels" | "classes">,
  { weights, prior }: Pick<KnnSettings, "weights" | "prior">,
): Float64Array {
  const width = classes.length;
  const counts = new Float64Array(width);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const shares = new Float64Array((indices.length / k) * width);
  for (let query = 0; query < indices.length / k; query++) {
    const row = rowOf(shares, query, width);
    const votes = votesOf(rowOf(distances, query, k), weights);
    votes.forEach((vote, i) => {
      const label = labels[indices[query * k + i] as number] as number;
      row[label] = (row[label] as number) + vote;
    });
    // whole votes stay exact up to the division, so that equal votes give equal shares
    if (prior)
      row.forEach((votes, label) => {
        if (votes > 0) row[label] = (votes * labels.length) / (counts[label] as number);
      });
    const total = row.reduce((sum, value) => sum + value, 0);
    row.forEach((value, label) => {
      row[label] = value / total;
    });
  }
  return shares;
}

function votesOf(distances: Float64Array, weights: KnnSettings["weights"]): Float64Array {
  if (weights === "uniform") return new Float64Array(distances.length).fill(1);
  const inverse = distances.map((distance) => 1 / distance);
  if (!inverse.includes(Number.POSITIVE_INFINITY)) return inverse;
  return inverse.map((weight) => (weight === Number.POSITIVE_INFINITY ? 1 : 0));
}

/**
 * The class with the largest share in each row; equal shares go to the smallest class id.
 * @param shares shape [m, classes]
 */
export function winners(shares: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: shares.length / classes }, (_, query) => {
    const row = rowOf(shares, query, classes);
    return row.reduce((best, share, label) => (share > (row[best] as number) ? label : best), 0);
  });
}
