/** Where the parameters of a model lie in the tensors of a step: matrices alone, all vectors end to end in one. */

import { float32, InternalError, sizeOf, type Tensor } from "../core/index.js";
import type { ParameterShapes } from "../encoder/index.js";

/** Name of the tensor that holds biases and normalisations, so that their update is a few nodes and not hundreds. */
export const VECTORS = "vectors";

/**
 * An element at the end of {@link VECTORS} that starts at 1 and has no gradient: what steps make of a parameter that no
 * batch touches, as a factor.
 */
export const UNTOUCHED = "untouched";

/** A vector's elements among those of {@link VECTORS}. */
export interface VectorPlace {
  readonly start: number;
  readonly end: number;
}

/** Tensors of a step and what they hold. */
export interface Layout {
  /** Shapes by name: matrices, then {@link VECTORS}. */
  readonly tensors: ReadonlyMap<string, readonly number[]>;
  readonly vectors: ReadonlyMap<string, VectorPlace>;
}

/** Lays out parameters. */
export function layoutOf(shapes: ParameterShapes): Layout {
  const tensors = new Map<string, readonly number[]>();
  const vectors = new Map<string, VectorPlace>();
  let end = 0;
  for (const [name, shape] of [...shapes, [UNTOUCHED, [1]] as const]) {
    if (shape.length !== 1) tensors.set(name, shape);
    else {
      const start = end;
      end += sizeOf(shape);
      vectors.set(name, { start, end });
    }
  }
  return { tensors: tensors.set(VECTORS, [end]), vectors };
}

/** Parameters by name, and {@link UNTOUCHED}, as views into the tensors of a step. */
export function viewsOf(
  { tensors, vectors }: Layout,
  values: ReadonlyMap<string, Tensor>,
): Map<string, Tensor<"float32">> {
  const views = new Map<string, Tensor<"float32">>();
  for (const name of tensors.keys()) views.set(name, values.get(name) as Tensor<"float32">);
  const joined = views.get(VECTORS)?.data as Float32Array;
  views.delete(VECTORS);
  for (const [name, { start, end }] of vectors)
    views.set(name, float32([end - start], joined.subarray(start, end)));
  return views;
}

/**
 * New tensors with these parameters in them, and {@link UNTOUCHED} at 1.
 * @throws InternalError if a parameter is missing or of another shape
 */
export function tensorsOf(
  layout: Layout,
  parameters: ReadonlyMap<string, Tensor<"float32">>,
): Map<string, Tensor<"float32">> {
  const tensors = new Map(
    [...layout.tensors].map(([name, shape]) => [
      name,
      float32(shape, new Float32Array(sizeOf(shape))),
    ]),
  );
  const given = new Map(parameters).set(UNTOUCHED, float32([1], [1]));
  for (const [name, { shape, data }] of viewsOf(layout, tensors)) {
    const source = given.get(name);
    if (source?.shape.join() !== shape.join())
      throw new InternalError(
        `${name} is given as [${source?.shape.join(", ") ?? "nothing"}] but the graph has [${shape.join(", ")}]`,
      );
    data.set(source.data);
  }
  return tensors;
}
