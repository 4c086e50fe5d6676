/** Predicted against empirical shares of classes, both on logarithmic scales. */

import type * as Plot from "@observablehq/plot";
import { isNarrow, type PlotModule } from "../../../page/index.js";
import { lookOf } from "./series.js";

/** A class of one system. */
export interface SharePlace {
  readonly gold: number;
  readonly predicted: number;
}

/** @param series of each system its classes that are in the gold */
export function plotShares(
  { dot, link, text, axisX, axisY, ruleY }: PlotModule,
  series: readonly (readonly SharePlace[])[],
  width: number,
): Plot.PlotOptions {
  const shares = series.flat().flatMap(({ gold, predicted }) => [gold, predicted]);
  const power = Math.floor(Math.log10(Math.min(0.1, ...shares.filter((share) => share > 0))));
  const least = 10 ** power;
  // One step lower stand the classes that are never predicted.
  const never = least / 4;
  const ticks = Array.from({ length: 1 - power }, (_, i) => 10 ** (power + i));
  const size = Math.min(width, 440);
  const named = (share: number) => `${Number((100 * share).toPrecision(1))} %`;
  return {
    ...{ height: size, marginLeft: 56, marginRight: width - size + 16 },
    ...{ marginTop: 24, marginBottom: 42 },
    x: { type: "log", domain: [least, 1] },
    y: { type: "log", domain: [never * 0.8, 1] },
    symbol: { type: "identity" },
    marks: [
      ruleY([least], { stroke: "var(--rule)" }),
      link([0], { x1: least, y1: least, x2: 1, y2: 1, stroke: "var(--thread-strong)" }),
      axisX(isNarrow(width) ? ticks.filter((_, i) => i % 2 === 0) : ticks, {
        ...{ tickSize: 3, tickFormat: named, label: "share in the gold" },
        ...{ labelAnchor: "center", labelArrow: "none" },
      }),
      // Plot's own axis leaves out what is no power of ten.
      text([never], {
        ...{ y: (share: number) => share, text: () => "never", frameAnchor: "left" },
        ...{ textAnchor: "end", dx: -9 },
      }),
      axisY(ticks, {
        ...{ tickSize: 3, tickFormat: named, label: "predicted", labelArrow: "none" },
      }),
      ...series.map((places, s) => {
        const { stroke, fill, symbol } = lookOf(s);
        return dot(
          places.map(({ gold, predicted }) => ({ x: gold, y: predicted || never })),
          { x: "x", y: "y", r: 3.4, symbol: () => symbol, stroke, fill, strokeWidth: 1.2 },
        );
      }),
    ],
  };
}
