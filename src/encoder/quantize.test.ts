/** Eight bits: rounding by its definition, and the product by hand. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { drawnBatch, drawnParameters, smallConfig } from "../../test/smallBert.js";
import { createRandom, float32, type Tensor } from "../core/index.js";
import { GraphBuilder, storeInputs, verifyGraph } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { inferenceForward, PRECISIONS, type Precision, parametersIn } from "./inference.js";
import { declarePieces } from "./inputs.js";
import { declareInt8Parameters, int8Parameters, quantizeRows } from "./quantize.js";

const SEED = 20260903;

describe("quantizeRows", () => {
  test("takes the largest of a row as 127, and rounds the others", () => {
    const { values, scales } = quantizeRows(float32([3, 2], [2, -1, 0, 0, -254, 3]));
    expect([...values.data]).toEqual([127, -63, 0, 0, -127, 2]);
    expect([...scales.data]).toEqual([Math.fround(2 / 127), 1, 2]);
  });

  test("is off by half a scale at most", () => {
    const row = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const { values, scales } = quantizeRows(float32([rows.length, 3], rows.flat()));
        rows.flat().forEach((x, i) => {
          const scale = scales.data[Math.floor(i / 3)] as number;
          const back = scale * (values.data[i] as number);
          expect(Math.abs(back - x)).toBeLessThanOrEqual(0.5001 * scale);
        });
      }),
      { seed: SEED },
    );
  });
});

describe("declareInt8Parameters", () => {
  test("multiplies as the definition of dynamic quantization says", async () => {
    const random = createRandom(SEED);
    const draw = (length: number) => Array.from({ length }, () => random.normal());
    const [rows, into, out] = [5, 7, 3];
    const name = "bert.encoder.layer.0.output.dense";
    const [x, weight, bias] = [draw(rows * into), draw(out * into), draw(out)];
    const parameters = new Map([
      [`${name}.weight`, float32([out, into], weight)],
      [`${name}.bias`, float32([out], bias)],
    ]);
    const g = createOps(new GraphBuilder(OP_TABLE));
    const input = g.builder.input("x", "float32", ["n", into]);
    const shapes = new Map([...parameters].map(([key, { shape }]) => [key, shape]));
    const { linear } = declareInt8Parameters(g, shapes);
    const graph = g.builder.build("linear", { y: linear(input, name) });
    verifyGraph(graph, OP_TABLE);
    const [results] = await runGraph(storeInputs(graph, int8Parameters(parameters)), {
      x: float32([rows, into], x),
    });

    // ONNX's DynamicQuantizeLinear: a range that holds zero, 256 steps
    const [low, high] = [Math.min(0, ...x), Math.max(0, ...x)];
    const step = (high - low) / 255;
    const zero = Math.round(-low / step);
    const bytes = x.map((value) => Math.min(255, Math.max(0, Math.round(value / step) + zero)));
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < out; j++) {
        const row = weight.slice(j * into, (j + 1) * into);
        const scale = Math.max(...row.map(Math.abs)) / 127;
        const sum = row.reduce(
          (total, w, k) => total + ((bytes[i * into + k] as number) - zero) * Math.round(w / scale),
          0,
        );
        expect(results?.y?.data[i * out + j]).toBeCloseTo(
          sum * step * scale + (bias[j] as number),
          4,
        );
      }
  });
});

describe("inferenceForward", () => {
  const config = smallConfig();
  const outputs = 3;
  const parameters = drawnParameters(config, outputs);
  const { inputIds, tokenTypeIds, attentionMask } = drawnBatch([9, 5], 12);

  async function logitsIn(precision: Precision, stored: ReadonlyMap<string, Tensor>) {
    const g = createOps(new GraphBuilder(OP_TABLE));
    const { logits } = inferenceForward(g, config, { outputs, precision, ...declarePieces(g) });
    const graph = g.builder.build("forward", { logits });
    verifyGraph(graph, OP_TABLE);
    const feeds = { inputIds, tokenTypeIds, attentionMask };
    const [asInputs] = await runGraph(graph, { ...feeds, ...Object.fromEntries(stored) });
    const [asConstants] = await runGraph(storeInputs(graph, stored), feeds);
    return { asInputs: asInputs?.logits?.data, asConstants: asConstants?.logits?.data };
  }

  test.each(PRECISIONS)("says the same of parameters fed and stored: %s", async (precision) => {
    const { asInputs, asConstants } = await logitsIn(
      precision,
      parametersIn(precision, parameters),
    );
    // what the engine prepares is summed in another order
    asInputs?.forEach((value, i) => {
      expect(asConstants?.[i]).toBeCloseTo(Number(value), 5);
    });
    expect(asConstants).toHaveLength(asInputs?.length as number);
  });

  test("in int8 is close to float32, and not equal", async () => {
    const exact = (await logitsIn("fp32", parameters)).asConstants as Float32Array;
    const rough = (await logitsIn("int8", parametersIn("int8", parameters)))
      .asConstants as Float32Array;
    const used = exact.map((_, i) => attentionMask.data[Math.floor(i / outputs)] as number);
    const differences = exact.map(
      (x, i) => Math.abs(x - (rough[i] as number)) * (used[i] as number),
    );
    // activations of size 1 to 3 in 255 steps, weights in 254: errors of a percent of logits of size 1
    expect(Math.max(...differences)).toBeLessThan(0.15);
    expect(Math.max(...differences)).toBeGreaterThan(1e-4);
  });
});
