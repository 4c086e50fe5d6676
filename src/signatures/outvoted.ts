/** Types that the vote of the nearest neighbours cannot choose, because the datastore has too few of their pieces. */

import type { Config } from "../config/index.js";
import type { Signature } from "./signature.js";
import { count, list } from "./wording.js";

/** The vote and who can take part. */
export interface Electorate {
  readonly knn: Config["decode"]["knn"];
  /** Pieces of each type in the datastore; with several labels a type, of its most frequent one, as labels are voted for. */
  readonly pieces: Readonly<Record<string, number>>;
  /** Pieces without a type. */
  readonly outside: number;
}

/**
 * Tells types that lose even where every piece of theirs is among the neighbours, if all the others agree on `O`. Of the
 * formula of the vote nothing is estimated, so there is no threshold: a type of n pieces has n votes and its rival k - n,
 * each divided by the share of the class if `prior` is set, and `O` wins a tie as it comes first. Where the others disagree
 * a type may win with less. Votes by distance have no such bound.
 */
export function outvoted({ knn, pieces, outside }: Electorate): Signature[] {
  const { k, weights, prior } = knn;
  if (weights === "distance") return [];
  const wins = (n: number) => {
    const votes = Math.min(n, k);
    const rivals = k - votes;
    return prior ? votes / n > rivals / outside : votes > rivals;
  };
  const lost = Object.entries(pieces)
    .filter(([, n]) => n > 0 && !wins(n))
    .sort(([s, a], [t, b]) => a - b || (s < t ? -1 : 1));
  const [least] = lost;
  if (!least) return [];
  const types = lost.map(([type]) => type);
  const largest = 2 * least[1] - 1;
  return [
    {
      code: "outvoted",
      severity: "warning",
      message: `${count(types.length, "type")} (${list(types)}) cannot have the majority of ${k} neighbours: the rarest, ${least[0]}, has ${count(least[1], "piece")} in the datastore`,
      advice: prior
        ? "Ask fewer neighbours with decode.knn.k, or decode by argmax"
        : `Set decode.knn.prior=true, ask at most ${count(largest, "neighbour")} with decode.knn.k, or decode by argmax`,
      numbers: { k, types: types.length, pieces: least[1] },
      types,
    },
  ];
}
