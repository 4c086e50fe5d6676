/** Fewer coordinates for logits of many classes: an orthonormal basis of what an output layer can give. */

import { float32, type Tensor } from "../core/index.js";

/** Weight `[classes, hidden]` and bias `[classes]` of an output layer. */
export interface LogitLayer {
  readonly weight: Tensor<"float32">;
  readonly bias: Tensor<"float32">;
}

/** A column is in the span of those before it if no larger share of the longest column is left of it. */
const NEGLIGIBLE = 2 ** -40;
/** Where a subtraction leaves less of a column than this, rounding shows, and it is repeated. */
const CANCELLED = 2 ** -8;

/**
 * An orthonormal basis of the column space of `[weight bias]`. All logits `W h + b` lie in it, so their coordinates
 * keep every distance and every angle between them: |W h - W h'| = |Q'(W h - W h')|. With 2,001 classes over a hidden
 * width of 384 they are 385 numbers a token instead of 2,001.
 * @returns rows of the basis, [rank, classes]; nothing where that is not shorter than the logits themselves
 * @see Björck 1967, Solving linear least squares problems by Gram-Schmidt orthogonalization
 */
export function logitBasis({ weight, bias }: LogitLayer): Tensor<"float32"> | undefined {
  const [classes, hidden] = weight.shape as [number, number];
  if (classes <= hidden + 1) return undefined;
  const columns = [...Array.from({ length: hidden }, (_, j) => column(weight, j)), bias.data].map(
    (values) => Float64Array.from(values),
  );
  const longest = Math.max(...columns.map(lengthOf));
  const basis: Float64Array[] = [];
  for (const vector of columns) {
    let before = lengthOf(vector);
    for (;;) {
      for (const unit of basis) addScaled(vector, unit, -dot(vector, unit));
      const after = lengthOf(vector);
      if (!(after > NEGLIGIBLE * longest)) break;
      if (after > CANCELLED * before) {
        basis.push(vector.map((value) => value / after));
        break;
      }
      before = after;
    }
  }
  if (basis.length === 0) return undefined;
  const rows = new Float32Array(basis.length * classes);
  basis.forEach((unit, row) => {
    rows.set(unit, row * classes);
  });
  return float32([basis.length, classes], rows);
}

function column({ shape, data }: Tensor<"float32">, j: number): Float32Array {
  const [rows, width] = shape as [number, number];
  return Float32Array.from({ length: rows }, (_, i) => data[i * width + j] as number);
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** Four sums side by side, so that none waits for the one before it. */
function dot(a: Float64Array, b: Float64Array): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const even = a.length - (a.length % 4);
  for (let i = 0; i < even; i += 4) {
    s += (a[i] as number) * (b[i] as number);
    t += (a[i + 1] as number) * (b[i + 1] as number);
    u += (a[i + 2] as number) * (b[i + 2] as number);
    v += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = even; i < a.length; i++) s += (a[i] as number) * (b[i] as number);
  return s + t + u + v;
}

function addScaled(into: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++)
    into[i] = (into[i] as number) + factor * (vector[i] as number);
}
