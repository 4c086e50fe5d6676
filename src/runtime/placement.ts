/** Which nodes of a graph the engine leaves on the processor, by its own account. */

import type { Graph } from "../onnx/index.js";
import { runBeside } from "./childEngine.js";

/** Seconds after which the engine's account is given up. */
const PATIENCE = 120;

const LOAD = `
await InferenceSession.create(model, {
  executionProviders: [device], graphOptimizationLevel: "all", logSeverityLevel: 0,
});`;

/** What a graph would do on a device. */
export interface Placement {
  /**
   * Operators that calculate with numbers on the processor, so that data crosses over at each run; sorted. Those that
   * give integers are sizes and indices, which the engine keeps there on purpose, and are left out.
   */
  readonly fallbacks: readonly string[];
  /** Why the engine refuses the graph there; undefined if it does not. */
  readonly failure?: string;
}

/**
 * Loads a model on a device in a process of its own and reads where the engine put each node.
 * @param model the bytes of `graph`
 */
export async function placementOf(
  graph: Graph,
  { model, device }: { readonly model: Uint8Array; readonly device: string },
): Promise<Placement> {
  const { failure, log } = await runBeside(LOAD, { model, device, seconds: PATIENCE });
  if (failure !== undefined) return { fallbacks: [], failure };
  return { fallbacks: fallbacksIn(log, graph) };
}

/**
 * Finds the operators on the processor in the engine's log.
 * @param log with the section "Node placements", at its most talkative level
 */
export function fallbacksIn(log: string, graph: Graph): string[] {
  const nodes = new Map(graph.nodes.map((node, i) => [`${node.opType}_${i}`, node]));
  const found = new Set<string>();
  let onProcessor: boolean | undefined;
  for (const [, text = ""] of log.matchAll(/ VerifyEachNodeIsAssignedToAnEp\] +(.*)/g)) {
    const provider = /placed on \[(\w+)\]/.exec(text)?.[1];
    if (provider) onProcessor = provider === "CPUExecutionProvider";
    if (onProcessor && text.startsWith("All ")) return ["any operator"];
    const [, opType, name] = /^(\w+) \((.*)\)$/.exec(text) ?? [];
    if (!onProcessor || opType === undefined || name === undefined) continue;
    const node = nodes.get(name);
    const types = (names: readonly string[] = []) => names.map((n) => graph.values.get(n)?.dtype);
    const isData = types(node?.outputs).some((dtype) => dtype?.startsWith("float"));
    // a node that the engine made itself has no declaration; it may well carry data
    if (node && !isData) continue;
    const wide = types(node && [...node.inputs, ...node.outputs]).includes("float64");
    found.add(wide ? `${opType} of float64` : opType);
  }
  if (onProcessor === undefined) return ["operators that the engine does not name"];
  return [...found].sort();
}
