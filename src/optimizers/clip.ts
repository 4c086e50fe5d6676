/** Clipping of gradients by their joint length. */

import type { Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";

/**
 * Scales all gradients by min(1, maxNorm / (norm + 1e-6)), norm over all of them together.
 * @see Pascanu, Mikolov, Bengio 2013, algorithm 1; the 1e-6 is PyTorch's
 */
export function clipByGlobalNorm(
  g: Ops,
  gradients: readonly Value[],
  maxNorm: number,
): { gradients: readonly Value[]; norm: Value } {
  const squares = gradients.map((gradient) => g.sumSquare(gradient, [...gradient.shape.keys()]));
  const norm = g.sqrt(squares.reduce((sum, square) => g.add(sum, square)));
  const factor = g.min(g.div(g.scalar(maxNorm), g.add(norm, g.scalar(1e-6))), g.scalar(1));
  return { gradients: gradients.map((gradient) => g.mul(gradient, factor)), norm };
}
