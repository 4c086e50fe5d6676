/** Runs a graph once in the engine, for tests. */

import type { Tensor } from "../src/core/index.js";
import type { Graph } from "../src/onnx/index.js";
import { OP_TABLE } from "../src/ops/index.js";
import { createSession } from "../src/runtime/index.js";

/** All outputs of `graph` for each of `runs`, through one session of one thread. */
export async function runGraph(
  graph: Graph,
  ...runs: Readonly<Record<string, Tensor>>[]
): Promise<Record<string, Tensor>[]> {
  const session = await createSession(graph, OP_TABLE, { threads: 1 });
  const fetches = Object.fromEntries(graph.outputs.map(({ name }) => [name, null]));
  const results: Record<string, Tensor>[] = [];
  for (const feeds of runs) results.push(await session.run(feeds, fetches));
  await session.release();
  return results;
}
