/** Lines over a number, one for each system: learning curves, calibration. */

import type * as Plot from "@observablehq/plot";
import { isNarrow, type PlotModule } from "../../../page/index.js";
import { lookOf } from "./series.js";

/** A place on a line. */
export interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** What is drawn. */
export interface Lines {
  readonly series: readonly (readonly LinePoint[])[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** `square`: both scales from 0 to 1, with the diagonal. */
  readonly shape: "wide" | "square";
}

/** Draws each series with its own sign and line. */
export function plotLines(
  { line, dot, ruleX, link, axisX, axisY }: PlotModule,
  { series, xLabel, yLabel, shape }: Lines,
  width: number,
): Plot.PlotOptions {
  const square = shape === "square";
  const narrow = isNarrow(width);
  const size = Math.min(width, 420);
  const whole = series.flat().every(({ x }) => Number.isInteger(x));
  const xs = [...new Set(series.flat().map(({ x }) => x))].sort((a, b) => a - b);
  return {
    ...{
      height: square ? size : 280,
      marginLeft: 48,
      marginRight: square ? width - size + 16 : 16,
    },
    ...{ marginTop: 28, marginBottom: 42 },
    x: square ? { domain: [0, 1] } : { nice: !whole },
    y: square ? { domain: [0, 1] } : { nice: true },
    symbol: { type: "identity" },
    marks: [
      ...(square
        ? [link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "var(--thread-strong)" })]
        : []),
      axisX({
        ...(whole && xs.length <= 12 ? { ticks: xs } : { ticks: narrow ? 4 : 8 }),
        ...{ tickFormat: (x: number) => String(Number(x.toFixed(2))), tickSize: 3 },
        ...{ label: xLabel, labelAnchor: "center", labelArrow: "none" },
      }),
      axisY({ ticks: 5, tickSize: 3, label: yLabel, labelArrow: "none" }),
      ...series.flatMap((points, s) => {
        const { stroke, fill, symbol, dashes } = lookOf(s);
        const ranged = points.filter(({ low }) => low !== undefined);
        return [
          ruleX(ranged, { x: "x", y1: "low", y2: "high", stroke, strokeOpacity: 0.6 }),
          line(points, { x: "x", y: "y", stroke, strokeWidth: 1.5, strokeDasharray: dashes }),
          dot(points, { x: "x", y: "y", r: 3.4, symbol: () => symbol, stroke, fill }),
        ];
      }),
    ],
  };
}
