/** A small BERT with drawn parameters and input, for tests of training that need no reference values. */

import { createRandom, float32, type Tensor, tensor } from "../src/core/index.js";
import { type BertConfig, bertParameters, parseBertConfig } from "../src/encoder/index.js";
import type { Batch } from "../src/inference/index.js";
import { createMaskSource } from "../src/training/dropoutMasks.js";
import type { MaskInput } from "../src/training/stepGraph.js";

/** Seed of everything drawn here. */
export const SEED = 20260903;

/** One layer, hidden size 8, dropout of 0.2 everywhere. */
export function smallConfig(change: object = {}): BertConfig {
  const sizes = {
    vocab_size: 12,
    hidden_size: 8,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 12,
    max_position_embeddings: 16,
    hidden_dropout_prob: 0.2,
    attention_probs_dropout_prob: 0.2,
  };
  return parseBertConfig(JSON.stringify({ ...sizes, ...change }), "config.json");
}

/** Parameters far from where training starts, so that every gradient matters. */
export function drawnParameters(
  config: BertConfig,
  outputs: number,
): ReadonlyMap<string, Tensor<"float32">> {
  return new Map(
    [...bertParameters(config, { outputs })].map(([name, shape]) => {
      const random = createRandom(SEED).stream(name);
      const centre = name.endsWith("LayerNorm.weight") ? 1 : 0;
      const size = shape.reduce((a, b) => a * b);
      const values = Array.from({ length: size }, () => centre + 0.4 * random.normal());
      return [name, float32(shape, values)];
    }),
  );
}

/** A batch of rows of the given lengths: drawn pieces, two segments, padding. */
export function drawnBatch(lengths: readonly number[], vocab: number): Batch {
  const random = createRandom(SEED).stream("batch", ...lengths);
  const seqLen = Math.max(...lengths);
  const shape = [lengths.length, seqLen];
  const places = lengths.flatMap((length) =>
    Array.from({ length: seqLen }, (_, i) => ({ used: i < length, second: i >= length / 2 })),
  );
  return {
    windows: lengths.map((length, document) => ({
      ...{ document, start: 0, end: length - 2 },
      ...{ ownedStart: 0, ownedEnd: length - 2 },
    })),
    seqLen,
    inputIds: tensor(
      "int32",
      shape,
      Int32Array.from(places, ({ used }) => (used ? 1 + random.below(vocab - 1) : 0)),
    ),
    tokenTypeIds: tensor(
      "int32",
      shape,
      Int32Array.from(places, ({ used, second }) => (used && second ? 1 : 0)),
    ),
    attentionMask: float32(
      shape,
      places.map(({ used }) => (used ? 1 : 0)),
    ),
  };
}

/** Targets of a drawn label for each used piece, with drawn weights that sum to one. */
export function drawnTargets(batch: Batch, outputs: number): Float32Array {
  const random = createRandom(SEED).stream("targets", batch.seqLen, outputs);
  const used = batch.attentionMask.data;
  const targets = new Float32Array(used.length * outputs);
  const total = used.reduce((sum, x) => sum + x, 0);
  used.forEach((x, row) => {
    if (x === 1) targets[row * outputs + random.below(outputs)] = (0.5 + random.next()) / total;
  });
  return targets;
}

/** The masks of a step, by name of the input. */
export function masksOf(
  masks: readonly MaskInput[],
  { batch, seed, step }: { batch: Batch; seed: number; step: number },
): Record<string, Tensor> {
  const rows = batch.windows.length;
  const maskOf = createMaskSource(seed);
  const sizes: Record<string, number> = {
    batch: rows,
    seqLen: batch.seqLen,
    "batch*seqLen": rows * batch.seqLen,
  };
  return Object.fromEntries(
    masks.map(({ name, rate, shape }) => {
      const actual = shape.map((dim) => (typeof dim === "number" ? dim : (sizes[dim] as number)));
      const size = actual.reduce((a, b) => a * b);
      return [`mask:${name}`, float32(actual, maskOf(size, { rate, step, site: name }))];
    }),
  );
}
