/** The output layer: fresh, taken over, and folded back. */

import { describe, expect, test } from "vitest";
import { createRandom, float32, sizeOf } from "../core/index.js";
import { parseBertConfig } from "../encoder/index.js";
import { folded, type Parameters, withHead } from "./classifierHead.js";

const HIDDEN = 8;
const config = parseBertConfig(
  JSON.stringify({
    vocab_size: 10,
    hidden_size: HIDDEN,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 8,
    max_position_embeddings: 8,
  }),
  "config.json",
);
const random = createRandom(20260903);
const softmax = { kind: "softmax", groups: 1, ways: 4 } as const;
const binary = { kind: "binary", groups: 3, ways: 2 } as const;

function drawn(...shape: number[]) {
  const stream = random.stream("test", ...shape);
  return float32(
    shape,
    Array.from({ length: sizeOf(shape) }, () => stream.normal()),
  );
}

const encoder: Parameters = new Map([["bert.embeddings.LayerNorm.bias", drawn(HIDDEN)]]);
/** As a softmax has left it: the row of `O` is like any other. */
const given: Parameters = new Map([
  ...encoder,
  ["classifier.weight", drawn(4, HIDDEN)],
  ["classifier.bias", drawn(4)],
]);

/** Logits of one hidden state. */
function logitsOf(parameters: Parameters, state: Float32Array): number[] {
  const weight = parameters.get("classifier.weight")?.data as Float32Array;
  return [...(parameters.get("classifier.bias")?.data ?? [])].map((bias, row) =>
    state.reduce((sum, x, i) => sum + x * (weight[row * HIDDEN + i] as number), bias),
  );
}

describe("withHead", () => {
  test.each([
    [softmax, 4],
    [binary, 6],
  ])("adds a fresh layer for %j and leaves the encoder alone", (head, outputs) => {
    const parameters = withHead(encoder, { head, config, random });
    expect(parameters.get("classifier.weight")?.shape).toEqual([outputs, HIDDEN]);
    expect(parameters.get("classifier.bias")).toEqual(
      float32([outputs], new Float32Array(outputs)),
    );
    for (const [name, value] of encoder) expect(parameters.get(name)).toBe(value);
    expect(encoder.size).toBe(1);
    expect(withHead(encoder, { head, config, random })).toEqual(parameters);
  });

  test("keeps a given layer under a softmax", () => {
    expect(withHead(given, { head: softmax, config, random })).toEqual(given);
  });

  test("a softmax layer under a binary head keeps every difference of logits when folded", () => {
    const unfolded = withHead(given, { head: binary, config, random });
    const back = folded(unfolded, binary);
    const state = drawn(1, HIDDEN).data;
    const [outside = 0, ...others] = logitsOf(given, state);
    expect(logitsOf(back, state)).toEqual(
      [0, ...others.map((z) => z - outside)].map((z) => expect.closeTo(z, 5)),
    );
  });
});

describe("folded", () => {
  test("a layer that was folded once comes back as it was", () => {
    const once = folded(withHead(given, { head: binary, config, random }), binary);
    expect(folded(withHead(once, { head: binary, config, random }), binary)).toEqual(once);
  });

  test("leaves a softmax layer as it is", () => {
    expect(folded(given, softmax)).toBe(given);
  });
});
