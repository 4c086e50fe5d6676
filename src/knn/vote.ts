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
  const queries = indices.length / k;
  const shares = new Float64Array(queries * width);
  for (let query = 0; query < queries; query++) {
    const row = rowOf(shares, query, width);
    const votes = votesOf(rowOf(distances, query, k), weights);
    const voted = new Set<number>();
    votes.forEach((vote, i) => {
      const label = labels[indices[query * k + i] as number] as number;
      row[label] = (row[label] as number) + vote;
      voted.add(label);
    });
    // whole votes stay exact up to the division, so that equal votes give equal shares
    if (prior)
      for (const label of voted)
        row[label] = ((row[label] as number) * labels.length) / (counts[label] as number);
    let total = 0;
    for (const label of voted) total += row[label] as number;
    for (const label of voted) row[label] = (row[label] as number) / total;
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
  const best = new Int32Array(shares.length / classes);
  for (let query = 0, at = 0; query < best.length; query++, at += classes) {
    let winner = 0;
    for (let label = 1; label < classes; label++)
      if ((shares[at + label] as number) > (shares[at + winner] as number)) winner = label;
    best[query] = winner;
  }
  return best;
}
