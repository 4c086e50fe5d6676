/** Which encoding the bytes of a file are in, told from how they begin. */

import { utf8LengthAt } from "./utf8.js";

/** What a file can be. `damaged`: UTF-8 with broken bytes here and there; `binary`: no text. */
export type Encoding =
  | { readonly name: "UTF-8" }
  | { readonly name: "damaged" | "Windows-1252"; readonly broken: number }
  | {
      readonly name: "UTF-16 LE" | "UTF-16 BE";
      /** Bytes of the byte order mark; 0 where the zero bytes tell. */
      readonly mark: number;
    }
  | { readonly name: "UTF-32" | "binary"; readonly zeros: number };

/** Bytes that are looked at. */
export const HEAD_BYTES = 65_536;

/**
 * The encoding of a file.
 *
 * Bytes that are not UTF-8 are Windows-1252, unless more characters are sound UTF-8 than broken: then only those are.
 * @param head its first bytes, {@link HEAD_BYTES} or all
 */
export function encodingOf(head: Uint8Array): Encoding {
  const zeros = zeroBytes(head);
  const begins = (...mark: number[]) => mark.every((byte, i) => head[i] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff))
    return { name: "UTF-32", zeros: zeros.even + zeros.odd };
  if (begins(0xff, 0xfe)) return { name: "UTF-16 LE", mark: 2 };
  if (begins(0xfe, 0xff)) return { name: "UTF-16 BE", mark: 2 };

  // Most characters of most texts are below U+0100; half of such bytes are zero, all on one side.
  const pairs = head.length >>> 1;
  const mostly = (many: number, few: number) => many > pairs * 0.4 && few < pairs * 0.05;
  if (mostly(zeros.odd, zeros.even)) return { name: "UTF-16 LE", mark: 0 };
  if (mostly(zeros.even, zeros.odd)) return { name: "UTF-16 BE", mark: 0 };

  const { sound, broken, first } = soundness(head);
  const zero = zeros.even + zeros.odd;
  if (broken === 0 ? zero > head.length / 10 : zero > 0) return { name: "binary", zeros: zero };
  if (broken === 0) return { name: "UTF-8" };
  return { name: sound > broken ? "damaged" : "Windows-1252", broken: first };
}

function zeroBytes(bytes: Uint8Array): { readonly even: number; readonly odd: number } {
  let even = 0;
  let odd = 0;
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1))
    if (at % 2 === 0) even++;
    else odd++;
  return { even, odd };
}

/** Characters of more than one byte, bytes that belong to none, and where the first of those is. */
function soundness(head: Uint8Array) {
  let sound = 0;
  let broken = 0;
  let first = head.length;
  for (let at = 0; at < head.length; ) {
    const length = utf8LengthAt(head, at);
    if (length === "cut" && head.length >= HEAD_BYTES) break;
    if (length === 0 || length === "cut") {
      if (broken++ === 0) first = at;
      at++;
    } else {
      if (length > 1) sound++;
      at += length;
    }
  }
  return { sound, broken, first };
}
