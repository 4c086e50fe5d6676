/** The forward graph of a BERT encoder with a token-classification head. */

import { GraphError, productOf, type Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";
import type { BertConfig } from "./bertConfig.js";

/** Places where BERT drops activations, with their rates. */
export interface DropoutSite {
  readonly name: string;
  readonly rate: number;
}

/** Where the forward graph begins: with pieces, or with what its lowest layers have made of them. */
export type ForwardStart =
  | {
      /** Ids of pieces, integer [batch, seqLen]. */
      readonly inputIds: Value;
      /** Segments, integer [batch, seqLen]. */
      readonly tokenTypeIds: Value;
    }
  | {
      /** In place of rows of the table of pieces, [batch, seqLen, hidden]. */
      readonly pieceVectors: Value;
      readonly tokenTypeIds: Value;
    }
  | {
      /** Output of the lowest `layersBelow` layers, or of the embeddings if 0, [batch*seqLen, hidden]. */
      readonly hidden: Value;
      readonly layersBelow: number;
    };

/** What the forward graph is made from. */
export type ForwardInputs = ForwardStart & {
  /** 1 for pieces, 0 for padding, float32 [batch, seqLen]. */
  readonly attentionMask: Value;
  /** False if no batch will hold padding: the mask is then not looked at. True unless given. */
  readonly padded?: boolean | undefined;
  /** Parameter by Hugging Face's name. */
  readonly parameter: (name: string) => Value;
  /** Applied at each site; the identity outside training. */
  readonly dropout: (x: Value, site: DropoutSite) => Value;
  /** x [tokens, in] through the linear layer of this name, [tokens, out]; a Gemm in float32 unless given. */
  readonly linear?: (x: Value, name: string) => Value;
};

/** Results of the forward graph. */
export interface Forward {
  /** Where the graph begins (the embeddings, if with pieces), then the output of each layer, [batch*seqLen, hidden]. */
  readonly hiddenStates: readonly Value[];
  /** [batch*seqLen, outputs] */
  readonly logits: Value;
}

/** Added to scores of padding before the softmax; its exponential is zero in float32. */
const MASKED = -1e9;

/** A linear layer as one Gemm in float32. */
function gemmLayer(g: Ops, { parameter }: Pick<ForwardInputs, "parameter">) {
  return (x: Value, name: string) =>
    g.gemm(x, parameter(`${name}.weight`), parameter(`${name}.bias`), { transB: true });
}

/** Appends encoder and token-classification head. */
export function bertForward(g: Ops, config: BertConfig, inputs: ForwardInputs): Forward {
  const hiddenStates = bertEncoder(g, config, inputs);
  const { linear = gemmLayer(g, inputs), dropout } = inputs;
  const last = hiddenStates.at(-1) as Value;
  const dropped = dropout(last, { name: "classifier", rate: config.classifierDropout });
  return { hiddenStates, logits: linear(dropped, "classifier") };
}

/**
 * Appends the encoder.
 * Linear layers work on [batch*seqLen, width] as one Gemm; attention on [batch, heads, seqLen, width].
 * @see Devlin et al. 2019; Vaswani et al. 2017, equation 1
 */
export function bertEncoder(
  g: Ops,
  config: BertConfig,
  inputs: ForwardInputs,
): Forward["hiddenStates"] {
  const { parameter, dropout, attentionMask, padded = true } = inputs;
  const { linear = gemmLayer(g, inputs) } = inputs;
  const [batch, seqLen] = attentionMask.shape;
  if (batch === undefined || typeof seqLen !== "string")
    throw new GraphError({}, "attentionMask needs axes named batch and seqLen", "Name them");
  const tokens = productOf([batch, seqLen]);
  const { hiddenSize, heads } = config;
  const width = hiddenSize / heads;

  const norm = (x: Value, name: string) =>
    g.layerNormalization(
      x,
      parameter(`${name}.LayerNorm.weight`),
      parameter(`${name}.LayerNorm.bias`),
      config.layerNormEpsilon,
    );
  const hidden = (x: Value, site: string) => dropout(x, { name: site, rate: config.hiddenDropout });
  const activate = {
    gelu: (x: Value) => g.gelu(x),
    geluTanh: (x: Value) => g.gelu(x, "tanh"),
    relu: (x: Value) => g.relu(x),
  }[config.activation];

  const row = (table: string, ids: Value) =>
    g.gather(parameter(`bert.embeddings.${table}.weight`), ids);
  const embedded = (start: Exclude<ForwardStart, { readonly hidden: Value }>) => {
    const pieces =
      "inputIds" in start ? row("word_embeddings", start.inputIds) : start.pieceVectors;
    const summed = g.add(
      g.add(pieces, row("token_type_embeddings", start.tokenTypeIds)),
      row("position_embeddings", g.range(seqLen)),
    );
    return hidden(norm(g.reshape(summed, [tokens, hiddenSize]), "bert.embeddings"), "embeddings");
  };
  const below = "hidden" in inputs ? inputs.layersBelow : 0;
  let state = "hidden" in inputs ? inputs.hidden : embedded(inputs);
  const hiddenStates = [state];

  const unmasked = g.sub(attentionMask, g.scalar(1)); // 0 for pieces, -1 for padding
  const bias = g.reshape(g.scale(unmasked, -MASKED), [batch, 1, 1, seqLen]);
  const toHeads = (x: Value) =>
    g.transpose(g.reshape(x, [batch, seqLen, heads, width]), [0, 2, 1, 3]);

  for (let index = below; index < config.layers; index++) {
    const at = `bert.encoder.layer.${index}`;
    const [query, key, value] = ["query", "key", "value"].map((role) =>
      toHeads(linear(state, `${at}.attention.self.${role}`)),
    ) as [Value, Value, Value];
    const scores = g.fusedMatMul(query, key, { transB: true, alpha: 1 / Math.sqrt(width) });
    const weights = dropout(g.softmax(padded ? g.add(scores, bias) : scores), {
      name: `layer.${index}.attention.weights`,
      rate: config.attentionDropout,
    });
    const mixed = g.transpose(g.fusedMatMul(weights, value), [0, 2, 1, 3]);
    const attended = linear(g.reshape(mixed, [tokens, hiddenSize]), `${at}.attention.output.dense`);
    const attention = norm(
      g.add(hidden(attended, `layer.${index}.attention.output`), state),
      `${at}.attention.output`,
    );
    const inner = activate(linear(attention, `${at}.intermediate.dense`));
    const out = hidden(linear(inner, `${at}.output.dense`), `layer.${index}.output`);
    state = norm(g.add(out, attention), `${at}.output`);
    hiddenStates.push(state);
  }
  return hiddenStates;
}
