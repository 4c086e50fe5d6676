/** Rows of matrices that lie in one typed array. */

type NumberArray = Float32Array | Float64Array | BigInt64Array;

/** Row `index` of a matrix [rows, width], as a view. */
export function rowOf<A extends NumberArray>(matrix: A, index: number, width: number): A {
  return matrix.subarray(index * width, (index + 1) * width) as A;
}
