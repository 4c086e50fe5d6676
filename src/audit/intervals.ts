/** How much a measured recall can say, by the number of mentions that it was measured on. */

import type { AuditReport } from "./report.js";

/** Two-sided 95 % of the standard normal. */
const Z = 1.959963984540054;
/** An interval of at most this width tells a recall of .5 from one of .4 or .6. */
const USEFUL_WIDTH = 0.2;
/** Supports of the curve. */
const CURVE = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000];

/**
 * Width of the 95 % interval of a proportion. 1 without observations.
 * @param proportion where the interval is asked for; 0.5, where it is widest, unless given
 * @see Wilson 1927, Probable inference, the law of succession, and statistical inference
 */
export function wilsonWidth(observations: number, proportion = 0.5): number {
  if (observations === 0) return 1;
  const z2 = Z * Z;
  const variance = (proportion * (1 - proportion)) / observations + z2 / (4 * observations ** 2);
  return (2 * Z * Math.sqrt(variance)) / (1 + z2 / observations);
}

/** Smallest number of observations whose interval is at most so wide. */
export function supportFor(width: number): number {
  // At one half the width is z / sqrt(n + z^2).
  return Math.max(1, Math.ceil((Z / width) ** 2 - Z * Z));
}

/** Widths by support, for types with their supports in the part that is scored. */
export function describeIntervals(
  supports: ReadonlyMap<string, number>,
  of: Pick<AuditReport["intervals"], "of" | "share">,
): AuditReport["intervals"] {
  return {
    ...of,
    smallestSupport: supportFor(USEFUL_WIDTH),
    usefulWidth: USEFUL_WIDTH,
    curve: CURVE.map((support) => ({ support, width: wilsonWidth(support) })),
    types: Object.fromEntries(
      Array.from(supports, ([type, support]) => [type, { support, width: wilsonWidth(support) }]),
    ),
  };
}
