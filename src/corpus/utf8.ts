/** Where bytes stop being UTF-8, and what Windows-1252 makes of them. */

/** Least and greatest second byte after each first byte that narrows it; 80 to BF after all others. */
const SECOND: Readonly<Record<number, readonly [number, number]>> = {
  224: [0xa0, 0xbf], // no overlong forms
  237: [0x80, 0x9f], // no surrogates
  240: [0x90, 0xbf],
  244: [0x80, 0x8f], // nothing beyond U+10FFFF
};

/**
 * Bytes of the character that starts at `at`: 0 if it is broken, `"cut"` if it is whole as far as `bytes` go.
 * @see The Unicode Standard, table 3-7
 */
export function utf8LengthAt(bytes: Uint8Array, at: number): number | "cut" {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return "cut";
    const [least, greatest] = (i === 1 && SECOND[first]) || [0x80, 0xbf];
    if (byte < least || byte > greatest) return 0;
  }
  return length;
}

/** Where a character starts that the end of `bytes` cuts; their length if there is none. */
export function cutPlace(bytes: Uint8Array): number {
  for (let at = Math.max(0, bytes.length - 3); at < bytes.length; at++)
    if (utf8LengthAt(bytes, at) === "cut") return at;
  return bytes.length;
}

/** What Windows-1252 has at 80 to 9F; it leaves five undefined, which stay control characters, as in browsers. */
const HIGH =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/**
 * The text of bytes in Windows-1252, a character each.
 * `TextDecoder` is not used for it: that of Node 20 takes the name for Latin-1.
 * @see https://encoding.spec.whatwg.org/index-windows-1252.txt
 */
export function decodeWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80] as string);
}
