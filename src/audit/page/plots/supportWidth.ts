/** How wide the interval of a score is by the number of mentions behind it, and where the types stand. */

import type * as Plot from "@observablehq/plot";
import {
  count,
  decades,
  isNarrow,
  type PlotModule,
  printable,
  shorten,
  stepsOf,
} from "../../../page/index.js";

/** A place on the curve. */
export interface SupportWidth {
  readonly support: number;
  readonly width: number;
}

/** @param types those with support */
export function plotSupportWidth(
  plot: PlotModule,
  options: {
    readonly curve: readonly SupportWidth[];
    readonly types: readonly (SupportWidth & { readonly type: string })[];
    readonly smallestSupport: number;
    readonly usefulWidth: number;
  },
  width: number,
): Plot.PlotOptions {
  const { line, dot, text, ruleX, ruleY, axisY } = plot;
  const { curve, types, smallestSupport, usefulWidth } = options;
  const narrow = isNarrow(width);
  const margins = { left: 40, right: narrow ? 50 : 90 };
  const largest = Math.max(100, smallestSupport, ...types.map(({ support }) => support));
  const places = groupBySupport(types, narrow ? 14 : 22);
  const labelled = spread(
    places,
    ({ support }) =>
      (Math.log(support) / Math.log(largest)) * (width - margins.left - margins.right),
    narrow ? 17 : 15,
  );
  return {
    ...{ height: narrow ? 280 : 310, marginLeft: margins.left, marginRight: margins.right },
    ...{ marginTop: narrow ? 54 : 64, marginBottom: 40 },
    x: { type: "log", axis: null, domain: [1, largest] },
    y: { domain: [0, 1] },
    marks: [
      ruleY([0.2, 0.4, 0.6, 0.8, 1], { stroke: "var(--rule)" }),
      ruleY([0], { stroke: "var(--ink)" }),
      stepsOf(plot, decades(largest), "bottom"),
      text(["mentions behind the score"], { frameAnchor: "bottom", dy: 32 }),
      axisY([0, 0.2, 0.4, 0.6, 0.8, 1], {
        ...{ tickSize: 0, label: null, tickFormat: (share: number) => share.toFixed(1) },
      }),
      ruleX([smallestSupport], {
        ...{ y1: 0, y2: usefulWidth, stroke: "var(--ink)", strokeDasharray: "3,3" },
      }),
      ruleY([usefulWidth], {
        ...{ x1: 1, x2: smallestSupport, stroke: "var(--ink)", strokeDasharray: "3,3" },
      }),
      text([{ x: 1, y: usefulWidth }], {
        ...{ x: "x", y: "y", dx: 4, dy: 9, textAnchor: "start", fill: "var(--muted)" },
        text: () => `width ${usefulWidth} from ${count(smallestSupport)} mentions on`,
      }),
      line(
        curve.filter(({ support }) => support >= 1 && support <= largest),
        {
          ...{ x: "support", y: "width", stroke: "var(--thread-strong)", strokeWidth: 1.5 },
        },
      ),
      dot(places, {
        ...{ x: "support", y: "width", r: 3.6, fill: "var(--accent)", stroke: "var(--paper)" },
      }),
      text(labelled, {
        ...{
          x: "support",
          y: "width",
          text: "label",
          textAnchor: "start",
          rotate: -45,
          dx: 5,
          dy: -6,
        },
      }),
    ],
  };
}

interface Labelled extends SupportWidth {
  readonly label: string;
}

function groupBySupport(
  types: readonly (SupportWidth & { readonly type: string })[],
  most: number,
): Labelled[] {
  const groups = new Map<number, (SupportWidth & { readonly type: string })[]>();
  for (const type of types) groups.set(type.support, [...(groups.get(type.support) ?? []), type]);
  return [...groups.values()]
    .map((group) => {
      const { support, width, type } = group[0] as (typeof group)[number];
      const label = group.length === 1 ? shorten(printable(type), most) : `${group.length} types`;
      return { support, width, label };
    })
    .sort((a, b) => a.support - b.support);
}

/** Those of `places` that stand at least `gap` pixels from the one before. */
function spread(
  places: readonly Labelled[],
  at: (place: Labelled) => number,
  gap: number,
): Labelled[] {
  let last = Number.NEGATIVE_INFINITY;
  return places.filter((place) => {
    if (at(place) - last < gap) return false;
    last = at(place);
    return true;
  });
}
