/** The datastore: documents one after the other. */

import { expect, test } from "vitest";
import { buildDatastore } from "./buildDatastore.js";

test("buildDatastore keeps every piece with its logits, label, document and place", () => {
  const encodingOf = (starts: number[], ends: number[]) => ({
    ids: new Int32Array(starts.length),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    wordIds: new Int32Array(starts.length),
  });
  expect(
    buildDatastore({
      documentIds: ["a", "empty", "b"],
      encodings: [encodingOf([0, 4], [3, 6]), encodingOf([], []), encodingOf([2], [5])],
      logits: [Float32Array.of(1, 2, 3, 4), new Float32Array(0), Float32Array.of(5, 6)],
      labels: [Int32Array.of(0, 1), new Int32Array(0), Int32Array.of(1)],
      classes: ["O", "A"],
    }),
  ).toEqual({
    keys: { dtype: "float32", shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    labels: Int32Array.of(0, 1, 1),
    classes: ["O", "A"],
    documents: Int32Array.of(0, 0, 2),
    documentIds: ["a", "empty", "b"],
    starts: Int32Array.of(0, 4, 2),
    ends: Int32Array.of(3, 6, 5),
  });
});
