/** Weights in 8 bits, and products with them: dynamic quantization of the linear layers and of the table of pieces. */

import { float32, type Tensor, tensor } from "../core/index.js";
import type { Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";
import type { ParameterShapes } from "./parameters.js";

/** Rows of a matrix as whole numbers, each row with its own scale: x is about scale * value. */
export interface QuantizedRows {
  /** [rows, width], -127 to 127 */
  readonly values: Tensor<"int8">;
  /** [rows], positive */
  readonly scales: Tensor<"float32">;
}

const LARGEST = 127;

/**
 * Rounds each row of a matrix [rows, width] to 8 bits, symmetrically about zero; the error is at most half a scale.
 * @see Jacob et al. 2018, equation 1, with zero point 0
 */
export function quantizeRows({ shape, data }: Tensor<"float32">): QuantizedRows {
  const [rows, width] = shape as [number, number];
  const values = new Int8Array(data.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    let largest = 0;
    for (let i = at; i < at + width; i++) largest = Math.max(largest, Math.abs(data[i] as number));
    const scale = largest > 0 ? largest / LARGEST : 1;
    scales[row] = scale;
    for (let i = at; i < at + width; i++) values[i] = Math.round((data[i] as number) / scale);
  }
  return { values: tensor("int8", shape, values), scales: float32([rows], scales) };
}

/** The pieces' table, by rows. */
const TABLE = "bert.embeddings.word_embeddings.weight";

/** Weights of the linear layers of the encoder. The output layer is small and decides, so it stays in float32. */
const LINEAR = /^bert\.encoder\..*\.(query|key|value|dense)\.weight$/;

const scaleOf = (name: string) => `${name}_scale`;

/**
 * Parameters as {@link declareInt8Parameters} declares them: int8 values under the name of the weight, float32 scales
 * beside them, everything else unchanged. Weights of linear layers are turned to [in, out], as the product wants them.
 */
export function int8Parameters(
  parameters: ReadonlyMap<string, Tensor<"float32">>,
): ReadonlyMap<string, Tensor> {
  const stored = new Map<string, Tensor>();
  for (const [name, weight] of parameters) {
    if (name !== TABLE && !LINEAR.test(name)) {
      stored.set(name, weight);
      continue;
    }
    const { values, scales } = quantizeRows(weight);
    const rows = scales.data.length;
    stored.set(name, name === TABLE ? values : transposed(values));
    stored.set(scaleOf(name), name === TABLE ? float32([rows, 1], scales.data) : scales);
  }
  return stored;
}

function transposed({ shape, data }: Tensor<"int8">): Tensor<"int8"> {
  const [rows, columns] = shape as [number, number];
  const out = new Int8Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j] as number;
  return tensor("int8", [columns, rows], out);
}

/** What the forward graph takes in place of float32 parameters. */
export interface Int8Parameters {
  readonly parameter: (name: string) => Value;
  readonly linear: (x: Value, name: string) => Value;
  /** Operators whose `gather` reads rows of the quantized table as float32. */
  readonly ops: Ops;
}

/** Declares parameters as {@link int8Parameters} stores them. @param shapes of the float32 parameters */
export function declareInt8Parameters(g: Ops, shapes: ParameterShapes): Int8Parameters {
  const inputs = new Map<string, Value>();
  const declare = (name: string, dtype: "float32" | "int8", shape: readonly number[]) =>
    inputs.set(name, g.builder.input(name, dtype, shape));
  for (const [name, shape] of shapes) {
    const [rows, columns] = shape as [number, number];
    if (name === TABLE) {
      declare(name, "int8", shape);
      declare(scaleOf(name), "float32", [rows, 1]);
    } else if (LINEAR.test(name)) {
      declare(name, "int8", [columns, rows]);
      declare(scaleOf(name), "float32", [rows]);
    } else declare(name, "float32", shape);
  }
  const parameter = (name: string) => inputs.get(name) as Value;
  return {
    parameter,
    linear(x, name) {
      const weight = `${name}.weight`;
      const bias = parameter(`${name}.bias`);
      if (!LINEAR.test(weight)) return g.gemm(x, parameter(weight), bias, { transB: true });
      const [values, scale, zero] = g.builder.node("DynamicQuantizeLinear", [x]) as Triple;
      const sums = g.builder.node("MatMulInteger", [values, parameter(weight), zero])[0] as Value;
      const scales = g.mul(scale, parameter(scaleOf(weight)));
      return g.add(g.mul(g.cast(sums, "float32"), scales), bias);
    },
    ops: {
      ...g,
      gather: (data, indices) =>
        data === parameter(TABLE)
          ? g.mul(
              g.cast(g.gather(data, indices), "float32"),
              g.gather(parameter(scaleOf(TABLE)), indices),
            )
          : g.gather(data, indices),
    },
  };
}

type Triple = readonly [Value, Value, Value];
