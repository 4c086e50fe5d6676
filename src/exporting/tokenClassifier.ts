/** A model as one graph from ids of pieces to logits of labels, in plain ONNX operators. */

import type { Tensor } from "../core/index.js";
import {
  type BertConfig,
  inferenceForward,
  type Precision,
  parametersIn,
} from "../encoder/index.js";
import { appendVote, type KnnFile } from "../knn/index.js";
import { type Graph, GraphBuilder, type OpTable, storeInputs, type Value } from "../onnx/index.js";
import { createOps, lowerGraph, OP_TABLE, WEBGPU_LOWERINGS } from "../ops/index.js";

/** What goes into the graph. */
export interface TokenClassifier {
  readonly config: BertConfig;
  readonly parameters: ReadonlyMap<string, Tensor<"float32">>;
  /** Labels of the output layer. */
  readonly outputs: number;
  readonly precision: Precision;
  /** Where there is one, `logits` are the logarithms of the shares of its vote, see `appendVote`. */
  readonly knn?: KnnFile | undefined;
}

/** ONNX Runtime's own operators, written in those of the standard; it puts them together again when it loads them. */
const STANDARD = new Map(
  [...WEBGPU_LOWERINGS].filter(([operator]) => operator.startsWith("com.microsoft:")),
);

/**
 * The graph, with inputs and outputs as Hugging Face's exporters name them: `input_ids`, `attention_mask` and
 * `token_type_ids`, int64 [batch, sequence], to `logits`, float32 [batch, sequence, labels].
 * @returns the graph, and the table of its operators
 */
export function tokenClassifierGraph({
  config,
  parameters,
  outputs,
  precision,
  knn,
}: TokenClassifier): { readonly graph: Graph; readonly table: OpTable } {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const pieces = ["batch", "sequence"] as const;
  const input = (name: string) => g.builder.input(name, "int64", pieces);
  const inputIds = input("input_ids");
  const attentionMask = g.cast(input("attention_mask"), "float32");
  const tokenTypeIds = input("token_type_ids");
  const forward = inferenceForward(g, config, {
    ...{ inputIds, attentionMask, tokenTypeIds },
    ...{ outputs, precision },
  });
  const scores = g.reshape(forward.logits, [...pieces, outputs]);
  const logits: Value = knn ? appendVote(g, scores, knn) : scores;
  const lowered = lowerGraph(g.builder.build("token-classifier", { logits }), OP_TABLE, STANDARD);
  return { ...lowered, graph: storeInputs(lowered.graph, parametersIn(precision, parameters)) };
}
