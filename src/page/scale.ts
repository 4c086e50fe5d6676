/** What the plots share: widths of letters and steps of scales. */

import type * as Plot from "@observablehq/plot";
import type { PlotModule } from "./figure.js";
import { count } from "./numbers.js";

/** Width of a letter of a label in CSS pixels, on the wide side. */
export const COLUMN = 6.4;

/** Whether a drawing of this width is for a phone. */
export function isNarrow(width: number): boolean {
  return width < 500;
}

/** Steps of a logarithmic scale from 1 up to `largest`: powers of ten, with 2 and 5 between where these are few. */
export function decades(largest: number): number[] {
  const steps: number[] = [];
  for (let power = 1; power <= largest; power *= 10) steps.push(power);
  return largest >= 100
    ? steps
    : steps.flatMap((power) => [power, 2 * power, 5 * power].filter((step) => step <= largest));
}

/**
 * The names of steps of a horizontal logarithmic scale; below 1 is none. Plot's own axis leaves some of these
 * out, whatever it is told.
 */
export function stepsOf(
  { text }: PlotModule,
  steps: readonly number[],
  frameAnchor: "top" | "bottom",
): Plot.Markish {
  return text(steps, {
    ...{ x: (step: number) => step, text: (step: number) => (step < 1 ? "0" : count(step)) },
    ...{ frameAnchor, dy: frameAnchor === "top" ? -14 : 14 },
  });
}
