/** Which types meet: a triangle of numbers with shades of five steps. */

import type * as Plot from "@observablehq/plot";
import {
  COLUMN,
  columns,
  isNarrow,
  type PlotModule,
  printable,
  shortCount,
  shorten,
} from "../../../page/index.js";

/** How often a pair of types meets; undefined where that is not known. */
export type Meet = (first: number, second: number) => number | undefined;

/** How many types fit into a drawing. */
export function pairsThatFit(width: number): number {
  return isNarrow(width) ? 8 : 20;
}

/** @param types in the order of rows, as many as fit */
export function plotPairs(
  { cell, text, axisX, axisY }: PlotModule,
  { types, meet }: { readonly types: readonly string[]; readonly meet: Meet },
  width: number,
): Plot.PlotOptions {
  const label = (type: number) =>
    shorten(printable(types[type] as string), isNarrow(width) ? 12 : 22);
  const margin = 12 + COLUMN * Math.max(...types.map((_, type) => columns(label(type))));
  const size = Math.min(34, (width - margin - 8) / types.length);
  const cells = types.flatMap((_, row) =>
    types.slice(0, row + 1).map((_, column) => ({ row, column, value: meet(row, column) })),
  );
  const largest = Math.max(1, ...cells.map(({ value }) => value ?? 0));
  const shade = (value = 0) => Math.ceil(5 * Math.sqrt(value / largest));
  const order = types.map((_, type) => type);
  return {
    ...{ marginLeft: margin, marginTop: 4, marginBottom: margin },
    ...{
      marginRight: Math.max(4, width - margin - size * types.length),
      height: margin + 4 + size * types.length,
    },
    padding: 0.06,
    x: { type: "band", domain: order },
    y: { type: "band", domain: order },
    marks: [
      cell(cells, {
        ...{ x: "column", y: "row" },
        fill: ({ value }: { value?: number }) => `var(--heat-${shade(value)})`,
      }),
      text(cells, {
        ...{ x: "column", y: "row", fontSize: 10.5 },
        text: ({ value }: { value?: number }) => (value === undefined ? "" : shortCount(value)),
        fill: ({ value }: { value?: number }) => `var(--on-heat-${shade(value)})`,
      }),
      axisY({ tickFormat: label, tickSize: 0, label: null }),
      axisX({ tickFormat: label, tickSize: 0, label: null, tickRotate: -90, anchor: "bottom" }),
    ],
  };
}
