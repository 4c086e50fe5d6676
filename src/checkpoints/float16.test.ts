import { describe, expect, test } from "vitest";
import { bfloat16ToFloat32, float16ToFloat32 } from "./float16.js";

const EVERY = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);

/** IEEE 754: a number by its sign, exponent and mantissa, computed with powers in float64. */
function numberOf(bits: number, exponentBits: number, mantissaBits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> mantissaBits) & (2 ** exponentBits - 1);
  const mantissa = bits & (2 ** mantissaBits - 1);
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return mantissa === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * mantissa * 2 ** (1 - bias - mantissaBits)
    : sign * (1 + mantissa * 2 ** -mantissaBits) * 2 ** (exponent - bias);
}

describe("float16ToFloat32", () => {
  test("converts each of the 65536 halves exactly", () => {
    const floats = float16ToFloat32(EVERY);
    const wrong = EVERY.filter((bits) => !Object.is(floats[bits], numberOf(bits, 5, 10)));
    expect([...wrong]).toEqual([]);
  });

  test("keeps the payload of NaN, so that equal bits stay equal", () => {
    const bits = new Uint32Array(float16ToFloat32(Uint16Array.of(0x7e01, 0xfe00)).buffer);
    expect([...bits]).toEqual([0x7fc02000, 0xffc00000]);
  });
});

describe("bfloat16ToFloat32", () => {
  test("converts each of the 65536 values exactly", () => {
    const floats = bfloat16ToFloat32(EVERY);
    const wrong = EVERY.filter((bits) => !Object.is(floats[bits], numberOf(bits, 8, 7)));
    expect([...wrong]).toEqual([]);
  });
});
