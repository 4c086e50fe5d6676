/** How often each type is annotated, on a logarithmic scale: a dot in all, or a sign for each part. */

import type * as Plot from "@observablehq/plot";
import {
  COLUMN,
  columns,
  count,
  decades,
  isNarrow,
  type PlotModule,
  printable,
  shorten,
  stepsOf,
} from "../../../page/index.js";
import type { PartName } from "../../report.js";

/** Mentions of a type, in all and in the parts of a corpus. */
export interface TypeCounts {
  readonly type: string;
  readonly mentions: number;
  /** Empty where the corpus is one. */
  readonly parts: readonly { readonly part: PartName; readonly mentions: number }[];
}

/** Signs that differ in shape and in being filled, so that they need no colour. */
const SIGNS = {
  train: { sign: "●", symbol: "circle", fill: "var(--accent)", stroke: "var(--paper)" },
  dev: { sign: "△", symbol: "triangle", fill: "none", stroke: "var(--ink)" },
  test: { sign: "×", symbol: "times", fill: "none", stroke: "var(--ink)" },
} as const;

/** What stands for each part, for captions: `● train, △ dev, ■ test`. */
export function legend(parts: readonly PartName[]): string {
  return parts.map((part) => `${SIGNS[part].sign} ${part}`).join(", ");
}

const ROW = 18;
/** Where types without a mention stand. */
const NONE = 0.5;

/** @param rows from top to bottom; `undefined` is a gap where types are left out */
export function plotTypeCounts(
  plot: PlotModule,
  rows: readonly (TypeCounts | undefined)[],
  width: number,
): Plot.PlotOptions {
  const { ruleX, ruleY, dot, text } = plot;
  const label = (row: number) =>
    rows[row] === undefined ? "⋮" : shorten(printable(rows[row].type), isNarrow(width) ? 16 : 32);
  const widest = Math.max(...rows.map((_, row) => columns(label(row))));
  const items = rows.flatMap((item, row) => (item === undefined ? [] : [{ ...item, row }]));
  const dots = items.flatMap(({ mentions, parts, row }) =>
    (parts.length > 0 ? parts : [{ part: "train" as const, mentions }]).map((part) => ({
      ...{ row, at: part.mentions || NONE, ...SIGNS[part.part] },
    })),
  );
  const none = dots.some(({ at }) => at === NONE);
  const left = none ? NONE * 0.8 : 0.8;
  const largest = Math.max(2, ...items.map(({ mentions }) => mentions));
  const ticks = decades(largest);
  return {
    ...{ height: rows.length * ROW + 48, marginTop: 24, marginBottom: 24 },
    ...{ marginLeft: 12 + COLUMN * widest, marginRight: 56 },
    x: { type: "log", axis: null, domain: [left, largest] },
    y: {
      type: "band",
      domain: rows.map((_, row) => row),
      tickFormat: label,
      tickSize: 0,
      label: null,
    },
    symbol: { type: "identity" },
    marks: [
      ruleX(ticks, { stroke: "var(--rule)" }),
      ruleY(items, {
        ...{ y: "row", x1: left, x2: (item: TypeCounts) => item.mentions, stroke: "var(--thread)" },
      }),
      stepsOf(plot, none ? [NONE, ...ticks] : ticks, "top"),
      stepsOf(plot, none ? [NONE, ...ticks] : ticks, "bottom"),
      dot(dots, {
        ...{ x: "at", y: "row", symbol: "symbol", r: 4, strokeWidth: 1.3 },
        ...{ fill: "fill", stroke: "stroke" },
      }),
      text(items, {
        ...{ frameAnchor: "right", textAnchor: "end", y: "row", dx: 52 },
        text: (item: TypeCounts) => count(item.mentions),
      }),
    ],
  };
}
