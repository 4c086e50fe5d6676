/** Operators as functions from values to values, so that graphs read as formulas. */

import { type DType, InternalError, int64, sizeOf, type Tensor, tensor } from "../core/index.js";
import {
  type Attributes,
  type Dim,
  type GraphBuilder,
  GraphError,
  positiveAxis,
  printShape,
  productOf,
  type Shape,
  sameShape,
  type Value,
} from "../onnx/index.js";

const ELEMENT_CODE = { float32: 1, float64: 11 } as const;

/** A tensor of one floating-point number. @throws GraphError for an integer type */
function floats(dtype: DType, shape: readonly number[], x: number): Tensor {
  if (dtype === "float32") return tensor(dtype, shape, Float32Array.of(x));
  if (dtype === "float64") return tensor(dtype, shape, Float64Array.of(x));
  throw new GraphError({}, `${x} is wanted as ${dtype}`, "Calculate with floating-point values");
}

/** The numbers 0 to count - 1 as one row. */
function wholeNumbers(dtype: DType, count: number): Tensor {
  const numbers = Array.from({ length: count }, (_, i) => i);
  return dtype === "int64"
    ? int64([1, count], numbers)
    : tensor("int32", [1, count], Int32Array.from(numbers));
}

/** Rows up to which adding by index is a matrix product. */
const FEW_ROWS = 8;

/** Flags of a matrix product. */
export interface ProductOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly alpha?: number;
  readonly beta?: number;
}

/** Functions that append operators to `builder`. */
export type Ops = ReturnType<typeof createOps>;

