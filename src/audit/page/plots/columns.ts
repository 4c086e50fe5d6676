/** How many things have how much of something: columns with their numbers on top. */

import type * as Plot from "@observablehq/plot";
import { count, isNarrow, type PlotModule, shortCount } from "../../../page/index.js";

/** @param values entry n counts what has n; their order is that of the columns */
export function plotColumns(
  { rectY, ruleY, text, axisX, ruleX }: PlotModule,
  options: {
    readonly values: readonly number[];
    readonly xLabel: string;
    /** First n to show. */
    readonly first: number;
    /** A place on the scale with its name. */
    readonly mark?: { readonly at: number; readonly name: string };
  },
  width: number,
): Plot.PlotOptions {
  const { values, xLabel, first, mark } = options;
  const bars = values.map((value, n) => ({ n, value })).slice(first);
  const step = Math.ceil(bars.length / (isNarrow(width) ? 12 : 30));
  const shown = bars.filter((_, i) => i % step === 0);
  return {
    ...{ height: 210, marginTop: 30, marginLeft: 8, marginRight: 8, marginBottom: 38 },
    x: { type: "linear", domain: [first - 0.5, Math.max(values.length, first + 1) - 0.5] },
    y: { axis: null, domain: [0, 1.15 * Math.max(1, ...values)] },
    marks: [
      rectY(bars, {
        ...{ x1: (bar: { n: number }) => bar.n - 0.5, x2: (bar: { n: number }) => bar.n + 0.5 },
        ...{ y: "value", inset: bars.length > 60 ? 0 : 1, fill: "var(--bar)" },
      }),
      ruleY([0], { stroke: "var(--ink)" }),
      axisX(
        shown.map(({ n }) => n),
        {
          tickSize: 0,
          tickFormat: count,
          label: xLabel,
          labelAnchor: "center",
          labelArrow: "none",
        },
      ),
      ...(step > 1
        ? []
        : [
            text(bars, {
              ...{ x: "n", y: "value", dy: -8, fill: "var(--muted)" },
              text: ({ value }: { value: number }) => shortCount(value),
            }),
          ]),
      ...(mark === undefined
        ? []
        : [
            ruleX([mark.at], { stroke: "var(--ink)", strokeDasharray: "3,3", insetTop: -6 }),
            text([mark], {
              ...{ x: "at", frameAnchor: "top", dy: -20, text: "name", fontWeight: "600" },
            }),
          ]),
    ],
  };
}
