import { describe, expect, test } from "vitest";
import { float32, int64, sizeOf, type Tensor } from "../core/index.js";
import { selectTensors } from "./selectTensors.js";

const EXPECTED = new Map([
  ["bert.embeddings.LayerNorm.weight", [2]],
  ["bert.encoder.layer.0.output.dense.weight", [2, 3]],
  ["classifier.weight", [4, 2]],
  ["classifier.bias", [4]],
]);
const WHOLE: readonly [string, number[]][] = [
  ["embeddings.LayerNorm.gamma", [2]],
  ["encoder.layer.0.output.dense.weight", [2, 3]],
];
const HEAD: readonly [string, number[]][] = [
  ["classifier.weight", [4, 2]],
  ["classifier.bias", [4]],
];

const tensorsOf = (...entries: (readonly [string, number[]])[]) =>
  new Map<string, Tensor>(
    entries.map(([name, shape]) => [name, float32(shape, Array(sizeOf(shape)).fill(0))]),
  );
const select = (tensors: ReadonlyMap<string, Tensor>) =>
  selectTensors({ source: "m", tensors, expected: EXPECTED });

describe("selectTensors", () => {
  test("gives the parameters by our names, with the head if there is one", () => {
    const tensors = tensorsOf(...WHOLE, ...HEAD);
    const selected = select(tensors);
    expect([...selected.tensors.keys()].sort()).toEqual([...EXPECTED.keys()].sort());
    expect(selected.tensors.get("bert.embeddings.LayerNorm.weight")).toBe(
      tensors.get("embeddings.LayerNorm.gamma"),
    );
    expect(selected.notices).toEqual([]);
  });

  test("leaves out the whole head if a part of it does not fit, and says so with the rest", () => {
    const { tensors, notices } = select(
      tensorsOf(
        ...WHOLE,
        ["classifier.weight", [5, 2]],
        ["classifier.bias", [4]],
        ["pooler.dense.bias", [2]],
        ["crf.end", [4]],
      ),
    );
    expect([...tensors.keys()]).toEqual([
      "bert.embeddings.LayerNorm.weight",
      "bert.encoder.layer.0.output.dense.weight",
    ]);
    expect(notices).toEqual([
      'tensor "classifier.weight" has shape [5, 2] but [4, 2] is expected: the head starts anew',
      'not needed here: "pooler.dense.bias"',
      'unknown, not used: "crf.end"',
    ]);
  });

  test.each<[string, ReadonlyMap<string, Tensor>, string]>([
    [
      "a missing tensor",
      tensorsOf(WHOLE[0] as [string, number[]]),
      'm: lacks 1 of 4 tensors: "bert.encoder.layer.0.output.dense.weight". Check that this is a BERT encoder and that config.json belongs to it.',
    ],
    [
      "another shape",
      tensorsOf(["bert.embeddings.LayerNorm.weight", [3]], WHOLE[1] as [string, number[]]),
      'm: tensor "bert.embeddings.LayerNorm.weight" has shape [3] but [2] is expected. Check that config.json belongs to these weights.',
    ],
    [
      "a tensor given twice",
      tensorsOf(...WHOLE, ["bert.embeddings.LayerNorm.weight", [2]]),
      'm: gives "bert.embeddings.LayerNorm.weight" under a second name. Keep one tensor for each parameter.',
    ],
    [
      "a layer that the configuration lacks",
      tensorsOf(...WHOLE, ["encoder.layer.1.output.dense.weight", [2, 3]]),
      'm: holds tensors that the encoder does not have: "encoder.layer.1.output.dense.weight". Check that config.json belongs to these weights.',
    ],
    [
      "weights that are whole numbers",
      new Map([...tensorsOf(...WHOLE), ["embeddings.LayerNorm.gamma", int64([2], [0, 0])]]),
      'm: tensor "embeddings.LayerNorm.gamma" holds int64 but float32 is needed. Quantised weights cannot be trained: take the original weights.',
    ],
  ])("refuses %s", (_, tensors, message) => {
    expect(() => select(tensors)).toThrow(
      expect.objectContaining({ name: "CheckpointError", message }),
    );
  });
});
