/** Sessions: graphs that ONNX Runtime executes. The only place that knows the engine. */

import { createRequire } from "node:module";
import type * as Ort from "onnxruntime-node";
import { type DType, RaretagError, type Tensor } from "../core/index.js";
import { encodeModel, type Graph, type OpTable } from "../onnx/index.js";

/** The engine cannot be used, or refused a graph or a run. */
export class RuntimeError extends RaretagError {}

/** How a session uses the machine. */
export interface SessionOptions {
  /** Cores to use; 0 or absent for all. Results are reproducible for one number of threads. */
  readonly threads?: number;
  /** Where the graph runs. */
  readonly device?: "cpu";
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

let engine: typeof Ort | undefined;

/** Loads the engine once. @throws RuntimeError if this platform has no binary */
function loadEngine(): typeof Ort {
  if (engine) return engine;
  try {
    engine = createRequire(import.meta.url)("onnxruntime-node") as typeof Ort;
    return engine;
  } catch (cause) {
    throw new RuntimeError(
      {},
      `ONNX Runtime has no working binary for ${process.platform} ${process.arch}`,
      "Use Linux (x64, arm64, glibc), Windows (x64, arm64) or macOS (arm64)",
      { cause },
    );
  }
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
 * Loads a graph into the engine.
 * @throws RuntimeError with the engine's words, if it refuses
 */
export async function createSession(
  graph: Graph,
  table: OpTable,
  { threads = 0, device = "cpu", profile }: SessionOptions = {},
): Promise<Session> {
  const { InferenceSession } = loadEngine();
  const session = await InferenceSession.create(encodeModel(graph, table), {
    executionProviders: [device],
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
