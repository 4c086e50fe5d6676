/** Offsets in code points, as brat counts them, against offsets in UTF-16 units, as we do. */

import { CorpusError } from "./error.js";

/** Counts one text; each call costs the logarithm of its astral characters. */
export interface CodePoints {
  /** Code points in the text. */
  readonly length: number;
  /** @throws CorpusError if `offset` lies inside a surrogate pair */
  fromUtf16(offset: number): number;
}

/** Counts the code points of `text` once; a lone surrogate is one, as in Python. */
export function codePoints(text: string): CodePoints {
  const units = Array.from(text.matchAll(/[\u{10000}-\u{10ffff}]/gu), (match) => match.index);
  return {
    length: text.length - units.length,
    fromUtf16: (offset) => {
      const before = countBelow(units, offset);
      if (before > 0 && units[before - 1] === offset - 1)
        throw new CorpusError(
          {},
          `offset ${offset} lies inside the surrogate pair at ${offset - 1}`,
          "Mentions start and end between characters",
        );
      return offset - before;
    },
  };
}

/** How many of the ascending `values` are less than `limit`. */
function countBelow(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
