/** Counter-based randomness: a stream is a pure function of its key, so nothing depends on what ran before. */

/** A source of random numbers, addressed by a key and read in order. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform whole number in [0, n). */
  below(n: number): number;
  /** Standard normal (Box & Muller 1958). */
  normal(): number;
  /** An independent stream for a part of the work: same key path, same numbers. */
  stream(...key: (number | string)[]): Random;
  /** A copy of `items` in random order (Fisher & Yates). */
  shuffled<T>(items: readonly T[]): T[];
  /** Two 32-bit words that identify this stream, for bulk generators. */
  readonly key: readonly [number, number];
}

/** Mixes a 32-bit word into another (the finalizer of Wellons' lowbias32). */
export function mix32(word: number): number {
  let x = word | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

function absorb(state: readonly [number, number], part: number | string): [number, number] {
  let [a, b] = state;
  const words: number[] =
    typeof part === "string"
      ? [part.length, ...Array.from({ length: part.length }, (_, i) => part.charCodeAt(i))]
      : [part | 0, Math.floor(part / 0x1_0000_0000) | 0];
  for (const word of words) {
    a = mix32((a ^ word) + 0x9e3779b9);
    b = mix32((b + a) ^ Math.imul(word, 0x85ebca6b) ^ 0xc2b2ae35);
  }
  return [a, b];
}

function fromKey(key: readonly [number, number]): Random {
  let counter = 0;
  const word = () => {
    const x = mix32(key[0] + counter++);
    return mix32(x ^ key[1]);
  };
  const random: Random = {
    key,
    next: () => word() / 0x1_0000_0000,
    below: (n) => Math.floor((word() / 0x1_0000_0000) * n),
    normal: () => {
      const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
      return radius * Math.cos(2 * Math.PI * random.next());
    },
    stream: (...parts) => fromKey(parts.reduce(absorb, key)),
    shuffled: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [out[i], out[j]] = [out[j] as (typeof out)[number], out[i] as (typeof out)[number]];
      }
      return out;
    },
  };
  return random;
}

/** The root stream of a seed. */
export function createRandom(seed: number): Random {
  return fromKey(absorb([0x243f6a88, 0x85a308d3], seed));
}
