/** One text through the `tokenizers` library, with its offsets turned into UTF-16 units of that text. */

import type { Tokenizer as Library } from "tokenizers";
import { InternalError } from "../core/index.js";
import type { Encoding } from "./encoding.js";

/**
 * Encodes a text without adding special pieces. The library counts code points; lone surrogates,
 * which it cannot hold, are read as U+FFFD, one unit for one unit.
 */
export async function encode(library: Library, text: string): Promise<Encoding> {
  const wellFormed = text.replace(/\p{Surrogate}/gu, "\ufffd");
  const raw = await library.encode(wellFormed, null, { addSpecialTokens: false });
  const toUnits = unitsOfCodePoints(wellFormed);
  const offsets = raw.getOffsets();
  return {
    ids: Int32Array.from(raw.getIds()),
    starts: Int32Array.from(offsets, ([start]) => toUnits(start as number)),
    ends: Int32Array.from(offsets, ([, end]) => toUnits(end as number)),
    wordIds: Int32Array.from(raw.getWordIds(), (word) => {
      if (word === null || word === undefined)
        throw new InternalError("the tokenizers library gave a piece that belongs to no word");
      return word;
    }),
  };
}

/** Maps a count of code points from the start of a well-formed text to a count of UTF-16 units. */
function unitsOfCodePoints(text: string): (codePoints: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (codePoints) => codePoints;
  const units = new Int32Array(text.length + 1);
  let count = 0;
  for (
    let unit = 0;
    unit < text.length;
    unit += (text.codePointAt(unit) as number) > 0xffff ? 2 : 1
  )
    units[count++] = unit;
  units[count] = text.length;
  return (codePoints) => units[codePoints] as number;
}
