/** The output of layers that a run does not train, computed once for each window. */

import { float32, type Tensor } from "../core/index.js";
import {
  type BertConfig,
  bertEncoder,
  bertParameters,
  declarePieces,
  declareTensors,
  type ParameterShapes,
  parametersAbove,
} from "../encoder/index.js";
import { type Batch, batchesByLength, collate, windowLength } from "../inference/index.js";
import { type Graph, GraphBuilder, type Value } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { createSession, type Device } from "../runtime/index.js";
import type { Encoding, Tokenizer, Window } from "../tokenizer/index.js";
import type { Parameters } from "./classifierHead.js";

/** Outputs of the lowest layers. */
export interface FrozenStates {
  readonly layers: number;
  /** Of the tokens of a batch, zero for padding, [batch*seqLen, hidden]. */
  statesOf(batch: Pick<Batch, "windows" | "seqLen">): Tensor<"float32">;
}

/** What the outputs are computed from. */
export interface FrozenOptions {
  readonly config: BertConfig;
  readonly layers: number;
  readonly parameters: Parameters;
  readonly encodings: readonly Encoding[];
  readonly windows: readonly Window[];
  readonly tokenizer: Pick<Tokenizer, "clsId" | "sepId" | "padId">;
  readonly threads: number;
  readonly device?: Device | undefined;
}

/** Pieces of a batch while computing. */
const PIECES = 2048;

/**
 * Runs the embeddings and the lowest `layers` layers, without dropout, over all windows, in batches that depend on the
 * windows alone, so that a resumed run computes the same bytes. Holds [pieces, hidden] float32 in memory.
 */
export async function computeFrozenStates(options: FrozenOptions): Promise<FrozenStates> {
  const { config, layers, parameters, windows, threads, device } = options;
  const session = await createSession(buildLowerGraph(config, layers), OP_TABLE, {
    threads,
    device,
  });
  const weights = [...parametersBelow(config, layers).keys()].map((name) => [
    name,
    parameters.get(name) as Tensor,
  ]);
  const states = new Map<Window, Float32Array>();
  for (const group of batchesByLength(windows, PIECES)) {
    const { inputIds, tokenTypeIds, attentionMask, seqLen } = collate(group, options);
    const feeds = { inputIds, tokenTypeIds, attentionMask, ...Object.fromEntries(weights) };
    const { hidden } = await session.run(feeds, { hidden: null });
    const rows = hidden?.data as Float32Array;
    group.forEach((window, row) => {
      const from = row * seqLen * config.hiddenSize;
      states.set(window, rows.slice(from, from + windowLength(window) * config.hiddenSize));
    });
  }
  await session.release();
  return {
    layers,
    statesOf(batch) {
      const tokens = batch.windows.length * batch.seqLen;
      const rows = new Float32Array(tokens * config.hiddenSize);
      batch.windows.forEach((window, row) => {
        rows.set(states.get(window) as Float32Array, row * batch.seqLen * config.hiddenSize);
      });
      return float32([tokens, config.hiddenSize], rows);
    },
  };
}

/** Inputs: pieces and the parameters below; output `hidden` [batch*seqLen, hidden]. */
function buildLowerGraph(config: BertConfig, layers: number): Graph {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const pieces = declarePieces(g);
  const parameters = declareTensors(g, parametersBelow(config, layers));
  const hiddenStates = bertEncoder(
    g,
    { ...config, layers },
    {
      ...pieces,
      parameter: (name) => parameters.get(name) as Value,
      dropout: (x) => x,
    },
  );
  return g.builder.build("lower", { hidden: hiddenStates.at(-1) as Value });
}

/** Shapes of the embeddings and of the lowest layers. */
function parametersBelow(config: BertConfig, layers: number): ParameterShapes {
  const shapes = bertParameters(config, { outputs: 1 });
  const above = parametersAbove(shapes, layers);
  return new Map([...shapes].filter(([name]) => !above.has(name)));
}
