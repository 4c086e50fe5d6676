/** Differences with their intervals, one below the other. */

import type * as Plot from "@observablehq/plot";
import {
  COLUMN,
  columns,
  isNarrow,
  type PlotModule,
  printable,
  shorten,
} from "../../../page/index.js";
import type { Interval } from "../../../statistics/index.js";
import { signed } from "../wording.js";

/** A row of a forest. */
export interface ForestRow {
  readonly name: string;
  readonly difference: number;
  readonly interval: Interval | null;
  /** Whether it stands after correction. */
  readonly stands: boolean;
}

const ROW = 20;

/** @param rows from top to bottom */
export function plotForest(
  { dot, ruleX, ruleY, axisX }: PlotModule,
  { rows, label }: { readonly rows: readonly ForestRow[]; readonly label: string },
  width: number,
): Plot.PlotOptions {
  const named = (row: number) =>
    shorten(printable((rows[row] as ForestRow).name), isNarrow(width) ? 18 : 42);
  const widest = Math.max(...rows.map((_, row) => columns(named(row))));
  const items = rows.map((row, y) => ({
    ...{ y, at: row.difference, stands: row.stands },
    low: row.interval?.low ?? row.difference,
    high: row.interval?.high ?? row.difference,
  }));
  const reach = Math.max(0.01, ...items.flatMap(({ low, high }) => [-low, high])) * 1.05;
  const least = Math.min(0, ...items.map(({ low }) => low)) * 1.05;
  const most = Math.max(0, ...items.map(({ high }) => high)) * 1.05;
  return {
    ...{ height: rows.length * ROW + 62, marginTop: 8, marginBottom: 44 },
    ...{ marginLeft: 12 + COLUMN * widest, marginRight: 16 },
    x: { domain: [Math.min(least, -0.1 * reach), Math.max(most, 0.1 * reach)] },
    y: {
      type: "band",
      domain: rows.map((_, row) => row),
      ...{ tickFormat: named, tickSize: 0, label: null },
    },
    marks: [
      axisX({
        ...{ ticks: isNarrow(width) ? 3 : 6, tickSize: 3, tickFormat: signed },
        ...{ label, labelAnchor: "center", labelArrow: "none" },
      }),
      ruleX([0], { stroke: "var(--thread-strong)" }),
      ruleY(items, { y: "y", x1: "low", x2: "high", stroke: "var(--ink)", strokeWidth: 1.3 }),
      dot(items, {
        ...{ x: "at", y: "y", r: 4, stroke: "var(--ink)", strokeWidth: 1.3 },
        fill: ({ stands }: { stands: boolean }) => (stands ? "var(--ink)" : "var(--paper)"),
      }),
    ],
  };
}
