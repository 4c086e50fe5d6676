/** How many cases each fuzz test tries, and from which seed; the nightly run asks for more. */

/** Seed of every fuzz test; printed in its name. */
export const FUZZ_SEED = Number(process.env.RARETAG_FUZZ_SEED ?? 20240911);

const FACTOR = Number(process.env.RARETAG_FUZZ_FACTOR ?? 1);

/** fast-check's options for a test that tries `runs` cases in the ordinary suite. */
export function fuzzed(runs: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: FUZZ_SEED, numRuns: Math.ceil(runs * FACTOR) };
}

/** Time limit of a fuzz test in milliseconds; no case is timed, a hang is found by the sandbox. */
export const FUZZ_LIMIT = 60_000 * Math.max(1, FACTOR);