/** Gives the operators as functions over the values of one graph under construction. */
export function createOps(builder: GraphBuilder) {
  const one = (
    opType: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
    extra: { domain?: string; target?: Shape } = {},
  ) => builder.node(opType, inputs, { attributes, ...extra })[0] as Value;

  const constant = (value: Tensor) => builder.constant(value);
  const scalar = (x: number, dtype: DType = "float32") => constant(floats(dtype, [], x));
  const add = (a: Value, b: Value) => one("Add", [a, b]);
  const sub = (a: Value, b: Value) => one("Sub", [a, b]);
  const mul = (a: Value, b: Value) => one("Mul", [a, b]);
  const div = (a: Value, b: Value) => one("Div", [a, b]);
  const scale = (a: Value, factor: number) => (factor === 1 ? a : mul(a, scalar(factor, a.dtype)));
  const exp = (a: Value) => one("Exp", [a]);
  const log = (a: Value) => one("Log", [a]);
  const erf = (a: Value) => one("Erf", [a]);
  const tanh = (a: Value) => one("Tanh", [a]);

  /** Sizes as an int64 tensor; those with a name are read from the inputs of the graph. */
  const shapeTensor = (shape: Shape): Value =>
    shape.every((dim) => typeof dim === "number")
      ? constant(int64([shape.length], shape))
      : one(
          "Concat",
          shape.map((dim) =>
            typeof dim === "number" ? constant(int64([1], [dim])) : sizeOfDim(dim),
          ),
          { axis: 0 },
        );
  const sizeOfDim = (dim: string): Value => {
    const source = builder.dimSources.get(dim);
    if (!source) throw new InternalError(`no input of the graph tells the size ${dim}`);
    return one("Gather", [one("Shape", [source.input]), constant(int64([1], [source.axis]))], {
      axis: 0,
    });
  };

  /** One named size needs not be read: ONNX's -1 stands for it. */
  const reshape = (a: Value, shape: Shape): Value => {
    if (sameShape(a.shape, shape)) return a;
    const free = shape.findIndex((dim) => typeof dim === "string");
    const sizes = shapeTensor(shape.map((dim, axis) => (axis === free ? -1 : dim)));
    return one("Reshape", [a, sizes], {}, { target: shape });
  };
  /** Axes that do not grow are given as 1, so that their sizes need not be known. */
  const expand = (a: Value, shape: Shape): Value => {
    if (sameShape(a.shape, shape)) return a;
    const offset = shape.length - a.shape.length;
    const sizes = shapeTensor(shape.map((dim, axis) => (dim === a.shape[axis - offset] ? 1 : dim)));
    return one("Expand", [a, sizes], {}, { target: shape });
  };
  const zeros = (shape: Shape, dtype: DType): Value =>
    one(
      "ConstantOfShape",
      [shapeTensor(shape)],
      { value: floats(dtype, [1], 0) },
      { target: shape },
    );
  const equal = (a: Value, b: Value) => one("Equal", [a, b]);
  const cast = (a: Value, dtype: "float32" | "float64") =>
    a.dtype === dtype ? a : one("Cast", [a], { to: ELEMENT_CODE[dtype] });
  const transpose = (a: Value, perm: readonly number[]) => one("Transpose", [a], { perm });

  const reduce =
    (opType: string) =>
    (a: Value, axes: readonly number[], { keepDims = false } = {}): Value =>
      one(opType, [a, constant(int64([axes.length], axes))], { keepdims: keepDims ? 1 : 0 });
  const sum = reduce("ReduceSum");
  const mean = reduce("ReduceMean");

  const flags = ({ transA, transB, alpha = 1 }: ProductOptions): Attributes => ({
    ...(transA ? { transA: 1 } : {}),
    ...(transB ? { transB: 1 } : {}),
    ...(alpha === 1 ? {} : { alpha }),
  });

  /** alpha A' B' + beta C of rank 2. */
  const gemm = (a: Value, b: Value, c: Value | undefined, options: ProductOptions = {}) =>
    one("Gemm", c ? [a, b, c] : [a, b], {
      ...flags(options),
      ...(options.beta === undefined ? {} : { beta: options.beta }),
    });

  return {
    builder,
    constant,
    scalar,
    add,
    sub,
    mul,
    div,
    scale,
    exp,
    log,
    erf,
    tanh,
    reshape,
    expand,
    transpose,
    sum,
    mean,
    neg: (a: Value) => one("Neg", [a]),
    sqrt: (a: Value) => one("Sqrt", [a]),
    sign: (a: Value) => one("Sign", [a]),
    relu: (a: Value) => one("Relu", [a]),
    gelu: (a: Value, approximate: "none" | "tanh" = "none") => one("Gelu", [a], { approximate }),
    min: (a: Value, b: Value) => one("Min", [a, b]),
    sumSquare: reduce("ReduceSumSquare"),
    softmax: (a: Value, axis = -1) => one("Softmax", [a], { axis }),
    logSoftmax: (a: Value, axis = -1) => one("LogSoftmax", [a], { axis }),
    matMul: (a: Value, b: Value) => one("MatMul", [a, b]),
    cast,
    gemm,

    /** Zeros of known sizes. */
    zeros: (shape: readonly number[]) => zeros(shape, "float32"),

    /** Vectors end to end. */
    concat: (vectors: readonly Value[]) => one("Concat", vectors, { axis: 0 }),

    /** Elements `start` to `end` of a vector. */
    slice: (a: Value, { start, end }: { readonly start: number; readonly end: number }) =>
      one("Slice", [a, constant(int64([1], [start])), constant(int64([1], [end]))]),

    /** alpha A' B' over the last two axes. */
    fusedMatMul: (a: Value, b: Value, options: ProductOptions = {}) =>
      one("FusedMatMul", [a, b], flags(options), { domain: "com.microsoft" }),

    /** Normalises the last axis. */
    layerNormalization: (x: Value, scaleOf: Value, bias: Value, epsilon: number) =>
      one("LayerNormalization", [x, scaleOf, bias], { axis: -1, epsilon }),

    /** Rows of `data` at `indices`. */
    gather: (data: Value, indices: Value) => one("Gather", [data, indices], { axis: 0 }),

    /** The numbers 0 to size - 1 of a named size, int64 [dim]. */
    range: (dim: string) => {
      const start = constant(int64([], [0]));
      const limit = one("Reshape", [sizeOfDim(dim), constant(int64([0], []))], {}, { target: [] });
      return one("Range", [start, limit, constant(int64([], [1]))], {}, { target: [dim] });
    },

    /** The `k` largest (or smallest) elements of the last axis: [values, indices]. */
    topK: (a: Value, k: number, { largest = true, sorted = true } = {}) =>
      builder.node("TopK", [a, constant(int64([1], [k]))], {
        attributes: { axis: -1, largest: largest ? 1 : 0, sorted: sorted ? 1 : 0 },
      }) as readonly [Value, Value],

    /**
     * Undoes broadcasting: sums `a` down to the shape of `like`.
     * The sum of all rows of a matrix is a product with ones, which takes the engine half the time of its ReduceSum.
     */
    sumTo(a: Value, like: Value): Value {
      if (sameShape(a.shape, like.shape)) return a;
      const extra = a.shape.length - like.shape.length;
      const axes = a.shape.flatMap((dim, axis) =>
        axis < extra || (like.shape[axis - extra] === 1 && dim !== 1) ? [axis] : [],
      );
      if (a.shape.length === 2 && axes.join() === "0")
        return reshape(
          gemm(expand(scalar(1, a.dtype), [1, a.shape[0] as Dim]), a, undefined),
          like.shape,
        );
      return reshape(axes.length ? sum(a, axes, { keepDims: true }) : a, like.shape);
    },

    /** Copies the gradient of a reduction to every element that was reduced. */
    spread(dOut: Value, data: Value, axesValue: Value | undefined): Value {
      const axes = axesValue ? builder.constants.get(axesValue.name) : undefined;
      const rank = data.shape.length;
      const gone = new Set(
        axes
          ? Array.from<number | bigint, number>(axes.data, (axis) =>
              positiveAxis(Number(axis), rank),
            )
          : data.shape.keys(),
      );
      const kept = data.shape.map((dim, axis): Dim => (gone.has(axis) ? 1 : dim));
      return expand(reshape(dOut, kept), data.shape);
    },

    /** Divides by how many elements of `data` went into each element of `reducedTo`; sizes must be known. */
    divideByCount(dOut: Value, data: Value, reducedTo: Value): Value {
      const count = (shape: Shape) =>
        sizeOf(shape.filter((dim): dim is number => typeof dim === "number"));
      const symbols = (shape: Shape) => shape.filter((dim) => typeof dim === "string").join();
      if (symbols(data.shape) !== symbols(reducedTo.shape))
        throw new InternalError(
          `the mean of ${printShape(data.shape)} to ${printShape(reducedTo.shape)} is over a size unknown before run time`,
        );
      return scale(dOut, count(reducedTo.shape) / count(data.shape));
    },

    /** Exchanges the last two axes. */
    swapLastAxes(a: Value): Value {
      const axes = a.shape.map((_, axis) => axis);
      return transpose(a, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
    },

    /**
     * Zeros of `shape` [rows, ...width] with each `updates` [...indices.shape, ...width] added at its index.
     * For a handful of rows it is the product with a matrix of zeros and ones, which runs on all cores.
     */
    scatterAddRows(shape: Shape, indices: Value, updates: Value): Value {
      const count = productOf(indices.shape);
      const [rows, ...width] = shape as [Dim, ...Dim[]];
      if (typeof rows === "number" && rows <= FEW_ROWS) {
        const numbers = constant(wholeNumbers(indices.dtype, rows));
        const chosen = equal(reshape(indices, [count, 1]), numbers);
        const product = gemm(
          cast(chosen, updates.dtype as "float32"),
          reshape(updates, [count, productOf(width)]),
          undefined,
          { transA: true },
        );
        return reshape(product, shape);
      }
      const index = reshape(indices, [count, ...width.map(() => 1)]);
      return one(
        "ScatterElements",
        [
          zeros(shape, updates.dtype),
          expand(index, [count, ...width]),
          reshape(updates, [count, ...width]),
        ],
        { axis: 0, reduction: "add" },
      );
    },

    /** d gelu / dx = (1 + erf(u) + 2/sqrt(pi) u exp(-u^2)) / 2 with u = x / sqrt(2). */
    geluDerivative(x: Value): Value {
      const u = scale(x, Math.SQRT1_2);
      const bell = exp(sub(scalar(Math.log(2 / Math.sqrt(Math.PI)), x.dtype), mul(u, u)));
      return scale(add(add(erf(u), mul(u, bell)), scalar(1, x.dtype)), 0.5);
    },

    /** Derivative of x/2 (1 + tanh(t)), t = sqrt(2/pi) (x + 0.044715 x^3). */
    geluTanhDerivative(x: Value): Value {
      const square = mul(x, x);
      const root = Math.sqrt(2 / Math.PI);
      const cubic = add(scale(square, 0.044715), scalar(1, x.dtype));
      const t = tanh(scale(mul(x, cubic), root));
      const slope = scale(add(scale(square, 3 * 0.044715), scalar(1, x.dtype)), root);
      const spread = mul(sub(scalar(1, x.dtype), mul(t, t)), mul(x, slope));
      return scale(add(add(t, scalar(1, x.dtype)), spread), 0.5);
    },
  };
}
