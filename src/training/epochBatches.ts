/** The batches of an epoch: windows of similar length together, in random order. */

import type { Random } from "../core/index.js";
import { windowLength } from "../inference/index.js";
import type { Window } from "../tokenizer/index.js";

/** Largest share of padding among the pieces of an epoch. */
export const PADDING_LIMIT = 0.05;

/** Relative noise on lengths before sorting: the more, the more random the company of a window. */
const SPREADS = [0.3, 0.2, 0.12, 0.08, 0.04, 0.02, 0];

/** Share of padding among all places of the batches. */
export function paddingOf(batches: readonly (readonly Window[])[]): number {
  let used = 0;
  let places = 0;
  for (const batch of batches) {
    const lengths = batch.map(windowLength);
    used += lengths.reduce((sum, length) => sum + length, 0);
    places += Math.max(...lengths) * batch.length;
  }
  return places === 0 ? 0 : 1 - used / places;
}

/**
 * Windows in batches of `batchSize`. Lengths get as much noise as keeps padding under {@link PADDING_LIMIT},
 * so that a window meets others than its nearest in length; a corpus of few, very different windows may exceed it.
 * @param random stream of this epoch: the batches are a function of it and the windows
 */
export function epochBatches(
  windows: readonly Window[],
  { batchSize, random }: { batchSize: number; random: Random },
): Window[][] {
  const shuffled = random.stream("windows").shuffled(windows);
  const noise = shuffled.map(() => 2 * random.next() - 1);
  let batches: Window[][] = [];
  for (const spread of SPREADS) {
    const sorted = shuffled
      .map((window, i) => ({
        window,
        key: windowLength(window) * (1 + spread * (noise[i] as number)),
      }))
      .sort((a, b) => b.key - a.key)
      .map(({ window }) => window);
    batches = [];
    for (let i = 0; i < sorted.length; i += batchSize) batches.push(sorted.slice(i, i + batchSize));
    if (paddingOf(batches) < PADDING_LIMIT) break;
  }
  return random.stream("batches").shuffled(batches);
}
