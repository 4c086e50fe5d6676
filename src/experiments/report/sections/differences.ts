/** Paired differences to baselines: a forest and a table for each score. */

import { count, counted } from "../../../page/index.js";
import { SCORES, type ScoreName } from "../../scores.js";
import type { Comparison, Family } from "../analysis/comparisons.js";
import { type Block, type Cell, paragraph } from "../blocks.js";
import { plotForest } from "../plots/forest.js";
import { decimals, interval, NONE, pValue, score, signed } from "../wording.js";

/** Scores that are drawn, too. */
const DRAWN: readonly ScoreName[] = ["unweightedAccuracy", "macroF1", "runMicroF1"];
/** Most rows of a forest. */
const ROWS = 40;
/** What is below stands after correction. */
const LEVEL = 0.05;

/** Blocks on a family of tests. @param options `id`: begins the ids of tables and plots */
export function differenceBlocks(
  { comparisons, resamples }: Family,
  { id }: { readonly id: string },
): Block[] {
  const scores = [...new Set(comparisons.map((comparison) => comparison.score))];
  const pairs = new Set(comparisons.map(({ system, baseline }) => `${system}\n${baseline}`)).size;
  const resampled = comparisons.some((comparison) => comparison.resampled !== null);
  const repeated = comparisons.some(({ repetitions }) => repetitions > 1);
  const words = `The family that p-values are corrected for (Holm) has ${counted(comparisons.length, "test")}: ${counted(pairs, "pair")} of systems in ${counted(scores.length, "score")}. p: approximate randomisation by document, ${count(resamples)} exchanges or all that there are. Intervals of 95 %, uncorrected: jackknife over documents, Student's t; with fewer than 5 differing documents they are not to be relied on. Effect: the difference by the standard deviation of what single documents add to it (Cohen's d for pairs, of jackknife pseudo-values).${repeated ? " All of this is about other documents for the same trained models; of other seeds the standard deviation of the differences of single seeds tells." : ""}${resampled ? " Corrected resampled t-test: over splits and folds, whose training parts overlap (Nadeau & Bengio 2003); not corrected for the family, and cautious on folds." : ""}`;
  return [
    paragraph(words),
    ...scores.flatMap((name) => {
      const rows = comparisons.filter((comparison) => comparison.score === name);
      return [
        ...(DRAWN.includes(name) ? [forest(name, rows, `${id}-${name}-plot`)] : []),
        table(name, rows, `${id}-${name}-table`),
      ];
    }),
  ];
}

function forest(name: ScoreName, rows: readonly Comparison[], id: string): Block {
  const size = ({ comparison }: Comparison) => Math.abs(comparison.difference);
  const largest = new Set([...rows].sort((a, b) => size(b) - size(a)).slice(0, ROWS));
  const shown = rows.filter((row) => largest.has(row));
  const { title } = SCORES[name];
  const best = rows.reduce((a, b) => (b.comparison.difference > a.comparison.difference ? b : a));
  const label = `difference in ${title}`;
  return {
    kind: "figure",
    figure: {
      ...{ id, title: `Difference to the baseline: ${title}` },
      alternative: `${counted(rows.length, "difference")}; the largest is ${signed(best.comparison.difference)}, of ${best.system}. The table below has the numbers.`,
      caption: `Filled: p below ${LEVEL} after Holm's correction. Lines are 95 % intervals, uncorrected.${shown.length < rows.length ? ` The ${shown.length} largest of ${rows.length} differences.` : ""}`,
      plot: (plot, width) =>
        plotForest(
          plot,
          {
            label,
            rows: shown.map(({ system, comparison, adjusted }) => ({
              ...{ name: system, difference: comparison.difference },
              ...{ interval: comparison.interval, stands: adjusted < LEVEL },
            })),
          },
          width,
        ),
    },
  };
}

interface Column {
  readonly head: string;
  readonly text?: true;
  readonly cell: (row: Comparison) => Cell;
}

const COLUMNS: readonly Column[] = [
  { head: "System", text: true, cell: ({ system }) => system },
  { head: "Baseline", text: true, cell: ({ baseline }) => baseline },
  {
    head: "Scores",
    cell: ({ comparison: { a, b } }) => [score(a), `baseline ${score(b)}`],
  },
  {
    head: "Difference",
    cell: ({ comparison }) => [
      signed(comparison.difference),
      interval(comparison.interval, signed),
    ],
  },
  {
    head: "p",
    cell: ({ comparison: { p, pMethod } }) => [pValue(p), pMethod.split(", ")[1] ?? ""],
  },
  { head: "p, Holm", cell: ({ adjusted }) => pValue(adjusted) },
  { head: "Effect", cell: ({ effect }) => decimals(effect, 2) },
  {
    head: "Documents that differ",
    cell: ({ comparison: { differing, n } }) => `${count(differing)} of ${count(n)}`,
  },
];

const REPEATED: readonly Column[] = [
  { head: "Runs of both", cell: ({ repetitions }) => count(repetitions) },
  {
    head: "sd between seeds",
    cell: ({ seeds: { deviation, n } }) => [score(deviation), counted(n, "seed")],
  },
];

const RESAMPLED: Column = {
  head: "p, corrected resampled t",
  cell: ({ resampled }) =>
    resampled ? [pValue(resampled.p), counted(resampled.n, "split")] : NONE,
};

function table(name: ScoreName, rows: readonly Comparison[], id: string): Block {
  const resampled = rows.some((row) => row.resampled !== null);
  const repeated = rows.some(({ repetitions }) => repetitions > 1);
  const shown = [...COLUMNS, ...(repeated ? REPEATED : []), ...(resampled ? [RESAMPLED] : [])];
  return {
    ...{ kind: "table", id, caption: `Differences in ${SCORES[name].title}`, complete: true },
    columns: shown.map(({ head, text }) => ({ head, ...(text ? { text } : {}) })),
    rows: rows.map((row) => shown.map(({ cell }) => cell(row))),
  };
}
