/** Types in three groups by how often they were annotated in the training part. */

import { pool, type SystemPair } from "./comparisons.js";
import { intervalOf } from "./difference.js";
import { type Estimate, estimate } from "./estimate.js";
import { type Done, doneOf, type System, sharedBy } from "./systems.js";

/** A group of types. */
export interface TypeGroup {
  readonly name: string;
  /** With the mentions that part it from the others. */
  readonly title: string;
  readonly holds: (mentions: number) => boolean;
}

/** Every group; each type is in one. */
export const GROUPS: readonly TypeGroup[] = [
  { name: "rare", title: "rare, below 30 training mentions", holds: (n) => n < 30 },
  { name: "medium", title: "medium, 30 to 300", holds: (n) => n >= 30 && n <= 300 },
  { name: "frequent", title: "frequent, above 300", holds: (n) => n > 300 },
];

/**
 * Mentions of each type in the training part, the mean where there are several; types that only the test part has are
 * not in it.
 */
export function trainingMentions(repetitions: readonly Done[]): ReadonlyMap<string, number> {
  const records = new Map(repetitions.map(({ record }) => [record.material.train, record]));
  const sums = new Map<string, number>();
  for (const { training } of records.values())
    for (const [type, { mentions }] of Object.entries(training))
      sums.set(type, (sums.get(type) ?? 0) + mentions / records.size);
  return sums;
}

/** Scores of types that are about as frequent in the training part. */
export interface GroupAnalysis {
  readonly title: string;
  /** Types with gold support. */
  readonly types: readonly string[];
  readonly systems: readonly {
    readonly name: string;
    readonly recall: Estimate;
    readonly f1: Estimate;
    /** To the system's baseline, where it has one. */
    readonly recallDifference: ReturnType<typeof intervalOf>;
    readonly f1Difference: ReturnType<typeof intervalOf>;
  }[];
}

/** Scores each group of types. @param options `support`: training mentions by type */
export function groupTypes(
  systems: readonly System[],
  {
    pairs,
    support,
  }: { readonly pairs: readonly SystemPair[]; readonly support: ReadonlyMap<string, number> },
): GroupAnalysis[] {
  const pooled = systems.map((system) => {
    const pair = pairs.find((one) => one.system === system);
    const [mine = [], others = []] = pair ? sharedBy([system, pair.baseline]) : [];
    return {
      name: system.name,
      counts: pool(system, doneOf(system)),
      both:
        pair && mine.length > 0
          ? { system: pool(system, mine), baseline: pool(pair.baseline, others) }
          : undefined,
    };
  });
  const gold = new Set(
    pooled.flatMap(({ counts }) =>
      Object.entries(counts.counts.words).flatMap(([type, { gold }]) =>
        gold.some((n) => n > 0) ? [type] : [],
      ),
    ),
  );
  const types = [...gold].sort();
  return GROUPS.map(({ title, holds }) => {
    const only = new Set(types.filter((type) => holds(support.get(type) ?? 0)));
    return {
      ...{ title, types: [...only] },
      systems: pooled.map(({ name, counts, both }) => ({
        name,
        recall: estimate("unweightedAccuracy", counts, { only }),
        f1: estimate("macroF1", counts, { only }),
        recallDifference: both && intervalOf("unweightedAccuracy", both, { only }),
        f1Difference: both && intervalOf("macroF1", both, { only }),
      })),
    };
  });
}
