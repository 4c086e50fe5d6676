/** Dropout masks as a pure function of (seed, step, place), so that any step can be repeated alone. */

import { createRandom } from "../core/index.js";

/**
 * Fills `mask` with 0 (probability `rate`, to the nearest 1/65536 below one) or 1 / (1 - rate), 16 random bits an element.
 * The bits are a keyed integer hash of the element's number: no state is carried from step to step.
 * @see Srivastava et al. 2014, in the inverted form that needs no rescaling afterwards
 */
export function fillDropoutMask(
  mask: Float32Array,
  { rate, seed, step, site }: { rate: number; seed: number; step: number; site: string },
): void {
  const [key, tweak] = createRandom(seed).stream("dropout", site, step).key;
  const dropped = Math.min(Math.round(rate * 0x1_0000), 0xffff);
  const kept = 0x1_0000 / (0x1_0000 - dropped);
  const limit = dropped - 1;
  const even = mask.length & ~1;
  for (let i = 0; i < even; i += 2) {
    const bits = hash((key + i) | 0, tweak);
    mask[i] = ((limit - (bits & 0xffff)) >>> 31) * kept;
    mask[i + 1] = ((limit - (bits >>> 16)) >>> 31) * kept;
  }
  if (even < mask.length)
    mask[even] = ((limit - (hash((key + even) | 0, tweak) & 0xffff)) >>> 31) * kept;
}

/** Two rounds of a 32-bit mixer with a key of 64 bits; constants of Wellons' lowbias32. */
function hash(counter: number, tweak: number): number {
  let x = counter ^ (counter >>> 16);
  x = Math.imul(x, 0x7feb352d) ^ tweak;
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return x ^ (x >>> 16);
}
