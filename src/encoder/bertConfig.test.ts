/** Reading config.json: what is taken, what is refused and how. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { parseBertConfig } from "./bertConfig.js";

const GIVEN = {
  model_type: "bert",
  vocab_size: 100,
  hidden_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 3,
  intermediate_size: 24,
  max_position_embeddings: 64,
};
const parse = (change: object) =>
  parseBertConfig(JSON.stringify({ ...GIVEN, ...change }), "c.json");

describe("parseBertConfig", () => {
  test("reads a file that an editor has given a byte order mark", () => {
    expect(parseBertConfig(`\uFEFF${JSON.stringify(GIVEN)}`, "c.json").vocabSize).toBe(100);
  });

  test("completes a short file with BERT's defaults", () => {
    expect(parse({})).toEqual({
      vocabSize: 100,
      hiddenSize: 12,
      layers: 2,
      heads: 3,
      intermediateSize: 24,
      activation: "gelu",
      hiddenDropout: 0.1,
      attentionDropout: 0.1,
      classifierDropout: 0.1,
      maxPositions: 64,
      typeVocabSize: 2,
      initializerRange: 0.02,
      layerNormEpsilon: 1e-12,
      source: GIVEN,
    });
  });

  test.each([
    ["gelu", "gelu"],
    ["gelu_new", "geluTanh"],
    ["gelu_pytorch_tanh", "geluTanh"],
    ["relu", "relu"],
  ])("knows the activation %s", (name, activation) => {
    expect(parse({ hidden_act: name }).activation).toBe(activation);
  });

  test("the classifier drops as the hidden layers do, unless it says otherwise", () => {
    expect(parse({ hidden_dropout_prob: 0.3 }).classifierDropout).toBe(0.3);
    expect(parse({ hidden_dropout_prob: 0.3, classifier_dropout: null }).classifierDropout).toBe(
      0.3,
    );
    expect(parse({ hidden_dropout_prob: 0.3, classifier_dropout: 0 }).classifierDropout).toBe(0);
  });

  test("orders labels by number, not as text", () => {
    const id2label = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [10 - i, `L${10 - i}`]),
    );
    expect(parse({ id2label }).labels).toEqual(Array.from({ length: 11 }, (_, i) => `L${i}`));
  });

  test.each([
    [
      { vocab_size: undefined },
      "c.json: vocab_size = (absent) does not fit: Invalid input: expected number, received undefined. raretag runs encoders of the BERT family with absolute positions.",
    ],
    [
      { position_embedding_type: "relative_key" },
      'c.json: position_embedding_type = "relative_key" does not fit: Invalid input: expected "absolute". raretag runs encoders of the BERT family with absolute positions.',
    ],
    [
      { model_type: "roberta" },
      'c.json: model_type = "roberta" does not fit: Invalid input: expected "bert". raretag runs encoders of the BERT family with absolute positions.',
    ],
    [
      { id2label: { 0: "O", 1: 7 } },
      "c.json: id2label.1 = 7 does not fit: Invalid input: expected string, received number. raretag runs encoders of the BERT family with absolute positions.",
    ],
    [
      { num_attention_heads: 5 },
      "c.json: hidden_size 12 is not a multiple of num_attention_heads 5. Correct the file.",
    ],
  ])("refuses %j", (change, message) => {
    expect(() => parse(change)).toThrow(expect.objectContaining({ name: "EncoderError", message }));
  });

  test.each([
    { is_decoder: true },
    { hidden_act: "silu" },
    { hidden_dropout_prob: 1 },
    { hidden_dropout_prob: -0.1 },
    { hidden_size: 0 },
    { num_hidden_layers: 1.5 },
    { num_hidden_layers: 1e9 },
    { layer_norm_eps: 0 },
    { vocab_size: "100" },
  ])("refuses %j, naming the field and its value", (change) => {
    const [[key, value]] = Object.entries(change) as [[string, unknown]];
    expect(() => parse(change)).toThrow(`c.json: ${key} = ${JSON.stringify(value)} does not fit: `);
  });

  test("does not write out lists and objects, which may nest without end", () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    const text = JSON.stringify({ ...GIVEN, hidden_size: "DEEP" }).replace('"DEEP"', deep);
    expect(() => parseBertConfig(text, "c.json")).toThrow(
      "c.json: hidden_size = [...] does not fit: ",
    );
    expect(() => parse({ hidden_size: { a: 1 } })).toThrow("c.json: hidden_size = {...} does not");
  });

  test.each(["null", "[]", "3"])("refuses a file that is %s", (text) => {
    expect(() => parseBertConfig(text, "c.json")).toThrow("c.json: the file does not fit: ");
  });

  test("refuses a file that is no JSON", () => {
    expect(() => parseBertConfig("{", "c.json")).toThrow(
      expect.objectContaining({
        name: "EncoderError",
        message: "c.json: not valid JSON. Copy the file again.",
        cause: expect.any(SyntaxError),
      }),
    );
  });

  for (const { name, path } of fixtureRoots("bert-tiny/config.json"))
    test(`reads what transformers wrote (${name})`, () => {
      const text = readFileSync(path, "utf8");
      const file = JSON.parse(text);
      const config = parseBertConfig(text, path);
      expect(config.hiddenSize).toBe(file.hidden_size);
      expect(config.layers).toBe(file.num_hidden_layers);
      expect(config.labels).toHaveLength(Object.keys(file.id2label).length);
      expect(config.source).toEqual(file);
    });
});
