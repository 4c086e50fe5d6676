/** Class scores of the words of a document: what their pieces say, and what the same words say elsewhere in it. */

import type { Span } from "../../core/index.js";

/** Words this short, in UTF-16 units, are too common to vote for each other. */
const SHORT = 3;

/**
 * log softmax of the mean over a word's pieces of their log softmax.
 * @param logits `[pieces, classes]`
 * @param words pieces of each word
 * @returns `[words, classes]`
 */
export function wordScores(
  logits: Float32Array,
  { words, classes }: { readonly words: readonly Span[]; readonly classes: number },
): Float64Array {
  const scores = new Float64Array(words.length * classes);
  words.forEach(({ start, end }, w) => {
    const row = scores.subarray(w * classes, (w + 1) * classes);
    for (let piece = start; piece < end; piece++) {
      const piecewise = Float64Array.from(logits.subarray(piece * classes, (piece + 1) * classes));
      normalise(piecewise);
      for (let c = 0; c < classes; c++)
        row[c] = (row[c] as number) + (piecewise[c] as number) / (end - start);
    }
    normalise(row);
  });
  return scores;
}

/**
 * Moves the scores of words that occur several times in a document, but for case, towards their mean.
 * @param share 0 leaves them, 1 gives all occurrences the mean
 */
export function withVotes(
  scores: Float64Array,
  { strings, share }: { readonly strings: readonly string[]; readonly share: number },
): Float64Array {
  const places = new Map<string, number[]>();
  strings.forEach((string, w) => {
    if (string.length <= SHORT) return;
    const key = string.toLowerCase();
    places.set(key, [...(places.get(key) ?? []), w]);
  });
  const classes = strings.length === 0 ? 0 : scores.length / strings.length;
  const voted = scores.slice();
  for (const words of share === 0 ? [] : places.values()) {
    if (words.length === 1) continue;
    for (let c = 0; c < classes; c++) {
      const at = (w: number) => scores[w * classes + c] as number;
      const mean = words.reduce((sum, w) => sum + at(w), 0) / words.length;
      for (const w of words) voted[w * classes + c] = (1 - share) * at(w) + share * mean;
    }
  }
  return voted;
}

/** Subtracts the log of the sum of exponentials, so that these sum to 1. */
function normalise(row: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of row) highest = Math.max(highest, value);
  let sum = 0;
  for (const value of row) sum += Math.exp(value - highest);
  const log = highest + Math.log(sum);
  for (let c = 0; c < row.length; c++) row[c] = (row[c] as number) - log;
}
