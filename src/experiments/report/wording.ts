/** Numbers as reports word them. */

import type { Interval } from "../../statistics/index.js";

/** What is not there. */
export const NONE = "–";

/** Three decimals: a score of .001 is less than documents can tell. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : withoutSign(value.toFixed(3));
}

/** Three decimals with their sign. */
export function signed(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  const text = score(value);
  return text.startsWith("-") || Number(text) === 0 ? text : `+${text}`;
}

/** `[0.571, 0.637]`. */
export function interval(of: Interval | null | undefined, word = score): string {
  return of ? `[${word(of.low)}, ${word(of.high)}]` : NONE;
}

/** A p-value in four decimals; one that is less than these can tell is not 0. */
export function pValue(p: number | null | undefined): string {
  if (p === null || p === undefined) return NONE;
  return p < 0.0001 ? "<0.0001" : p.toFixed(4);
}

/** A number with so many decimals. */
export function decimals(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? NONE : withoutSign(value.toFixed(digits));
}

/** Numbers in few characters: `1 to 3, 7`. @param numbers ascending */
export function runsOfNumbers(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([from, to]) =>
      from === to ? `${from}` : `${from}${to === from + 1 ? "," : " to"} ${to}`,
    )
    .join(", ");
}

/** `-0.000` is 0. */
function withoutSign(text: string): string {
  return Number(text) === 0 ? text.replace("-", "") : text;
}
