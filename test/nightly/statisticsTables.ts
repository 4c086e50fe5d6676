/** What was measured of the room `statistics`, as the tables of docs/statistics.md. */

import { markdownTable } from "../../src/cli/benchTable.js";
import { wilson } from "../../src/statistics/index.js";
import { replicationsOf, SIZES, STUDIES, type Study, type Tally } from "./statisticsCells.js";

/** Counts of every cell, committed. */
export const RECORD = "docs/statistics.json";

/** Tallies by the names of their cells. */
export type Cells = Record<string, Tally>;

/** Name of what a study measures with `n` documents. */
export const cellName = ({ name }: Study, n: number) => `${name}; ${n} documents`;

/** What is counted, and between which rates it must lie. */
export const BANDS = {
  interval: { low: 0.93, high: 0.97 },
  test: { low: 0.04, high: 0.06 },
} as const;

/** One method in one study: a rate for each number of documents. */
export interface Row {
  readonly study: string;
  readonly method: string;
  readonly rates: readonly number[];
}

/** Methods of one kind, study by study. */
export function rowsOf(cells: Cells, kind: keyof typeof BANDS): Row[] {
  return STUDIES.flatMap((study) => {
    const tallies = SIZES.map((n) => cells[cellName(study, n)] ?? {});
    return Object.keys(tallies[0] ?? {})
      .filter((method) => method.startsWith(`${kind}: `))
      .map((method) => ({
        study: study.name,
        method: method.slice(kind.length + 2),
        rates: SIZES.map((n, i) => (tallies[i]?.[method] ?? Number.NaN) / replicationsOf(n)),
      }));
  });
}

const percent = (rate: number, { low, high }: { low: number; high: number }) => {
  const figure = (100 * rate).toFixed(1);
  return rate >= low && rate <= high ? figure : `**${figure}**`;
};

function table(rows: readonly Row[], band: { low: number; high: number }): string {
  return markdownTable(
    ["what", "method", ...SIZES.map((n) => `n = ${n}`)],
    rows.map(({ study, method, rates }) => [
      study,
      method,
      ...rates.map((rate) => percent(rate, band)),
    ]),
    { left: [1] },
  );
}

/** Chance that Wilson's interval of `n` independent trials holds the share, from the binomial distribution itself. */
function wilsonCoverage(n: number, share: number): number {
  let coverage = 0;
  let chance = (1 - share) ** n;
  for (let hits = 0; hits <= n; hits++) {
    const { low, high } = wilson({ hits, trials: n });
    if (low <= share && share <= high) coverage += chance;
    chance *= ((n - hits) / (hits + 1)) * (share / (1 - share));
  }
  return coverage;
}

/** All tables. Rates outside of their band are bold. */
export function renderTables(cells: Cells): string {
  const independent = [0.5, 0.8, 0.95].map((share) => ({
    study: `a share of ${share}, n independent trials (exact)`,
    method: "Wilson",
    rates: SIZES.map((n) => wilsonCoverage(n, share)),
  }));
  return [
    "### Intervals of 95 %: how often they hold the truth, in %\n",
    table([...rowsOf(cells, "interval"), ...independent], BANDS.interval),
    "### Tests at 5 %: how often they find a difference that is not there, in %\n",
    table(rowsOf(cells, "test"), BANDS.test),
  ].join("\n");
}
