import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutPlace, decodeWindows1252, utf8LengthAt } from "./utf8.js";

describe("utf8LengthAt", () => {
  // Where Python's UnicodeDecodeError.start says that it breaks.
  test.each([
    ["Latin-1 in the middle", [0x66, 0xe9, 0x76, 0x72], 1],
    ["a stray byte first", [0xff, 0xfe, 0x66, 0x00], 0],
    ["a surrogate", [0xc3, 0xa9, 0xed, 0xa0, 0x80], 2],
    ["an overlong form of two bytes", [0x66, 0x66, 0xc0, 0xaf], 2],
    ["an overlong form of three bytes", [0x66, 0xe0, 0x9f, 0xbf], 1],
    ["an overlong form of four bytes", [0xf0, 0x8f, 0xbf, 0xbf], 0],
    ["what is beyond U+10FFFF", [0x66, 0xf4, 0x90, 0x80, 0x80], 1],
  ])("breaks at %s", (_, bytes, place) => {
    let at = 0;
    for (let length = 1; at < bytes.length; at += length) {
      length = utf8LengthAt(Uint8Array.from(bytes), at) as number;
      if (length === 0) break;
    }
    expect(at).toBe(place);
  });

  test("agrees with a strict decoder on any four bytes", () => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x80, 0x9f, 0xa0, 0xbf, 0xe0, 0xed, 0xf4));
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 4 }), (list) => {
        const bytes = Uint8Array.from(list);
        const decodes = (length: number) => {
          try {
            return [...new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length))];
          } catch {
            return [];
          }
        };
        const whole = [1, 2, 3, 4].find((n) => n <= list.length && decodes(n).length === 1);
        const length = utf8LengthAt(bytes, 0);
        expect(length === "cut" ? 0 : length).toBe(
          list[0] === 0xef && list[1] === 0xbb && list[2] === 0xbf ? 3 : (whole ?? 0),
        );
      }),
      { seed: 5, numRuns: 3000 },
    );
  });
});

describe("cutPlace", () => {
  test("is where the end cuts a character", () => {
    const bytes = new TextEncoder().encode("aé🩺");
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((n) => cutPlace(bytes.subarray(0, n)))).toEqual([
      0, 1, 1, 3, 3, 3, 3, 7,
    ]);
  });

  test("is the end where bytes are broken", () => {
    expect(cutPlace(Uint8Array.of(0x66, 0xe9, 0x76))).toBe(3);
    expect(cutPlace(Uint8Array.of(0x80, 0xbf, 0xff))).toBe(3);
  });
});

describe("decodeWindows1252", () => {
  test("knows the characters that Latin-1 lacks, and keeps undefined bytes as control characters", () => {
    const bytes = Uint8Array.of(
      0x80,
      0x85,
      0x92,
      0x93,
      0x96,
      0x9f,
      0xa0,
      0xe9,
      0xff,
      0x41,
      0x81,
      0x9d,
    );
    expect(decodeWindows1252(bytes)).toBe("€…’“–Ÿ\u00a0éÿA\u0081\u009d");
  });
});
