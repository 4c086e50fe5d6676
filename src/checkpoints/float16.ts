/** Half precision (IEEE 754 binary16) and bfloat16 to float32, both exact. */

let halfTable: Uint32Array | undefined;

/** The float32 bits of every half. */
function halves(): Uint32Array {
  if (halfTable) return halfTable;
  const floats = new Float32Array(0x10000);
  const bits = new Uint32Array(floats.buffer);
  for (let half = 0; half < 0x10000; half++) {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 0x1f;
    const mantissa = half & 0x3ff;
    if (exponent === 0) {
      floats[half] = mantissa * 2 ** -24; // zero and subnormals, normal in float32
      bits[half] = (bits[half] as number) | sign;
    } else {
      const rebiased = exponent === 0x1f ? 0xff : exponent + 112; // bias 15 to 127
      bits[half] = sign | (rebiased << 23) | (mantissa << 13);
    }
  }
  halfTable = bits;
  return bits;
}

/** Converts halves, given as their bits; payloads of NaN are kept. */
export function float16ToFloat32(halfBits: Uint16Array): Float32Array {
  const table = halves();
  const bits = new Uint32Array(halfBits.length);
  for (let i = 0; i < bits.length; i++) bits[i] = table[halfBits[i] as number] as number;
  return new Float32Array(bits.buffer);
}

/** Converts bfloat16, given as its bits: the upper half of a float32. */
export function bfloat16ToFloat32(brainBits: Uint16Array): Float32Array {
  const bits = new Uint32Array(brainBits.length);
  for (let i = 0; i < bits.length; i++) bits[i] = (brainBits[i] as number) << 16;
  return new Float32Array(bits.buffer);
}
