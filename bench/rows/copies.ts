/** What binary token labels cost beside all token labels, all in one process with alternating steps. */

import type { Row } from "../benchmark.js";

/** The row of 23 copies. */
export const COPIES_ROWS: readonly Row[] = [
  {
    name: "btl-fused",
    what: "BTL step with 23 copies, fused, MiniLM, 8 x 128",
    measurement: {
      rounds: 3,
      sides: { ours: { label: "raretag", command: "{node} {sides}/copies.js 23 10" } },
    },
    ours: "ours.fusedSeconds",
    theirs: "ours.allTokenLabelsSeconds",
    against: "all token labels",
    unit: "s",
    comparison: "ours / theirs",
    goal: { atMost: 1.05 },
    beside: [{ label: "23 literal copies, a step each", field: "ours.sequentialSeconds" }],
  },
];
