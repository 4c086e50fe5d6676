/** Which class follows which in the words of the training part, and what that says for decoding. */

/** Neighbouring words of the training part, counted. */
export interface Transitions {
  /** Words by class, `[classes]`, `O` first. */
  readonly words: readonly number[];
  /** How often `to` follows `from` within a document, where it does. */
  readonly pairs: readonly (readonly [from: number, to: number, count: number])[];
}

/** Counts. @param documents the gold class of each word, in order */
export function countTransitions(
  documents: readonly ArrayLike<number>[],
  classes: number,
): Transitions {
  const words = new Array<number>(classes).fill(0);
  const counts = new Map<number, number>();
  for (const document of documents)
    for (let i = 0; i < document.length; i++) {
      const to = document[i] as number;
      words[to] = (words[to] as number) + 1;
      if (i === 0) continue;
      const pair = (document[i - 1] as number) * classes + to;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  const pairs = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([pair, count]) => [Math.floor(pair / classes), pair % classes, count] as const);
  return { words, pairs };
}

/**
 * log P(to | from) / P(to), `[classes, classes]`, row `from`: how much more often a class comes after another than by
 * itself (Church & Hanks 1990). P(to) counts half a word more of each class, and P(to | from) one neighbour more for
 * each `from`, spread by P(to), so that pairs that were never seen get a finite value.
 */
export function associations({ words, pairs }: Transitions): Float64Array {
  const classes = words.length;
  const total = words.reduce((sum, count) => sum + count + 0.5, 0);
  const share = words.map((count) => (count + 0.5) / total);
  const rows = new Float64Array(classes);
  for (const [from, , count] of pairs) rows[from] = (rows[from] as number) + count;
  const table = new Float64Array(classes * classes);
  for (let from = 0; from < classes; from++)
    table.fill(-Math.log((rows[from] as number) + 1), from * classes, (from + 1) * classes);
  for (const [from, to, count] of pairs) {
    const expected = share[to] as number;
    table[from * classes + to] = Math.log(
      (count + expected) / ((rows[from] as number) + 1) / expected,
    );
  }
  return table;
}
