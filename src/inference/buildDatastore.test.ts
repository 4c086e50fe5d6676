/** The datastore: documents one after the other, whatever batches they came in. */

import { describe, expect, test } from "vitest";
import { float32 } from "../core/index.js";
import type { Encoding, Window } from "../tokenizer/index.js";
import type { Batch } from "./batch.js";
import { buildDatastore } from "./buildDatastore.js";

const encodingOf = (ids: number[], starts: number[], ends: number[]): Encoding => ({
  ids: Int32Array.from(ids),
  starts: Int32Array.from(starts),
  ends: Int32Array.from(ends),
  wordIds: new Int32Array(ids.length),
});
const whole = (document: number, end: number): Window => ({
  ...{ document, start: 0, end, ownedStart: 0, ownedEnd: end },
});

/** Two documents with an empty one between; the windows of the last overlap. */
const documents = {
  encodings: [
    encodingOf([5, 6], [0, 4], [3, 6]),
    encodingOf([], [], []),
    encodingOf([7, 8, 9], [2, 5, 9], [5, 8, 11]),
  ],
  windows: [
    whole(0, 2),
    { document: 2, start: 0, end: 2, ownedStart: 0, ownedEnd: 1 },
    { document: 2, start: 0, end: 3, ownedStart: 1, ownedEnd: 3 },
  ],
};
const columns = {
  labels: Int32Array.of(0, 1, 1, 0, 2),
  documents: Int32Array.of(0, 0, 2, 2, 2),
  documentIds: ["a", "empty", "b"],
  starts: Int32Array.of(0, 4, 2, 5, 9),
  ends: Int32Array.of(3, 6, 5, 8, 11),
};
const options = {
  tokenizer: { clsId: 1, sepId: 2, padId: 0 },
  documentIds: columns.documentIds,
  labels: [Int32Array.of(0, 1), new Int32Array(0), Int32Array.of(1, 0, 2)],
  threads: 1,
};

/** An encoder whose hidden state is (id, 1), seen through an output layer; two windows a batch. */
function runnerOf({ weight, bias }: { weight: number[][]; bias: number[] }) {
  return {
    piecesPerBatch: 10,
    logitsOf: async ({ inputIds }: Batch) =>
      Float32Array.from(
        [...inputIds.data].flatMap((id) =>
          weight.map(([a = 0, b = 0], c) => a * id + b + (bias[c] as number)),
        ),
      ),
    release: async () => {},
  };
}

const layerOf = ({ weight, bias }: { weight: number[][]; bias: number[] }) => ({
  weight: float32([weight.length, 2], weight.flat()),
  bias: float32([bias.length], bias),
});

describe("buildDatastore", () => {
  test("keeps every piece with its logits, label, document and place", async () => {
    const wide = {
      weight: [
        [1, 0],
        [-1, 2],
        [0.5, 0],
      ],
      bias: [0, 1, 0],
    };
    const classes = ["O", "A", "B"];
    const runner = runnerOf(wide);
    expect(
      await buildDatastore(runner, documents, { ...options, classes, layer: layerOf(wide) }),
    ).toEqual({
      ...columns,
      classes,
      keys: float32(
        [5, 3],
        [5, 6, 7, 8, 9].flatMap((id) => [id, 3 - id, id / 2]),
      ),
    });
  });

  test("keeps the distances of the logits in fewer numbers where classes outnumber the width", async () => {
    const layer = {
      weight: Array.from({ length: 12 }, (_, c) => [Math.sin(c), Math.cos(3 * c)]),
      bias: Array.from({ length: 12 }, (_, c) => c / 5),
    };
    const classes = layer.bias.map((_, c) => `class ${c}`);
    const runner = runnerOf(layer);
    const datastore = await buildDatastore(runner, documents, {
      ...{ ...options, classes, layer: layerOf(layer) },
    });
    expect(datastore.keys.shape).toEqual([5, 3]);
    expect(datastore.basis?.shape).toEqual([3, 12]);
    // hidden states differ by the id alone, so logits by its multiple of the first column
    const slope = Math.hypot(...layer.weight.map(([a = 0]) => a));
    const { data } = datastore.keys;
    for (let i = 0; i < 5; i++)
      for (let j = 0; j < 5; j++) {
        const apart = [0, 1, 2].map((d) => (data[3 * i + d] ?? 0) - (data[3 * j + d] ?? 0));
        expect(Math.hypot(...apart)).toBeCloseTo(Math.abs(i - j) * slope, 4);
      }
  });
});
