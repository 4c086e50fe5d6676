/** How long the command line takes to start. */

import type { Row } from "../benchmark.js";

const started = (name: string, what: string, args: string, most: number): Row => ({
  name,
  what,
  measurement: {
    rounds: 10,
    sides: { ours: { label: "raretag", command: `{node} {cli} ${args}`, read: () => ({}) } },
  },
  ours: "ours.wallSeconds",
  unit: "s",
  comparison: "ours",
  goal: { atMost: most },
});

/** Help, and one sentence. */
export const START_ROWS: readonly Row[] = [
  started("start-help", "`raretag --help`", "--help", 0.15),
  started(
    "start-annotate",
    "`raretag annotate` of one sentence, MiniLM",
    "annotate --model {model} --format jsonl {sentence}",
    1,
  ),
];
