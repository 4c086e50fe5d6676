/** Strict decoding of UTF-8: a broken byte is an error with its place, never a replacement character. */

import { CorpusError } from "./error.js";

/**
 * The text of `bytes`, with a byte order mark kept as a character, so that offsets count it.
 * @throws CorpusError naming the offset of the first byte that is not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CorpusError(
      { source },
      `byte ${validLength(bytes)} of ${bytes.length} is not UTF-8`,
      "Save the file as UTF-8",
    );
  }
}

/** Bytes of the longest prefix of whole characters: where the first broken one starts. */
function validLength(bytes: Uint8Array): number {
  let valid = 0;
  let broken = bytes.length + 1; // as if one more byte broke it, for a character cut by the end
  let text = "";
  while (broken - valid > 1) {
    const middle = (valid + broken) >>> 1;
    try {
      const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      text = decoder.decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      broken = middle;
    }
  }
  return new TextEncoder().encode(text).length;
}
