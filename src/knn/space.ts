/**
 * A metric as the engine can rank by it: score = offset of the key - 2 query . key, in float32, with a proven
 * bound on its rounding, beside the exact distance in float64.
 */

import { float32, type Tensor } from "../core/index.js";
import { rowOf } from "./row.js";
import type { Metric } from "./settings.js";

/** Keys prepared for one metric. */
export interface Space {
  /** What the engine multiplies with, shape [n, width]. */
  readonly keys: Tensor<"float32">;
  /** What it adds to the score of each key, shape [n]. */
  readonly offsets: Tensor<"float32">;
  /** Prepares a query [width] and writes what the engine multiplies with to `into` [width]. */
  place(query: Float32Array, into: Float32Array): PlacedQuery;
}

/** A query among the keys of a {@link Space}. */
export interface PlacedQuery {
  /** Distance to a key, in float64 from the unchanged values. */
  distanceTo(index: number): number;
  /** No key at `distance` or nearer has a score above this, however the engine rounds. */
  highestScore(distance: number): number;
}

/** Prepares keys [n, width], all finite, for `metric`. */
export function createSpace(keys: Tensor<"float32">, metric: Metric): Space {
  return metric === "euclidean" ? euclideanSpace(keys) : cosineSpace(keys);
}

/**
 * |q - x|^2 = |x|^2 - 2 q.x + |q|^2 about the mean of the keys, where the terms cancel least, and in units of
 * the largest coordinate, where no square overflows.
 */
function euclideanSpace({ shape, data }: Tensor<"float32">): Space {
  const [count, width] = shape as [number, number];
  const means = new Float64Array(width);
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < width; j++, at++) means[j] = (means[j] as number) + (data[at] as number);
  for (let j = 0; j < width; j++) means[j] = (means[j] as number) / count;
  let largest = 0;
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < width; j++, at++) {
      const away = Math.abs((data[at] as number) - (means[j] as number));
      if (away > largest) largest = away;
    }
  const scale = largest > 0 ? 1 / largest : 1;

  /** Writes the centred vector and returns its squared length. */
  const centre = (vector: Float32Array, into: Float32Array): number => {
    let square = 0;
    for (let j = 0; j < width; j++) {
      const x = ((vector[j] as number) - (means[j] as number)) * scale;
      into[j] = x;
      square += x * x;
    }
    return square;
  };
  const centred = new Float32Array(data.length);
  const offsets = new Float32Array(count);
  let radius = 0;
  for (let i = 0; i < count; i++) {
    const square = centre(rowOf(data, i, width), rowOf(centred, i, width));
    offsets[i] = square;
    radius = Math.max(radius, Math.sqrt(square));
  }
  return {
    keys: float32(shape, centred),
    offsets: float32([count], offsets),
    place(query, into) {
      const square = centre(query, into);
      const error = roundingBound({ width, radius, length: Math.sqrt(square) });
      return {
        distanceTo(index) {
          let sum = 0;
          for (let j = 0, at = index * width; j < width; j++, at++)
            sum += ((query[j] as number) - (data[at] as number)) ** 2;
          return Math.sqrt(sum);
        },
        highestScore: (distance) => (distance * scale) ** 2 - square + error,
      };
    },
  };
}

/** 2 - 2 u.v = |u - v|^2 for unit vectors u and v; a vector of zeros stays one, so its score is that of a right angle. */
function cosineSpace({ shape, data }: Tensor<"float32">): Space {
  const [count, width] = shape as [number, number];
  const lengthOf = (vector: Float32Array) =>
    Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  const normalise = (vector: Float32Array, length: number, into: Float32Array) => {
    for (let j = 0; j < width; j++) into[j] = length > 0 ? (vector[j] as number) / length : 0;
  };
  const lengths = new Float64Array(count);
  const units = new Float32Array(data.length);
  for (let i = 0; i < count; i++) {
    const vector = rowOf(data, i, width);
    lengths[i] = lengthOf(vector);
    normalise(vector, lengths[i] as number, rowOf(units, i, width));
  }
  return {
    keys: float32(shape, units),
    offsets: float32([count], new Float32Array(count)),
    place(query, into) {
      const length = lengthOf(query);
      normalise(query, length, into);
      const error = roundingBound({ width, radius: 1, length: 1 });
      return {
        distanceTo(index) {
          const other = lengths[index] as number;
          if (length === 0 || other === 0) return 1;
          let sum = 0;
          for (let j = 0, at = index * width; j < width; j++, at++)
            sum += ((query[j] as number) / length - (data[at] as number) / other) ** 2;
          // below the resolution of 1 - cos in float64 the two directions are one
          return sum / 2 < Number.EPSILON ? 0 : sum / 2;
        },
        highestScore: (distance) => 2 * distance - 2 + error,
      };
    },
  };
}

/**
 * Largest error of a score: factors rounded once, a sum of `width` products in any order, offset rounded and
 * added, all in float32, 2^-24 each (doubled for terms of second order); the float64 side at 2^-50.
 * @param radius largest length of a key
 * @param length length of the query
 * @see Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.1
 */
function roundingBound(sizes: { width: number; radius: number; length: number }): number {
  const { width, radius, length } = sizes;
  if (length > 1e30) return Number.POSITIVE_INFINITY; // products near the end of float32's range
  const reach = radius + length;
  return (width + 4) * (2 ** -22 * radius * reach + 2 ** -50 * reach * reach);
}
