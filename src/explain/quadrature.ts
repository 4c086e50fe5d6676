/** Places and weights of Gauss-Legendre quadrature, by which the path of integrated gradients is summed. */

/** A rule for the integral over [0, 1]: the sum of `weights` times the values at `nodes`. */
export interface Quadrature {
  /** Ascending, inside (0, 1). */
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Newton's method doubles the right digits in each round; from Tricomi's guess five are plenty. */
const ROUNDS = 8;

/**
 * The rule of `steps` places, exact for polynomials up to degree 2 `steps` - 1.
 * @param steps whole number from 1
 * @see Abramowitz & Stegun 1964, 25.4.30 (nodes are roots of the Legendre polynomial) and 22.7.10 (its recurrence)
 */
export function gaussLegendre(steps: number): Quadrature {
  const rule = Array.from({ length: steps }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (steps + 0.5));
    for (let round = 0; round < ROUNDS; round++) {
      const { value, slope } = legendre(steps, x);
      x -= value / slope;
    }
    const { slope } = legendre(steps, x);
    // From [-1, 1], where the weight is 2 / ((1 - x^2) P'(x)^2), to [0, 1]; x falls as i grows.
    return { node: (1 - x) / 2, weight: 1 / ((1 - x * x) * slope * slope) };
  });
  return { nodes: rule.map(({ node }) => node), weights: rule.map(({ weight }) => weight) };
}

/** The Legendre polynomial of a degree and its derivative, for -1 < x < 1. */
function legendre(degree: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n++)
    [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  return { value, slope: (degree * (before - x * value)) / (1 - x * x) };
}
