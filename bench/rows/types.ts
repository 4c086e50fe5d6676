/** Cost by number of types: the same text with 41, 500 and 2,000 synthetic types. */

import type { FieldPath, Measurement, Row } from "../benchmark.js";

const COUNTS = [41, 500, 2000] as const;
const FIRST = COUNTS[0];
const LAST = COUNTS[2];

const measurement: Measurement = {
  rounds: 3,
  sides: Object.fromEntries(
    COUNTS.map((count) => [
      `types${count}`,
      { label: `${count} types`, command: `{node} {sides}/types.js ${count} {corpus} {encoder}` },
    ]),
  ),
};

const PARTS = [
  ["step", "fused BTL step with softmax head", 1.2],
  ["knn", "decoding by nearest neighbours", 6],
  ["annotate", "annotating documents", 2],
] as const;

/** A row for each part of the work and each count above the first; the largest has the goal. */
export const TYPES_ROWS: readonly Row[] = COUNTS.slice(1).flatMap((count) =>
  PARTS.map(([part, what, most]): Row => {
    const field = (types: number): FieldPath => `types${types}.${part}Seconds`;
    return {
      name: `types-${count}-${part}`,
      what: `${what}, ${count} types against ${FIRST}`,
      measurement,
      ours: field(count),
      theirs: field(FIRST),
      unit: "s",
      comparison: "ours / theirs",
      ...(count === LAST ? { goal: { atMost: most } } : {}),
    };
  }),
);
