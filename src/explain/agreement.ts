/** Whether an explanation points at what a person would: the words of the mention, and neighbours of its type. */

import type { Explanation } from "./explanation.js";

/**
 * Share of the positive attribution that falls on the words that are explained.
 * @returns null where no word has a positive attribution
 */
export function positiveShareInside({ context }: Pick<Explanation, "context">): number | null {
  let [inside, all] = [0, 0];
  for (const { attribution, inMention } of context) {
    if (attribution <= 0) continue;
    all += attribution;
    if (inMention) inside += attribution;
  }
  return all === 0 ? null : inside / all;
}

/** Whether the word with the largest attribution is one of those that are explained; of equal ones the first counts. */
export function topWordInside({ context }: Pick<Explanation, "context">): boolean {
  const [first, ...others] = context;
  const top = others.reduce(
    (best, word) => (best && word.attribution <= best.attribution ? best : word),
    first,
  );
  return top?.inMention ?? false;
}

/** Share of the nearest training tokens that are of the type that is explained: the mean over the words. */
export function neighbourAgreement({
  type,
  decisions,
}: Pick<Explanation, "type" | "decisions">): number {
  const shares = decisions.map(
    ({ neighbours }) =>
      neighbours.filter((neighbour) => neighbour.type === type).length / neighbours.length,
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
