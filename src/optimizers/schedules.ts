/** Learning rates over the steps of a run: a linear warm-up, then constant, linear or cosine decay. */

/** A schedule by name; `warmup` is the share of all steps. */
export interface Schedule {
  readonly name: "constant" | "linear" | "cosine";
  readonly warmup: number;
}

const DECAY: Record<Schedule["name"], (progress: number) => number> = {
  constant: () => 1,
  linear: (progress) => 1 - progress,
  cosine: (progress) => (1 + Math.cos(Math.PI * progress)) / 2,
};

/**
 * Factor of the learning rate at an optimizer step.
 * Warm-up is (step + 1) / warmupSteps; decay runs from there to zero just after the last step.
 * @param step 0 for the first
 * @see Loshchilov & Hutter 2017, equation 5, for the cosine
 */
export function scheduleFactor({ name, warmup }: Schedule, step: number, steps: number): number {
  const warmupSteps = warmup * steps;
  const rising = warmupSteps === 0 ? 1 : (step + 1) / warmupSteps;
  const progress = Math.max(0, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return Math.min(1, rising) * DECAY[name](progress);
}
