import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { matchNames, ourName } from "./names.js";
import { parseSafetensors } from "./safetensors.js";

const shapes = (names: readonly string[], shape: readonly number[] = [2]) =>
  new Map(names.map((name) => [name, shape]));

describe("ourName", () => {
  test.each([
    ["embeddings.word_embeddings.weight", "bert.embeddings.word_embeddings.weight"],
    ["bert.embeddings.LayerNorm.gamma", "bert.embeddings.LayerNorm.weight"],
    ["encoder.layer.11.output.LayerNorm.beta", "bert.encoder.layer.11.output.LayerNorm.bias"],
    ["module.bert.pooler.dense.bias", "bert.pooler.dense.bias"],
    ["module.encoder.layer.0.output.dense.bias", "bert.encoder.layer.0.output.dense.bias"],
    ["classifier.weight", "classifier.weight"],
    ["cls.predictions.transform.LayerNorm.gamma", "cls.predictions.transform.LayerNorm.weight"],
    ["decoder.gamma", "decoder.gamma"],
  ])("leads %s to %s", (found, ours) => {
    expect(ourName(found)).toBe(ours);
  });

  const models = fixtureRoots("bert-tiny").map(({ path }) => join(path, "model.safetensors"));
  test.each(models)("leads every old spelling of a real model back to its name: %s", (path) => {
    for (const name of parseSafetensors(readFileSync(path)).tensors.keys()) {
      const old = name
        .replace("LayerNorm.weight", "LayerNorm.gamma")
        .replace("LayerNorm.bias", "LayerNorm.beta");
      for (const spelling of [name, old, old.replace(/^bert\./, ""), `module.${old}`])
        expect(ourName(spelling)).toBe(name);
    }
  });
});

describe("matchNames", () => {
  const expected = new Map([
    ["bert.embeddings.word_embeddings.weight", [5, 2]],
    ["bert.embeddings.LayerNorm.weight", [2]],
    ["classifier.weight", [3, 2]],
    ["classifier.bias", [3]],
  ]);

  test("maps a bare encoder of old spelling, and lists what it does not need", () => {
    const found = new Map([
      ["embeddings.word_embeddings.weight", [5, 2]],
      ["embeddings.LayerNorm.gamma", [2]],
      ["embeddings.position_ids", [1, 5]],
      ["pooler.dense.weight", [2, 2]],
      ["cls.predictions.bias", [5]],
      ["cls.seq_relationship.weight", [2, 2]],
    ]);
    expect(matchNames({ found, expected })).toEqual({
      mapping: new Map([
        ["bert.embeddings.word_embeddings.weight", "embeddings.word_embeddings.weight"],
        ["bert.embeddings.LayerNorm.weight", "embeddings.LayerNorm.gamma"],
      ]),
      missing: [],
      mismatched: [],
      repeated: [],
      unexpected: [],
      ignored: [
        "embeddings.position_ids",
        "pooler.dense.weight",
        "cls.predictions.bias",
        "cls.seq_relationship.weight",
      ],
    });
  });

  test("names what is missing, unexpected, repeated and of another shape", () => {
    const found = new Map([
      ["bert.embeddings.LayerNorm.weight", [2]],
      ["bert.embeddings.LayerNorm.gamma", [2]],
      ["classifier.weight", [2, 3]],
      ["crf.transitions", [3, 3]],
    ]);
    expect(matchNames({ found, expected })).toMatchObject({
      missing: ["bert.embeddings.word_embeddings.weight"],
      mismatched: [{ name: "classifier.weight", found: [2, 3], expected: [3, 2] }],
      repeated: ["bert.embeddings.LayerNorm.gamma"],
      unexpected: ["crf.transitions"],
    });
  });

  test("a head that is not expected is ignored", () => {
    const found = shapes(["classifier.weight", "classifier.bias"]);
    expect(matchNames({ found, expected: new Map() })).toMatchObject({
      ignored: ["classifier.weight", "classifier.bias"],
      unexpected: [],
    });
  });
});
