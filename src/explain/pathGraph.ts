/** The graph of integrated gradients: points on the path from blanks to the text, and what each piece does there. */

import { gradients } from "../autodiff/index.js";
import { tensor } from "../core/index.js";
import { type BertConfig, bertForward, bertParameters, declareTensors } from "../encoder/index.js";
import { type Graph, GraphBuilder, type Value } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";

/**
 * Builds the graph for one window at many points of the path. With x the vectors of its pieces in the table of pieces
 * and d = `moved` (x - `baseline`), point t of `along` is x - (1 - t) d; positions and segments stay.
 *
 * Inputs besides the parameters: `inputIds` int32 [1, seqLen], `moved` float32 [1, seqLen, 1] (1 for pieces that are
 * blank at the start of the path, 0 for [CLS] and [SEP]), `baseline` float32 [hidden], `seed` float32
 * [1, seqLen, outputs] (the target is the sum of the logits times it), `along` float32 [batch, 1, 1] and
 * `attentionMask` float32 [batch, seqLen], all ones.
 * Outputs: `target` [batch], and `slopes` [batch, seqLen], the derivative of the target along the path by piece.
 * @see Sundararajan, Taly & Yan 2017, Axiomatic attribution for deep networks, equation 1
 */
export function buildPathGraph(config: BertConfig, { outputs }: { outputs: number }): Graph {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const { hiddenSize } = config;
  const attentionMask = g.builder.input("attentionMask", "float32", ["batch", "seqLen"]);
  const inputIds = g.builder.input("inputIds", "int32", [1, "seqLen"]);
  const moved = g.builder.input("moved", "float32", [1, "seqLen", 1]);
  const baseline = g.builder.input("baseline", "float32", [hiddenSize]);
  const seed = g.builder.input("seed", "float32", [1, "seqLen", outputs]);
  const along = g.builder.input("along", "float32", ["batch", 1, 1]);
  const parameters = declareTensors(g, bertParameters(config, { outputs }));
  const parameter = (name: string) => parameters.get(name) as Value;

  const text = g.gather(parameter("bert.embeddings.word_embeddings.weight"), inputIds);
  const way = g.mul(moved, g.sub(text, baseline));
  const pieceVectors = g.add(g.sub(text, way), g.mul(along, way));
  const { logits } = bertForward(g, config, {
    ...{ pieceVectors, attentionMask, padded: false, parameter },
    tokenTypeIds: g.constant(tensor("int32", [1, 1], Int32Array.of(0))),
    dropout: (x) => x,
  });
  const target = g.sum(g.mul(g.reshape(logits, ["batch", "seqLen", outputs]), seed), [1, 2]);
  const [gradient] = gradients(g, { of: g.sum(target, [0]), wrt: [pieceVectors] });
  const slopes = g.sum(g.mul(gradient as Value, way), [2]);
  return g.builder.build("path", { target, slopes });
}
