/** How neighbours are found and how they vote. */

/** Distances that neighbours can be ranked by. */
export const METRICS = ["euclidean", "cosine"] as const;
/** Ways to weigh the vote of a neighbour. */
export const WEIGHTS = ["uniform", "distance"] as const;

/** `cosine` is one minus the cosine; the distance from or to a vector of zeros is one. */
export type Metric = (typeof METRICS)[number];

/** What a model stores about its neighbours, besides the datastore. */
export interface KnnSettings {
  /** How many neighbours vote. */
  readonly k: number;
  readonly metric: Metric;
  /** Equal votes, or votes of one by the distance. */
  readonly weights: (typeof WEIGHTS)[number];
  /** Whether the votes of a class are divided by its share of the datastore. */
  readonly prior: boolean;
}
