import { describe, expect, test } from "vitest";
import { decodeUtf8 } from "./utf8.js";

describe("decodeUtf8", () => {
  test("keeps every character, a byte order mark and NUL too", () => {
    const text = "\ufeffé\u0000🩺\r\n";
    expect(decodeUtf8(Buffer.from(text), "a.txt")).toBe(text);
    expect(decodeUtf8(new Uint8Array(0), "a.txt")).toBe("");
  });

  // Offsets as Python's UnicodeDecodeError.start gives them.
  test.each([
    ["Latin-1 in the middle", [0x66, 0xe9, 0x76, 0x72], 1],
    ["a stray byte first", [0xff, 0xfe, 0x66, 0x00], 0],
    ["a character cut by the end", [0x66, 0xf0, 0x9f, 0xa9], 1],
    ["a surrogate", [0xc3, 0xa9, 0xed, 0xa0, 0x80], 2],
    ["an overlong form", [0x66, 0x66, 0xc0, 0xaf], 2],
  ])("names the byte of %s", (_, bytes, offset) => {
    expect(() => decodeUtf8(Uint8Array.from(bytes), "a.txt")).toThrow(
      `a.txt: byte ${offset} of ${bytes.length} is not UTF-8. Save the file as UTF-8.`,
    );
  });

  test("names a byte far into a long file", () => {
    const bytes = Buffer.from(`${"🩺é".repeat(50_000)}x`);
    bytes[200_002] = 0xff; // the first byte of an é: 33,333 times six bytes and one stethoscope before it
    expect(() => decodeUtf8(bytes, "a.txt")).toThrow("a.txt: byte 200002 of 300001 is not UTF-8.");
  });
});
