/** Logits to coordinates in the basis of a datastore, by the engine. */

import { float32, type Tensor } from "../core/index.js";
import { type Graph, GraphBuilder } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { createSession } from "../runtime/index.js";

/** A basis loaded into the engine. Holds its memory until `release`. */
export interface Projection {
  /**
   * Coordinates [m, rank] of logits [m, classes].
   * A row comes out the same to the last bit whatever stands beside it, so equal logits stay equal.
   */
  coordinatesOf(logits: Tensor<"float32">): Promise<Tensor<"float32">>;
  release(): Promise<void>;
}

/** The product of `logits` [rows, classes] with each row of `basis` [rank, classes]. */
export function projectionGraph([rank, classes]: readonly [number, number]): Graph {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const logits = g.builder.input("logits", "float32", ["rows", classes]);
  const basis = g.builder.input("basis", "float32", [rank, classes]);
  const coordinates = g.gemm(logits, basis, undefined, { transB: true });
  return g.builder.build("projection", { coordinates });
}

/**
 * Loads a basis.
 * @param basis rows [rank, classes], see `logitBasis`
 */
export async function createProjection(
  basis: Tensor<"float32">,
  { threads = 0 }: { readonly threads?: number } = {},
): Promise<Projection> {
  const [rank, classes] = basis.shape as [number, number];
  const session = await createSession(projectionGraph([rank, classes]), OP_TABLE, { threads });
  return {
    async coordinatesOf(logits) {
      const { shape, data } = logits;
      const rows = shape[0] as number;
      if (rows === 0) return float32([0, rank], []);
      // for a single row the engine has another routine, which rounds otherwise
      const fed = rows === 1 ? float32([2, classes], [...data, ...data]) : logits;
      const { coordinates } = await session.run({ logits: fed, basis }, { coordinates: null });
      const found = (coordinates as Tensor<"float32">).data;
      return float32([rows, rank], found.subarray(0, rows * rank));
    },
    release: () => session.release(),
  };
}
