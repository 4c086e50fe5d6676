/** Whether the words that an explanation names are those that the model needs: they are blanked out, or all others are. */

import type { Random } from "../core/index.js";
import type { ReadDocument } from "./explainer.js";
import type { Explanation } from "./explanation.js";

/**
 * Which words are ranked and blanked out: `all` of the context, or those `outside` of the mention, whose own words then
 * stay.
 */
export const POOLS = ["all", "outside"] as const;

/** One of {@link POOLS}. */
export type Pool = (typeof POOLS)[number];

/** How faithfulness is measured. */
export interface FaithfulnessOptions {
  readonly pool: Pool;
  /** Shares of the pool that are taken from the top; at least one word. Those of ERASER unless given. */
  readonly shares?: readonly number[] | undefined;
  /** Where orders of chance are drawn from. */
  readonly random: Random;
  /** How many of them; 1 unless given. */
  readonly orders?: number | undefined;
}

/** What is left of the probability of the type. */
export interface CurvePoint {
  readonly share: number;
  /** Words that are taken from the top. */
  readonly words: number;
  /** Probability without these words. */
  readonly without: number;
  /** Probability with these words alone (of the pool). */
  readonly only: number;
}

/** Means over the points of a curve: areas over the perturbation curve. */
export interface Faithfulness {
  /** Probability of the type with all words. */
  readonly full: number;
  /** By how much it falls without the top words; high is faithful. */
  readonly comprehensiveness: number;
  /** By how much it falls with the top words alone; low is faithful. */
  readonly sufficiency: number;
  readonly curve: readonly CurvePoint[];
  /** The same for words in an order of chance, the mean over the orders. */
  readonly chance: { readonly comprehensiveness: number; readonly sufficiency: number };
}

/** Of DeYoung et al. 2020. */
const ERASER_SHARES = [0.01, 0.05, 0.1, 0.2, 0.5];

/**
 * Comprehensiveness and sufficiency of the ranking of words by their attribution, beside rankings of chance.
 * @returns undefined for an empty pool: a text that is nothing but the mention
 * @see DeYoung et al. 2020, ERASER, equations 1 and 2, and their aggregation in section 4.2
 */
export async function measureFaithfulness(
  read: Pick<ReadDocument, "probabilitiesWithout">,
  explanation: Explanation,
  { pool, shares = ERASER_SHARES, random, orders = 1 }: FaithfulnessOptions,
): Promise<Faithfulness | undefined> {
  const words = explanation.context.filter(({ inMention }) => pool === "all" || !inMention);
  if (words.length === 0) return undefined;
  const ranked = words.toSorted((a, b) => b.attribution - a.attribution).map(({ word }) => word);
  const drawn = Array.from({ length: orders }, (_, order) =>
    random.stream("order", order).shuffled(ranked),
  );
  const sizes = shares.map((share) => Math.max(1, Math.round(share * words.length)));
  const rankings = [ranked, ...drawn];
  const blanked = rankings.flatMap((ranking) =>
    sizes.flatMap((size) => [ranking.slice(0, size), ranking.slice(size)]),
  );
  const [full = 0, ...left] = await read.probabilitiesWithout(explanation, [[], ...blanked]);
  const curves = rankings.map((_, r) =>
    sizes.map((size, i): CurvePoint => {
      const at = 2 * (r * sizes.length + i);
      return {
        ...{ share: shares[i] as number, words: size },
        ...{ without: left[at] as number, only: left[at + 1] as number },
      };
    }),
  );
  const [curve = [], ...chance] = curves;
  const drops = (points: readonly CurvePoint[], of: "without" | "only") =>
    mean(points.map((point) => full - point[of]));
  return {
    ...{ full, curve },
    comprehensiveness: drops(curve, "without"),
    sufficiency: drops(curve, "only"),
    chance: {
      comprehensiveness: mean(chance.map((points) => drops(points, "without"))),
      sufficiency: mean(chance.map((points) => drops(points, "only"))),
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
