/** Symbolic dimensions: a whole number, or a product of named sizes such as `batch*seqLen`. */

/** A known size, or names joined by `*` in alphabetical order, with a leading number where there is one. */
export type Dim = number | string;

/** Sizes of a tensor's axes, outermost first; `[]` is a scalar. */
export type Shape = readonly Dim[];

function factors(dims: Shape): { number: number; symbols: string[] } {
  let number = 1;
  const symbols: string[] = [];
  for (const dim of dims)
    for (const factor of typeof dim === "number" ? [dim] : dim.split("*"))
      if (/^\d+$/.test(`${factor}`)) number *= Number(factor);
      else symbols.push(`${factor}`);
  return { number, symbols: symbols.sort() };
}

/** The product of dimensions in canonical form, so that equal products compare equal. */
export function productOf(dims: Shape): Dim {
  const { number, symbols } = factors(dims);
  if (symbols.length === 0 || number === 0) return number;
  return (number === 1 ? symbols : [`${number}`, ...symbols]).join("*");
}

/** Whether two shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/**
 * The shape that two operands broadcast to (NumPy's rule).
 * @returns undefined if they do not
 */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const out: Dim[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    out.push(x === 1 ? y : x);
  }
  return out;
}

/** A shape as text: `[batch, seqLen, 32]`. */
export function printShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Turns a negative axis into the one counted from the front. */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
