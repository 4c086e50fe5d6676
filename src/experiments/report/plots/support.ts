/** Recall of each type by how often it is annotated, of two systems: from a ring to a dot. */

import type * as Plot from "@observablehq/plot";
import { decades, isNarrow, type PlotModule, stepsOf } from "../../../page/index.js";
import { lookOf } from "./series.js";

/** A type of two systems. */
export interface SupportPlace {
  readonly support: number;
  readonly from: number;
  readonly to: number;
}

/** Where types without a mention stand. */
const NEVER = 0.5;

/** @param options `label`: what support counts */
export function plotSupport(
  plot: PlotModule,
  { places, label }: { readonly places: readonly SupportPlace[]; readonly label: string },
  width: number,
): Plot.PlotOptions {
  const { dot, link, ruleY, text, axisY } = plot;
  const items = places.map((place) => ({ ...place, x: Math.max(NEVER, place.support) }));
  const never = items.some(({ support }) => support < 1);
  const largest = Math.max(10, ...items.map(({ x }) => x));
  const steps = [...(never ? [NEVER] : []), ...decades(largest)];
  const looks = [lookOf(0), lookOf(1)] as const;
  return {
    ...{ height: isNarrow(width) ? 280 : 340, marginLeft: 36, marginRight: 16 },
    ...{ marginTop: 12, marginBottom: 44 },
    x: { type: "log", axis: null, domain: [never ? NEVER * 0.9 : 1, largest * 1.1] },
    y: { domain: [0, 1] },
    symbol: { type: "identity" },
    marks: [
      ruleY([0.2, 0.4, 0.6, 0.8, 1], { stroke: "var(--rule)" }),
      ruleY([0], { stroke: "var(--ink)" }),
      stepsOf(plot, steps, "bottom"),
      text([label], { frameAnchor: "bottom", dy: 34 }),
      axisY([0, 0.2, 0.4, 0.6, 0.8, 1], {
        ...{ tickSize: 0, label: null, tickFormat: (share: number) => share.toFixed(1) },
      }),
      link(items, {
        ...{ x1: "x", x2: "x", y1: "from", y2: "to", stroke: "var(--thread-strong)" },
      }),
      ...(["from", "to"] as const).map((y, i) => {
        const { stroke, fill } = looks[i] as (typeof looks)[0];
        return dot(items, { x: "x", y, r: 3.4, stroke, fill, strokeWidth: 1.2 });
      }),
    ],
  };
}
