/** Whether memory that was sampled at even distances stays flat. */

/** Share of the samples that is warm-up: code is compiled, caches and the allocator's pools fill. */
const WARM_UP = 0.25;

/** Share of the samples at either end that a median is taken of. */
const END = 0.1;

/** How samples go on after warm-up. */
export interface Flatness {
  /** Median right after warm-up, and at the end. */
  readonly before: number;
  readonly after: number;
  /** `after / before - 1` */
  readonly growth: number;
  /** Least-squares slope over everything after warm-up: units of a sample, by sample. */
  readonly slope: number;
}

/** Compares the tenth after warm-up with the last one. @throws RangeError for fewer than 20 samples */
export function flatnessOf(samples: readonly number[]): Flatness {
  if (samples.length < 20)
    throw new RangeError(`${samples.length} samples were given but 20 are needed`);
  const tail = samples.slice(Math.round(WARM_UP * samples.length));
  const end = Math.round(END * samples.length);
  const before = median(tail.slice(0, end));
  const after = median(tail.slice(-end));
  return { before, after, growth: after / before - 1, slope: slopeOf(tail) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (i: number) => sorted[Math.floor(i)] as number;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}

/** sum (x - mean x) y / sum (x - mean x)^2, with x = 0, 1, 2, ... */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let [product, square] = [0, 0];
  for (const [x, y] of values.entries()) {
    product += (x - middle) * y;
    square += (x - middle) ** 2;
  }
  return product / square;
}
