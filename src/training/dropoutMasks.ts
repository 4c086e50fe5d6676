/** Dropout masks as a pure function of (seed, step, place), so that any step can be repeated alone. */

import { createRandom } from "../core/index.js";

/** What identifies a mask. */
export interface MaskKey {
  /** Probability of a zero, to the nearest 1/65536 below one. */
  readonly rate: number;
  readonly step: number;
  /** Name of the place in the graph. */
  readonly site: string;
}

/** Gives the masks of one seed. */
export type MaskSource = (size: number, key: MaskKey) => Float32Array;

/** Masks begin at one of these many places of the stream, a cache line apart. */
const STARTS = 2 ** 17;
const CACHE_LINE = 16;

/**
 * Masks of 0 and 1 / (1 - rate). The numbers of a rate are drawn once, as one long stream, and a mask is a window of it
 * that begins where a hash of (seed, step, site) says. Drawing each mask afresh took a tenth of a step. Every mask is
 * independent within itself; two masks may share numbers, shifted against each other by a random amount.
 * The arrays are views: nobody writes to them.
 * @see Srivastava et al. 2014, in the inverted form that needs no rescaling afterwards
 */
export function createMaskSource(seed: number): MaskSource {
  const streams = new Map<number, Float32Array>();
  return (size, { rate, step, site }) => {
    const start = createRandom(seed).stream("dropout", site, step).below(STARTS) * CACHE_LINE;
    let stream = streams.get(rate);
    if (!stream || stream.length < start + size) {
      stream = draw(STARTS * CACHE_LINE + size, { seed, rate });
      streams.set(rate, stream);
    }
    return stream.subarray(start, start + size);
  };
}

/** The first `length` numbers of the stream of a rate: 16 random bits each, a keyed hash of their place. */
function draw(length: number, { seed, rate }: { seed: number; rate: number }): Float32Array {
  const [key, tweak] = createRandom(seed).stream("dropout").key;
  const stream = new Float32Array(length + (length & 1));
  const dropped = Math.min(Math.round(rate * 0x1_0000), 0xffff);
  const kept = 0x1_0000 / (0x1_0000 - dropped);
  const limit = dropped - 1;
  for (let i = 0; i < stream.length; i += 2) {
    const bits = hash((key + i) | 0, tweak);
    stream[i] = ((limit - (bits & 0xffff)) >>> 31) * kept;
    stream[i + 1] = ((limit - (bits >>> 16)) >>> 31) * kept;
  }
  return stream;
}

/** Two rounds of a 32-bit mixer with a key of 64 bits; constants of Wellons' lowbias32. */
function hash(counter: number, tweak: number): number {
  let x = counter ^ (counter >>> 16);
  x = Math.imul(x, 0x7feb352d) ^ tweak;
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return x ^ (x >>> 16);
}
