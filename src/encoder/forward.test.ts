/** The encoder's graph by itself; its numbers are checked against PyTorch in test/parity. */

import { describe, expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { createRandom, float32, tensor } from "../core/index.js";
import { buildForwardGraph } from "../inference/index.js";
import { GraphBuilder, printGraph, type Value } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { parseBertConfig } from "./bertConfig.js";
import { bertForward, type DropoutSite } from "./forward.js";
import { initialParameter } from "./initialize.js";
import { bertParameters } from "./parameters.js";

const configOf = (change: object = {}) =>
  parseBertConfig(
    JSON.stringify({
      vocab_size: 40,
      hidden_size: 16,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      intermediate_size: 24,
      max_position_embeddings: 16,
      initializer_range: 0.5,
      ...change,
    }),
    "config.json",
  );

/** Input of rows of different lengths; what lies in the padding is arbitrary. */
function feedsOf(rows: readonly (readonly number[])[], seqLen: number, padding = 0) {
  const ids = rows.flatMap((row) => [...row, ...Array(seqLen - row.length).fill(padding)]);
  const shape = [rows.length, seqLen];
  return {
    inputIds: tensor("int32", shape, Int32Array.from(ids)),
    tokenTypeIds: tensor(
      "int32",
      shape,
      Int32Array.from(ids, (_, i) => (i % seqLen > 2 ? 1 : 0)),
    ),
    attentionMask: float32(
      shape,
      rows.flatMap((row) => Array.from({ length: seqLen }, (_, i) => (i < row.length ? 1 : 0))),
    ),
  };
}

describe("bertForward", () => {
  test("padding and other rows of the batch do not change the states of a row", async () => {
    const config = configOf();
    const random = createRandom(20260903);
    const parameters = Object.fromEntries(
      [...bertParameters(config, { outputs: 3 })].map(([name, shape]) => [
        name,
        initialParameter(name, shape, { config, random }),
      ]),
    );
    const graph = buildForwardGraph(config, { outputs: 3, exposeHidden: true });
    const row = [3, 14, 15, 9, 26];
    const [alone, padded, otherPadding] = await runGraph(
      graph,
      ...[
        feedsOf([row], 5),
        feedsOf([[1, 2, 3, 4, 5, 6, 7, 8, 9], row], 9),
        feedsOf([[7, 7], row], 16, 39),
      ].map((feeds) => ({ ...feeds, ...parameters })),
    );
    for (const { name } of graph.outputs) {
      const width = name === "logits" ? 3 : 16;
      const own = alone?.[name]?.data as Float32Array;
      for (const [result, seqLen] of [
        [padded, 9],
        [otherPadding, 16],
      ] as const) {
        const all = result?.[name]?.data as Float32Array;
        const second = all.slice(seqLen * width, (seqLen + 5) * width);
        // sums of another length may round otherwise
        expect([...second], name).toEqual([...own].map((v) => expect.closeTo(v, 4)));
      }
    }
  });

  test("drops where BERT does, each place with its own rate", () => {
    const config = configOf({
      num_hidden_layers: 1,
      hidden_dropout_prob: 0.1,
      attention_probs_dropout_prob: 0.2,
      classifier_dropout: 0.3,
    });
    const g = createOps(new GraphBuilder(OP_TABLE));
    const shapes = bertParameters(config, { outputs: 3 });
    const pieces = ["batch", "seqLen"];
    const sites: (DropoutSite & Pick<Value, "shape">)[] = [];
    bertForward(g, config, {
      inputIds: g.builder.input("inputIds", "int32", pieces),
      tokenTypeIds: g.builder.input("tokenTypeIds", "int32", pieces),
      attentionMask: g.builder.input("attentionMask", "float32", pieces),
      parameter: (name) =>
        g.builder.values.get(name) ??
        g.builder.input(name, "float32", shapes.get(name) as number[]),
      dropout(x, site) {
        sites.push({ ...site, shape: x.shape });
        return x;
      },
    });
    const tokens = ["batch*seqLen", 16];
    expect(sites).toEqual([
      { name: "embeddings", rate: 0.1, shape: tokens },
      { name: "layer.0.attention.weights", rate: 0.2, shape: ["batch", 4, "seqLen", "seqLen"] },
      { name: "layer.0.attention.output", rate: 0.1, shape: tokens },
      { name: "layer.0.output", rate: 0.1, shape: tokens },
      { name: "classifier", rate: 0.3, shape: tokens },
    ]);
  });

  test("takes the activation of the configuration", () => {
    const text = (hidden_act: string) =>
      printGraph(buildForwardGraph(configOf({ hidden_act }), { outputs: 3 }));
    expect(text("gelu").match(/ = Gelu\(.*"none"/g)).toHaveLength(2);
    expect(text("gelu_new").match(/ = Gelu\(.*"tanh"/g)).toHaveLength(2);
    expect(text("relu").match(/ = Relu\(/g)).toHaveLength(2);
  });

  test("refuses input whose length has no name", () => {
    const g = createOps(new GraphBuilder(OP_TABLE));
    const ids = g.builder.input("inputIds", "int32", [2, 8]);
    const inputs = {
      inputIds: ids,
      tokenTypeIds: ids,
      attentionMask: ids,
      parameter: () => ids,
      dropout: (x: Value) => x,
    };
    expect(() => bertForward(g, configOf(), inputs)).toThrow(
      "attentionMask needs axes named batch and seqLen. Name them.",
    );
  });
});
