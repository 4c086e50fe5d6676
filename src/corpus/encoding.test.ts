import { describe, expect, test } from "vitest";
import { encodingOf, HEAD_BYTES } from "./encoding.js";

const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("encodingOf", () => {
  test.each<[string, Uint8Array, object]>([
    ["nothing", Buffer.from(""), { name: "UTF-8" }],
    ["ASCII", Buffer.from("fever"), { name: "UTF-8" }],
    ["UTF-8 with a mark", Buffer.from("\ufefffièvre 🩺"), { name: "UTF-8" }],
    ["UTF-8 with a NUL", Buffer.from("no fever\0 since Monday"), { name: "UTF-8" }],
    ["UTF-16 LE with a mark", Buffer.from("\ufeff发热", "utf16le"), { name: "UTF-16 LE", mark: 2 }],
    [
      "UTF-16 BE with a mark",
      Buffer.from("\ufeff发热", "utf16le").swap16(),
      { name: "UTF-16 BE", mark: 2 },
    ],
    [
      "UTF-16 LE without one",
      Buffer.from("39 °C — fièvre", "utf16le"),
      { name: "UTF-16 LE", mark: 0 },
    ],
    [
      "UTF-16 BE without one",
      Buffer.from("39 °C", "utf16le").swap16(),
      { name: "UTF-16 BE", mark: 0 },
    ],
    ["UTF-32 LE", Uint8Array.of(0xff, 0xfe, 0, 0, 0x41, 0, 0, 0), { name: "UTF-32" }],
    ["UTF-32 BE", Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x41), { name: "UTF-32" }],
    ["Windows-1252", latin1("Fièvre élevée"), { name: "Windows-1252", broken: 2 }],
    [
      "Windows-1252 with bytes that happen to be UTF-8",
      Buffer.concat([latin1("gro\xdf\x93 f\xfcr Gr\xfc\xdfe")]),
      { name: "Windows-1252", broken: 7 },
    ],
    [
      "UTF-8 with a broken byte",
      Buffer.concat([Buffer.from("fièvre élevée "), latin1("\xe9")]),
      { name: "damaged", broken: 17 },
    ],
    ["a zip file", Buffer.from("504b0304140000000800e9a1b2c3d4e5f6ff", "hex"), { name: "binary" }],
    ["zero bytes", Buffer.alloc(5000), { name: "binary" }],
  ])("recognises %s", (_, head, encoding) => {
    expect(encodingOf(head)).toMatchObject(encoding);
  });

  test("does not mind a character that the end of the head cuts", () => {
    const text = Buffer.from(`${"a".repeat(HEAD_BYTES - 1)}é`);
    expect(encodingOf(text.subarray(0, HEAD_BYTES))).toEqual({ name: "UTF-8" });
    expect(encodingOf(Buffer.from("aé").subarray(0, 2))).toEqual({
      name: "Windows-1252",
      broken: 1,
    });
  });
});
