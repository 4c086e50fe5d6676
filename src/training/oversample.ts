/** Repeat factor sampling: windows with rare types come more often in an epoch. */

import type { Random } from "../core/index.js";
import { type LabelSet, typeIndexOf } from "../labels/index.js";
import type { Head } from "../objectives/index.js";
import type { Window } from "../tokenizer/index.js";
import type { PreparedDocuments } from "./prepareDocuments.js";

/** Index of the type of label `O`. */
const OUTSIDE = -1;

/**
 * How often an epoch shows each window on average. A type c of which a share f of the windows owns a learned piece has the
 * factor max(1, sqrt(threshold / f)), and a window the largest factor of its types, or 1.
 * @see Gupta, Dollar & Girshick 2019, LVIS, section 5.2 (windows in place of images)
 */
export function repeatFactors(
  { windows, labels, positives }: Pick<PreparedDocuments, "windows" | "labels" | "positives">,
  {
    labelSet,
    head,
    threshold,
  }: { readonly labelSet: LabelSet; readonly head: Head["kind"]; readonly threshold: number },
): Float64Array {
  const typesOf = windows.map(({ document, ownedStart, ownedEnd }) => {
    const types = new Set<number>();
    for (let piece = ownedStart; piece < ownedEnd; piece++)
      types.add(typeIndexOf(labelSet, labels[document]?.[piece] as number));
    const nested = head === "binary" ? (positives[document] ?? []) : [];
    for (const { piece, type } of nested)
      if (piece >= ownedStart && piece < ownedEnd) types.add(type);
    types.delete(OUTSIDE);
    return types;
  });
  const holders = labelSet.types.map(
    (_, type) => typesOf.filter((types) => types.has(type)).length,
  );
  return Float64Array.from(typesOf, (types) =>
    [...types].reduce((factor, type) => {
      const share = (holders[type] as number) / windows.length;
      return Math.max(factor, Math.sqrt(threshold / share));
    }, 1),
  );
}

/**
 * The windows of one epoch, in order: each as often as the whole part of its factor, and once more with the probability
 * of the rest.
 */
export function repeated(
  windows: readonly Window[],
  factors: Float64Array,
  random: Random,
): Window[] {
  return windows.flatMap((window, i) => {
    const factor = factors[i] as number;
    const times = Math.floor(factor) + (random.next() < factor % 1 ? 1 : 0);
    return new Array<Window>(times).fill(window);
  });
}
