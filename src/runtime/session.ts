/** Sessions: graphs that ONNX Runtime executes. The only place that knows the engine. */

import type * as Ort from "onnxruntime-node";
import type { DType, Tensor } from "../core/index.js";
import { encodeModel, type Graph, type OpTable } from "../onnx/index.js";
import { lowerGraph } from "../ops/index.js";
import { type Device, traitsOf } from "./device.js";
import { loadEngine } from "./engine.js";
import { RuntimeError } from "./error.js";
import { placementOf } from "./placement.js";

/** How a session uses the machine. */
export interface SessionOptions {
  /** Cores to use; 0 or absent for all. Results are reproducible for one number of threads. */
  readonly threads?: number;
  /** Where the graph runs; the processor unless given. */
  readonly device?: Device | undefined;
  /** Path in front of the engine's profile (Chrome's trace format), written at release; absent for none. */
  readonly profile?: string | undefined;
}

/** A loaded graph. Holds memory of the engine until `release`. */
export interface Session {
  /**
   * Runs the graph on the calling thread until it is done.
   * @param feeds a tensor for each input
   * @param fetches outputs to compute; a buffer is written in place, null gets a new tensor
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    fetches: Readonly<Record<string, Tensor | null>>,
  ): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

const handles = new WeakMap<Tensor, Ort.Tensor>();

/** The engine's view of a tensor's memory; made once for each tensor object. */
function handleOf(value: Tensor): Ort.Tensor {
  const known = handles.get(value);
  if (known) return known;
  const { Tensor: EngineTensor } = loadEngine();
  const handle = new EngineTensor(
    value.dtype as "float32",
    value.data as Float32Array,
    value.shape,
  );
  handles.set(value, handle);
  return handle;
}

function fromHandle(handle: Ort.Tensor): Tensor {
  return {
    dtype: handle.type as DType,
    shape: handle.dims,
    data: handle.data as Float32Array,
  };
}

/**
 * The model of a graph in operators that the device has.
 * Those that are still missing are told to `device.onNotice`, as the engine names them.
 * @throws RuntimeError with the engine's words, if the device refuses it
 */
async function modelFor(device: Device, graph: Graph, table: OpTable): Promise<Uint8Array> {
  const traits = traitsOf(device.name);
  if (!traits) return encodeModel(graph, table);
  const lowered = lowerGraph(graph, table, traits.lowerings);
  const model = encodeModel(lowered.graph, lowered.table);
  const { fallbacks, failure } = await placementOf(lowered.graph, { model, device: device.name });
  if (failure !== undefined)
    throw new RuntimeError(
      { source: `device ${device.name}` },
      `${traits.title} cannot run the graph ${graph.name}: ${failure}`,
      "Use --device cpu",
    );
  if (fallbacks.length > 0)
    device.onNotice(
      `${traits.title} has no ${fallbacks.join(", ")}: each run of the graph ${graph.name} goes back to the processor for it`,
    );
  return model;
}

/**
 * Loads a graph into the engine.
 * @throws RuntimeError with the engine's words, if it refuses
 */
export async function createSession(
  graph: Graph,
  table: OpTable,
  { threads = 0, device, profile }: SessionOptions = {},
): Promise<Session> {
  const { InferenceSession } = loadEngine();
  const model = device ? await modelFor(device, graph, table) : encodeModel(graph, table);
  const session = await InferenceSession.create(model, {
    executionProviders: [device?.name ?? "cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    enableMemPattern: false,
    logSeverityLevel: 4, // what goes wrong is thrown, not printed
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  }).catch((cause: unknown) => {
    throw new RuntimeError(
      {},
      `the engine refused the graph ${graph.name}: ${cause instanceof Error ? cause.message : cause}`,
      "This is a defect of raretag, please report it",
      { cause },
    );
  });
  return {
    async run(feeds, fetches) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, value]) => [name, handleOf(value)]),
      );
      const outputs = Object.fromEntries(
        Object.entries(fetches).map(([name, value]) => [name, value && handleOf(value)]),
      );
      const results = await session.run(inputs, outputs).catch((cause: unknown) => {
        throw new RuntimeError(
          {},
          `the engine stopped in ${graph.name}: ${cause instanceof Error ? cause.message : cause}`,
          "If memory ran out, use smaller batches or shorter windows",
          { cause },
        );
      });
      return Object.fromEntries(
        Object.entries(results).map(([name, handle]) => [
          name,
          fetches[name] ?? fromHandle(handle as Ort.Tensor),
        ]),
      );
    },
    async release() {
      if (profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}
