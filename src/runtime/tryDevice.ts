/** Small trials of a device, each in a process of its own. */

import { encodeModel, GraphBuilder } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { type ChildResult, runBeside } from "./childEngine.js";

/** Rows and columns of the matrix that is multiplied by itself; 4 MB, so that transfers weigh as in a model. */
const SIZE = 1024;

/** Seconds after which a device is given up; the first use of a driver may take some. */
const PATIENCE = 60;

/** The same for a race, in which a real graphics card needs less than one. */
const RACE_PATIENCE = 10;

/** The model y = x x, of square matrices. */
export function matrixProductModel(): Uint8Array {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const x = g.builder.input("x", "float32", ["n", "n"]);
  return encodeModel(g.builder.build("trial", { y: g.matMul(x, x) }), OP_TABLE);
}

/** Elements are eighths, so that every product and sum is exact in float32 in any order. */
const SCRIPT = `
const matrix = (n) =>
  new Tensor("float32", Float32Array.from({ length: n * n }, (_, i) => (((i * 7) % 11) - 5) / 8), [n, n]);
const open = (name) =>
  InferenceSession.create(model, { executionProviders: [name], logSeverityLevel: 4 });`;

const TRY = `${SCRIPT}
const session = await open(device);
await session.run({ x: matrix(8) });`;

const RACE = `${SCRIPT}
const x = matrix(${SIZE});
const measure = async (name) => {
  const session = await open(name);
  const { y } = await session.run({ x });
  let best = Infinity;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await session.run({ x });
    best = Math.min(best, performance.now() - start);
  }
  return { milliseconds: best, y: y.data };
};
const cpu = await measure("cpu");
const ours = await measure(device);
return {
  device: ours.milliseconds,
  cpu: cpu.milliseconds,
  equal: ours.y.every((value, i) => value === cpu.y[i]),
};`;

/** Times in milliseconds, and whether the results are the same. */
export interface Race {
  readonly cpu: number;
  readonly device: number;
  readonly equal: boolean;
}

/** Multiplies small matrices. @returns why the device cannot; undefined if it can */
export async function tryDevice(device: string, model: Uint8Array): Promise<string | undefined> {
  const result = await runBeside(TRY, { model, device, seconds: PATIENCE });
  return result.failure && reasonOf(result);
}

/** Multiplies the same matrices on a device and on the processor. */
export async function raceDevice(
  device: string,
  model: Uint8Array,
): Promise<Race | { readonly failure: string }> {
  const result = await runBeside(RACE, { model, device, seconds: RACE_PATIENCE });
  return result.failure ? { failure: reasonOf(result) } : (result.value as Race);
}

/** The engine's words, without the place in its source in front of them. */
function reasonOf({ failure = "" }: ChildResult): string {
  const text = failure.split(" was false. ").at(-1) ?? failure;
  return text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
}
