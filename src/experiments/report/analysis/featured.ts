/** The few systems that details are shown of. */

import type { ScoreName } from "../../scores.js";
import type { SystemPair } from "./comparisons.js";
import type { SystemResult } from "./results.js";
import { doneOf, type System } from "./systems.js";

/** How many systems details are shown of. */
const FEATURED = 4;

/** The best systems by a score, after the baseline of the best; only complete ones, where there are any. */
export function feature(
  systems: readonly System[],
  options: {
    readonly results: readonly SystemResult[];
    readonly pairs: readonly SystemPair[];
    readonly by: ScoreName;
  },
): System[] {
  const { results, pairs, by } = options;
  const value = (system: System) =>
    results.find(({ name }) => name === system.name)?.scores[by].value ?? -1;
  const complete = systems.filter((system) => doneOf(system).length === system.planned.length);
  const ranked = [...(complete.length > 0 ? complete : systems)].sort(
    (a, b) => value(b) - value(a),
  );
  const first =
    pairs.find(({ system }) => system === ranked[0])?.baseline ??
    pairs.find(({ baseline }) => ranked.includes(baseline))?.baseline;
  const others = ranked.filter((system) => system !== first);
  return [...(first ? [first] : []), ...others].slice(0, FEATURED);
}
