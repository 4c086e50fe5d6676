/** Time and memory of an audit of a large corpus. */

import type { Measurement, Row } from "../benchmark.js";

const measurement: Measurement = {
  rounds: 3,
  sides: { ours: { label: "raretag", command: "{node} {sides}/audit.js 10000" } },
};

/** The audit of 10,000 invented documents of 300 words with 40 mentions each. */
export const AUDIT_ROWS: readonly Row[] = [
  {
    name: "audit-time",
    what: "`raretag audit` of 10,000 documents with 400,000 mentions, reading included",
    measurement,
    ours: "ours.auditSeconds",
    unit: "s",
    comparison: "ours",
    goal: { atMost: 60 },
  },
  {
    name: "audit-memory",
    what: "peak memory of that",
    measurement,
    ours: "ours.peakMemoryMiB",
    unit: "MiB",
    comparison: "ours",
    goal: { atMost: 953 }, // 1 GB
  },
];
