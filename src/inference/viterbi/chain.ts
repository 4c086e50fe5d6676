/** The best sequence of classes for the words of a document, and the probability of each class in any sequence. */

/** More classes than this are not considered for a word; the rest are those with the lowest scores. */
export const CANDIDATES = 64;

/** A chain of words: a sequence scores the sum of its words' scores and of the bonus of each pair of neighbours. */
export interface Chain {
  /** `[words, classes]` */
  readonly scores: Float64Array;
  readonly bonus: Bonus;
}

/** Bonus of neighbours, `[classes, classes]` each, row the first of two. */
export interface Bonus {
  readonly classes: number;
  readonly logs: Float64Array;
  /** Their exponentials. */
  readonly factors: Float64Array;
}

/** Makes the bonus, once for many chains. */
export function bonusOf(logs: Float64Array): Bonus {
  return { classes: Math.sqrt(logs.length), logs, factors: logs.map(Math.exp) };
}

/** What follows from a chain. */
export interface Decoded {
  /** Class of each word in the sequence with the highest score. */
  readonly best: Int32Array;
  /** Share of a class among all sequences, each with the exponential of its score, `[words, classes]`. */
  readonly shares: Float32Array;
}

/**
 * Decodes a chain: the best path by dynamic programming, shares by the forward-backward algorithm.
 * @see Viterbi 1967; Rabiner 1989, A tutorial on hidden Markov models
 */
export function decodeChain({ scores, bonus: { classes, logs, factors } }: Chain): Decoded {
  const words = scores.length / classes;
  const kept = Math.min(classes, CANDIDATES);
  const candidates = candidatesOf(scores, { words, classes, kept });
  const score = (w: number, k: number) =>
    scores[w * classes + (candidates[w * kept + k] as number)] as number;
  const pair = (w: number, from: number, to: number) =>
    (candidates[(w - 1) * kept + from] as number) * classes + (candidates[w * kept + to] as number);

  // The best path.
  const highest = new Float64Array(words * kept);
  const origin = new Int32Array(words * kept);
  // Sums over all paths up to a word, and from a word on, each word's divided by its largest.
  const forward = new Float64Array(words * kept);
  const backward = new Float64Array(words * kept).fill(1);
  for (let w = 0; w < words; w++) {
    const top = score(w, 0);
    for (let to = 0; to < kept; to++) {
      let best = Number.NEGATIVE_INFINITY;
      let [from, sum] = [0, 0];
      for (let k = 0; k < kept && w > 0; k++) {
        const neighbours = pair(w, k, to);
        const path = (highest[(w - 1) * kept + k] as number) + (logs[neighbours] as number);
        if (path > best) {
          best = path;
          from = k;
        }
        sum += (forward[(w - 1) * kept + k] as number) * (factors[neighbours] as number);
      }
      const at = w * kept + to;
      highest[at] = (w === 0 ? 0 : best) + score(w, to);
      origin[at] = from;
      forward[at] = (w === 0 ? 1 : sum) * Math.exp(score(w, to) - top);
    }
    scale(forward.subarray(w * kept, (w + 1) * kept));
  }
  for (let w = words - 2; w >= 0; w--) {
    const top = score(w + 1, 0);
    const after = Float64Array.from(
      { length: kept },
      (_, to) => (backward[(w + 1) * kept + to] as number) * Math.exp(score(w + 1, to) - top),
    );
    for (let from = 0; from < kept; from++) {
      let sum = 0;
      for (let to = 0; to < kept; to++)
        sum += (after[to] as number) * (factors[pair(w + 1, from, to)] as number);
      backward[w * kept + from] = sum;
    }
    scale(backward.subarray(w * kept, (w + 1) * kept));
  }

  const best = new Int32Array(words);
  let place = words === 0 ? 0 : argmax(highest.subarray((words - 1) * kept));
  for (let w = words - 1; w >= 0; w--) {
    best[w] = candidates[w * kept + place] as number;
    place = origin[w * kept + place] as number;
  }
  const shares = new Float32Array(words * classes);
  for (let w = 0; w < words; w++) {
    let sum = 0;
    for (let k = w * kept; k < (w + 1) * kept; k++)
      sum += (forward[k] as number) * (backward[k] as number);
    for (let k = w * kept; k < (w + 1) * kept; k++)
      shares[w * classes + (candidates[k] as number)] =
        ((forward[k] as number) * (backward[k] as number)) / sum;
  }
  return { best, shares };
}

/** Classes of each word by falling score, equal ones in their order, `[words, kept]`. */
function candidatesOf(
  scores: Float64Array,
  { words, classes, kept }: { words: number; classes: number; kept: number },
): Int32Array {
  const candidates = new Int32Array(words * kept);
  const order = Array.from({ length: classes }, (_, c) => c);
  for (let w = 0; w < words; w++) {
    const at = (c: number) => scores[w * classes + c] as number;
    candidates.set([...order].sort((a, b) => at(b) - at(a) || a - b).slice(0, kept), w * kept);
  }
  return candidates;
}

function argmax(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

/** Divides by the largest. */
function scale(values: Float64Array): void {
  const largest = values[argmax(values)] as number;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / largest;
}
