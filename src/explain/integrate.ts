/** Integrated gradients of one window: how much each of its pieces adds to a target on the way from blanks to the text. */

import { float32, type Tensor, tensor } from "../core/index.js";
import { storeInputs } from "../onnx/index.js";
import { OP_TABLE } from "../ops/index.js";
import type { LoadedModel } from "../recognizer/index.js";
import { createSession } from "../runtime/index.js";
import { type Baseline, baselineVector } from "./baseline.js";
import { buildPathGraph } from "./pathGraph.js";
import { gaussLegendre } from "./quadrature.js";

/** What a path leads to, and how finely it is summed. */
export interface Path {
  /** [CLS] pieces [SEP] of a window. */
  readonly inputIds: Int32Array;
  /** The target is the sum of the window's logits times these, [seqLen, outputs]. */
  readonly seed: Float32Array;
  /** Places on the path, from 1. */
  readonly steps: number;
  readonly baseline: Baseline;
}

/** What was found along a path. */
export interface PathResult {
  /** By piece, [seqLen]; 0 for [CLS] and [SEP], which the path leaves as they are. */
  readonly attributions: Float64Array;
  /** The target of the text, and of the blanks. */
  readonly value: number;
  readonly baselineValue: number;
}

/** Integrated gradients in the engine; `release` frees what they hold there. */
export interface Integrator {
  integrate(path: Path): Promise<PathResult>;
  release(): Promise<void>;
}

/** Pieces, of all points on the path together, that go through the engine at once. */
const PIECES_PER_RUN = 1024;

/** Loads the graph of the path. @param options `threads`: cores, 0 for all */
export async function createIntegrator(
  model: Pick<LoadedModel, "config" | "parameters" | "labelSet" | "tokenizer">,
  { threads }: { readonly threads: number },
): Promise<Integrator> {
  const { config, parameters, labelSet } = model;
  const outputs = labelSet.labels.length;
  const graph = storeInputs(buildPathGraph(config, { outputs }), parameters);
  const session = await createSession(graph, OP_TABLE, { threads });
  return {
    async integrate({ inputIds, seed, steps, baseline }) {
      const seqLen = inputIds.length;
      const { nodes, weights } = gaussLegendre(steps);
      // The two ends of the path have no weight: they are there for the values of the target.
      const points = [0, ...nodes, 1].map((along, i) => ({ along, weight: weights[i - 1] ?? 0 }));
      const moved = new Float32Array(seqLen).fill(1, 1, -1);
      const feeds = {
        inputIds: tensor("int32", [1, seqLen], inputIds),
        seed: float32([1, seqLen, outputs], seed),
        moved: float32([1, seqLen, 1], moved),
        baseline: baselineVector(model, baseline),
      };
      const attributions = new Float64Array(seqLen);
      const targets: number[] = [];
      const atOnce = Math.max(1, Math.floor(PIECES_PER_RUN / seqLen));
      for (let first = 0; first < points.length; first += atOnce) {
        const chosen = points.slice(first, first + atOnce);
        const results = await session.run(
          {
            ...feeds,
            along: float32(
              [chosen.length, 1, 1],
              chosen.map(({ along }) => along),
            ),
            attentionMask: float32(
              [chosen.length, seqLen],
              new Float32Array(chosen.length * seqLen).fill(1),
            ),
          },
          { target: null, slopes: null },
        );
        const { target, slopes } = results as Record<"target" | "slopes", Tensor<"float32">>;
        targets.push(...target.data);
        chosen.forEach(({ weight }, row) => {
          for (let i = 0; i < seqLen; i++)
            attributions[i] =
              (attributions[i] as number) + weight * (slopes.data[row * seqLen + i] as number);
        });
      }
      return {
        attributions,
        value: targets.at(-1) as number,
        baselineValue: targets[0] as number,
      };
    },
    release: () => session.release(),
  };
}
