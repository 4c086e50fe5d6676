/** Runs the tiny models on WebGPU and on the processor; a process of its own, as a driver may abort. Prints JSON. */

import { join } from "node:path";
import { float32, sizeOf, type Tensor } from "../../src/core/index.js";
import { buildForwardGraph } from "../../src/inference/index.js";
import { type Graph, GraphBuilder } from "../../src/onnx/index.js";
import { createOps, OP_TABLE } from "../../src/ops/index.js";
import { adamW, type Optimizer, sgd } from "../../src/optimizers/index.js";
import { createSession, type Device, openDevice, RuntimeError } from "../../src/runtime/index.js";
import { tensorsOf, VECTORS, viewsOf } from "../../src/training/layout.js";
import { buildStepGraph, nextOf } from "../../src/training/stepGraph.js";
import {
  compare,
  crossEntropyTargets,
  OPTIMIZER_RUNS,
  readTensors,
  type TinyBert,
  tinyBerts,
} from "../parity/tinyBert.js";

/** Largest difference, and the largest value that it is seen against. */
export type Comparison = ReturnType<typeof compare>;

/** What the process prints. */
export interface ParityReport {
  /** Why there is no WebGPU; nothing else is given then. */
  readonly absent?: string;
  /** Every output of a graph on WebGPU against the same on the processor, by `run output`. */
  readonly againstProcessor: Record<string, Comparison>;
  /** Losses, gradients and final weights on WebGPU against PyTorch's, by `run name`. */
  readonly againstPyTorch: Record<string, Comparison>;
  /** What was said about the graphs of models, and about one with an operator that WebGPU lacks. */
  readonly notices: { readonly models: string[]; readonly lacking: string[] };
  /** e to the 0 and to the 1 by that operator. */
  readonly wide: number[];
}

type Results = Record<string, Tensor>;
const STEPS = 10;

async function runOnce(graph: Graph, feeds: Results, device?: Device): Promise<Results> {
  const session = await createSession(graph, OP_TABLE, { threads: 1, device });
  const fetches = Object.fromEntries(graph.outputs.map(({ name }) => [name, null]));
  const results = await session.run(feeds, fetches);
  await session.release();
  return results;
}

/** Ten steps as make.py takes them: the loss of each, the gradients of the first, the tensors after the last. */
async function tenSteps(
  tiny: TinyBert,
  { optimizer, learningRate, clip }: { optimizer: Optimizer; learningRate: number; clip?: number },
  device?: Device,
): Promise<Results> {
  const { config, classes, feeds, parameters } = tiny;
  const head = { groups: 1, ways: classes };
  const { graph, layout, tensors } = buildStepGraph({
    ...{ config, head, optimizer, clip, exposeGradients: true },
  });
  const session = await createSession(graph, OP_TABLE, { threads: 1, device });
  const fetches = Object.fromEntries(graph.outputs.map(({ name }) => [name, null]));
  const kept: Results = {};
  const losses: number[] = [];
  const held = tensorsOf(layout, parameters);
  let state: Results = {};
  for (const [name, shape] of tensors)
    state[name] = held.get(name) ?? float32(shape, new Float32Array(sizeOf(shape)));
  for (let step = 1; step <= STEPS; step++) {
    const scalars = Object.entries(optimizer.scalarsAt(step, learningRate)).map(
      ([name, value]): [string, Tensor] => [name, float32([], [value])],
    );
    const targets = crossEntropyTargets(tiny);
    const results = await session.run(
      { ...feeds, ...state, ...Object.fromEntries(scalars), targets },
      fetches,
    );
    losses.push(Number(results.loss?.data[0]));
    state = Object.fromEntries(
      [...tensors.keys()].map((name) => [name, results[nextOf(name)] as Tensor]),
    );
    if (step > 1) continue;
    for (const name of parameters.keys())
      kept[`gradient:${name}`] = results[`gradient:${name}`] as Tensor;
  }
  await session.release();
  const after = viewsOf(layout, new Map(Object.entries(state)));
  const { [VECTORS]: _, ...others } = state;
  return { ...kept, ...others, ...Object.fromEntries(after), losses: float32([STEPS], losses) };
}

/** exp(x) by way of float64, which WebGPU's language does not have. */
function wideExp(): Graph {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const x = g.builder.input("x", "float32", ["n"]);
  return g.builder.build("wide", { y: g.cast(g.exp(g.cast(g.scale(x, 2), "float64")), "float32") });
}

async function measure(): Promise<ParityReport> {
  const notices = { models: [] as string[], lacking: [] as string[] };
  const device = await openDevice("webgpu", { onNotice: (text) => notices.models.push(text) });
  const againstProcessor: ParityReport["againstProcessor"] = {};
  const againstPyTorch: ParityReport["againstPyTorch"] = {};
  const note = (run: string, ours: Results, theirs: Results) => {
    for (const [name, { data }] of Object.entries(theirs))
      againstProcessor[`${run} ${name}`] = compare(
        ours[name]?.data as Float32Array,
        data as Float32Array,
      );
  };
  const own = (await tinyBerts()).filter(({ title }) => title.endsWith("(own)"));
  const [gelu, relu] = own as [TinyBert, TinyBert];

  const forward = buildForwardGraph(gelu.config, { outputs: gelu.classes, exposeHidden: true });
  const feeds = { ...gelu.feeds, ...Object.fromEntries(gelu.parameters) };
  note("forward", await runOnce(forward, feeds, device), await runOnce(forward, feeds));

  const { learningRate, weightDecay } = OPTIMIZER_RUNS.adamw;
  const plain = { optimizer: adamW({ weightDecay }), learningRate };
  const ours = await tenSteps(gelu, plain, device);
  note("adamw", ours, await tenSteps(gelu, plain));
  againstPyTorch.losses = compare(
    ours.losses?.data as Float32Array,
    gelu.parity.losses.adamw.slice(0, STEPS),
  );
  for (const [name, { data }] of await readTensors(join(gelu.folder, "gradients.safetensors")))
    againstPyTorch[`gradient:${name}`] = compare(
      ours[`gradient:${name}`]?.data as Float32Array,
      data,
    );
  for (const [name, { data }] of await readTensors(join(gelu.folder, "after10.adamw.safetensors")))
    againstPyTorch[name] = compare(ours[name]?.data as Float32Array, data);

  // a norm that clips at every step
  const clipped = { optimizer: sgd({ momentum: 0.9 }), learningRate: 0.02, clip: 0.05 };
  note("clipped sgd", await tenSteps(relu, clipped, device), await tenSteps(relu, clipped));

  const lacking = { ...device, onNotice: (text: string) => notices.lacking.push(text) };
  const { y } = await runOnce(wideExp(), { x: float32([2], [0, 0.5]) }, lacking);
  const wide = Array.from(y?.data as Float32Array);
  return { againstProcessor, againstPyTorch, notices, wide };
}

const report = await measure().catch((error: unknown) => {
  if (error instanceof RuntimeError && error.message.includes("cannot be used"))
    return { absent: error.message };
  throw error;
});
process.stdout.write(`\n${JSON.stringify(report)}`);
