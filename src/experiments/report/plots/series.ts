/** How the few systems of a plot are told apart: by sign and line, and by colour. */

import { shorten } from "../../../page/index.js";

/** Looks of a series. */
export interface Look {
  readonly sign: string;
  readonly symbol: string;
  readonly stroke: string;
  readonly fill: string;
  readonly dashes: string;
}

/** In the order of series. */
const LOOKS: readonly Look[] = [
  { sign: "○", symbol: "circle", stroke: "var(--ink)", fill: "var(--paper)", dashes: "none" },
  { sign: "●", symbol: "circle", stroke: "var(--accent)", fill: "var(--accent)", dashes: "none" },
  { sign: "△", symbol: "triangle", stroke: "var(--warning)", fill: "none", dashes: "6,3" },
  { sign: "×", symbol: "times", stroke: "var(--muted)", fill: "none", dashes: "2,3" },
];

/** Most series of one plot. */
export const MOST_SERIES = LOOKS.length;

/** The look of a series by its place. */
export function lookOf(series: number): Look {
  return LOOKS[series % LOOKS.length] as Look;
}

/** What each sign stands for: `○ atl, ● btl`. */
export function legend(names: readonly string[]): string {
  return names.map((name, i) => `${lookOf(i).sign} ${shorten(name, 60)}`).join("; ");
}
