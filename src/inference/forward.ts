/** Logits of documents: the forward graph over their windows, each piece taken from the window that owns it. */

import { sizeOf, type Tensor } from "../core/index.js";
import {
  type BertConfig,
  bertForward,
  bertParameters,
  declarePieces,
  declareTensors,
} from "../encoder/index.js";
import { type Graph, GraphBuilder, type Value } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { createSession } from "../runtime/index.js";
import type { Encoding, Tokenizer, Window } from "../tokenizer/index.js";
import { type Batch, collate, forEachOwned, windowLength } from "./batch.js";

/** Graph without dropout. Inputs as of a training step; outputs `logits` and, if asked, `hidden:I`. */
export function buildForwardGraph(
  config: BertConfig,
  { outputs, exposeHidden = false }: { outputs: number; exposeHidden?: boolean },
): Graph {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const pieces = declarePieces(g);
  const parameters = declareTensors(g, bertParameters(config, { outputs }));
  const { hiddenStates, logits } = bertForward(g, config, {
    ...pieces,
    parameter: (name) => parameters.get(name) as Value,
    dropout: (x) => x,
  });
  const hidden = hiddenStates.map((value, i): [string, Value] => [`hidden:${i}`, value]);
  return g.builder.build("forward", {
    logits,
    ...(exposeHidden ? Object.fromEntries(hidden) : {}),
  });
}

/** Runs the forward graph. */
export interface ForwardRunner {
  /** Logits of every token of a batch, [batch*seqLen, outputs]. */
  logitsOf(batch: Batch): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * Loads the forward graph.
 * @param parameters read at every run, so that a trainer may pass its current ones
 */
export async function createForwardRunner({
  config,
  outputs,
  parameters,
  threads,
}: {
  config: BertConfig;
  outputs: number;
  parameters: () => ReadonlyMap<string, Tensor<"float32">>;
  threads: number;
}): Promise<ForwardRunner> {
  const session = await createSession(buildForwardGraph(config, { outputs }), OP_TABLE, {
    threads,
  });
  return {
    async logitsOf({ inputIds, tokenTypeIds, attentionMask }) {
      const feeds = { inputIds, tokenTypeIds, attentionMask, ...Object.fromEntries(parameters()) };
      const { logits } = await session.run(feeds, { logits: null });
      return logits?.data as Float32Array;
    },
    release: () => session.release(),
  };
}

/** Documents ready for the encoder. */
export interface EncodedDocuments {
  readonly encodings: readonly Encoding[];
  readonly windows: readonly Window[];
}

/** Windows of similar length side by side, so that little is padding. */
export function batchesByLength(windows: readonly Window[], batchSize: number): Window[][] {
  const sorted = [...windows].sort((a, b) => windowLength(b) - windowLength(a));
  const batches: Window[][] = [];
  for (let i = 0; i < sorted.length; i += batchSize) batches.push(sorted.slice(i, i + batchSize));
  return batches;
}

/**
 * Logits of every piece of every document.
 * @returns for each document [pieces, outputs]
 */
export async function logitsOfDocuments(
  runner: ForwardRunner,
  { encodings, windows }: EncodedDocuments,
  {
    tokenizer,
    outputs,
    batchSize = 8,
  }: {
    tokenizer: Pick<Tokenizer, "clsId" | "sepId" | "padId">;
    outputs: number;
    batchSize?: number;
  },
): Promise<Float32Array[]> {
  const results = encodings.map(({ ids }) => new Float32Array(sizeOf([ids.length, outputs])));
  for (const group of batchesByLength(windows, batchSize)) {
    const batch = collate(group, { encodings, tokenizer });
    const logits = await runner.logitsOf(batch);
    forEachOwned(batch, ({ row, document, piece }) => {
      const from = row * outputs;
      results[document]?.set(logits.subarray(from, from + outputs), piece * outputs);
    });
  }
  return results;
}
