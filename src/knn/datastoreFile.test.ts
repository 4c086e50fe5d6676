/** Tests of the datastore's file: the way there and back, and what is refused. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSafetensors, type Safetensors, writeSafetensors } from "../checkpoints/index.js";
import { float32, int64, type Tensor, tensor } from "../core/index.js";
import { type Datastore, placeOf } from "./datastore.js";
import { type KnnFile, packKnnFile, unpackKnnFile } from "./datastoreFile.js";
import type { KnnSettings } from "./settings.js";

const SETTINGS: KnnSettings = { k: 17, metric: "euclidean", weights: "uniform", prior: false };

const DATASTORE: Datastore = {
  keys: float32([3, 2], [0, 1, 2, 3, 4, 5]),
  labels: Int32Array.of(0, 2, 1),
  classes: ["O", "Age", 'a "quoted" \u{1f637}'],
  documents: Int32Array.of(1, 0, 1),
  documentIds: ["15", "folder/16"],
  starts: Int32Array.of(0, 4, 8),
  ends: Int32Array.of(3, 4, 11),
};

function packed(file: Partial<KnnFile> = {}): Safetensors {
  const { tensors, metadata } = packKnnFile({
    datastore: DATASTORE,
    settings: SETTINGS,
    ...file,
  });
  return { tensors: new Map(tensors), metadata: new Map(Object.entries(metadata)) };
}

const TRAIN_AGAIN = "This file was not written by this version of raretag: train again.";
const COPY_AGAIN = "Do not use this datastore: train again, or copy the model folder again.";

function thrownBy(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return "nothing";
}

describe("packKnnFile and unpackKnnFile", () => {
  test("give back what was put in, through the bytes of a file", () => {
    const column = (count: number, max: number) =>
      fc.array(fc.integer({ min: 0, max }), { minLength: count, maxLength: count });
    const file = fc
      .tuple(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
      )
      .chain(([count, width, classes, documentIds]) =>
        fc.record({
          keys: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
            minLength: count * width,
            maxLength: count * width,
          }),
          labels: column(count, classes.length - 1),
          documents: column(count, documentIds.length - 1),
          starts: column(count, 1000),
          lengths: column(count, 9),
          shape: fc.constant([count, width]),
          classes: fc.constant(classes),
          documentIds: fc.constant(documentIds),
          settings: fc.record({
            k: fc.integer({ min: 1, max: 99 }),
            metric: fc.constantFrom("euclidean" as const, "cosine" as const),
            weights: fc.constantFrom("uniform" as const, "distance" as const),
            prior: fc.boolean(),
          }),
        }),
      )
      .map(({ keys, shape, labels, documents, starts, lengths, settings, ...names }) => ({
        settings,
        datastore: {
          ...names,
          keys: float32(shape, keys),
          labels: Int32Array.from(labels),
          documents: Int32Array.from(documents),
          starts: Int32Array.from(starts),
          ends: Int32Array.from(starts, (start, i) => start + (lengths[i] as number)),
        },
      }));
    fc.assert(
      fc.property(file, (file) => {
        const { tensors, metadata } = packKnnFile(file);
        const bytes = writeSafetensors(tensors, metadata);
        expect(unpackKnnFile(parseSafetensors(bytes), "knn.safetensors")).toEqual(file);
      }),
      { seed: 20260903 },
    );
  });

  test("keep the basis, in a format of its own; without one the format is that of old files", () => {
    const basis = float32([2, 3], [1, 0, 0, 0, 0.6, -0.8]);
    const file = { datastore: { ...DATASTORE, basis }, settings: SETTINGS };
    expect(unpackKnnFile(packed(file), "knn.safetensors")).toEqual(file);
    expect(packed(file).metadata.get("format")).toBe("raretag-knn-2");
    expect(packed().metadata.get("format")).toBe("raretag-knn-1");
  });

  test("refuse to write what could not be read", () => {
    const datastore = { ...DATASTORE, labels: Int32Array.of(0, 3, 1) };
    expect(thrownBy(() => packed({ datastore }))).toBe(
      `KnnError: token 1 has the class 3 but there are 3 classes. ${COPY_AGAIN}`,
    );
  });
});

describe("unpackKnnFile", () => {
  const whole = (...values: number[]) => tensor("int32", [values.length], Int32Array.from(values));
  const damaged: [string, Record<string, Tensor | undefined>, string][] = [
    [
      "missing keys",
      { keys: undefined },
      `tensor keys is missing but must be float32. ${TRAIN_AGAIN}`,
    ],
    [
      "labels of another type",
      { labels: int64([3], [0, 1, 2]) },
      `tensor labels is int64 but must be int32. ${TRAIN_AGAIN}`,
    ],
    [
      "keys of rank one",
      { keys: float32([6], [0, 1, 2, 3, 4, 5]) },
      `keys have the shape [6] but [tokens, width] is needed. ${COPY_AGAIN}`,
    ],
    [
      "no tokens",
      { keys: float32([0, 2], []) },
      `keys have the shape [0, 2] but [tokens, width] is needed. ${COPY_AGAIN}`,
    ],
    ["a short column", { ends: whole(3, 4) }, `2 ends belong to 3 keys. ${COPY_AGAIN}`],
    [
      "an unknown class",
      { labels: whole(0, 1, 3) },
      `token 2 has the class 3 but there are 3 classes. ${COPY_AGAIN}`,
    ],
    [
      "a negative class",
      { labels: whole(-100, 1, 2) },
      `token 0 has the class -100 but there are 3 classes. ${COPY_AGAIN}`,
    ],
    [
      "an unknown document",
      { documents: whole(0, 2, 1) },
      `token 1 is in document 2 but there are 2 documents. ${COPY_AGAIN}`,
    ],
    [
      "a negative document",
      { documents: whole(0, -1, 1) },
      `token 1 is in document -1 but there are 2 documents. ${COPY_AGAIN}`,
    ],
    [
      "a span before the text",
      { starts: whole(-1, 4, 8) },
      `token 0 starts at -1 and ends at 3. ${COPY_AGAIN}`,
    ],
    [
      "a reversed span",
      { ends: whole(3, 4, 7) },
      `token 2 starts at 8 and ends at 7. ${COPY_AGAIN}`,
    ],
    [
      "logits that are not finite",
      { keys: float32([3, 2], [0, 1, 2, 3, Number.NEGATIVE_INFINITY, 5]) },
      "the logits of token 2 contain -Infinity but must be finite. The training has diverged: train again with a smaller learning rate.",
    ],
  ];
  test.each(damaged)("refuses %s", (_, changes, message) => {
    const { tensors, metadata } = packed();
    for (const [name, value] of Object.entries(changes))
      if (value) tensors.set(name, value);
      else tensors.delete(name);
    expect(thrownBy(() => unpackKnnFile({ tensors, metadata }, "model/knn.safetensors"))).toBe(
      `KnnError: model/knn.safetensors: ${message}`,
    );
  });

  test.each([
    [undefined, `tensor basis is missing but must be float32. ${TRAIN_AGAIN}`],
    [
      float32([3, 2], [1, 0, 0, 1, 0, 0]),
      `the basis has the shape [3, 2] but keys of width 2 and 3 classes need [2, 3]. ${COPY_AGAIN}`,
    ],
    [
      float32([2, 3], [1, 0, 0, 0, Number.NaN, 0]),
      `the basis has values that are not finite. ${COPY_AGAIN}`,
    ],
  ])("refuses the basis %j", (basis, message) => {
    const { tensors, metadata } = packed();
    metadata.set("format", "raretag-knn-2");
    if (basis) tensors.set("basis", basis);
    expect(thrownBy(() => unpackKnnFile({ tensors, metadata }, "knn.safetensors"))).toBe(
      `KnnError: knn.safetensors: ${message}`,
    );
  });

  test.each([
    ["classes", undefined],
    ["classes", '["O", 3]'],
    ["documentIds", '["15"'],
    ["settings", "null"],
    ["settings", JSON.stringify({ ...SETTINGS, k: 0 })],
    ["settings", JSON.stringify({ ...SETTINGS, metric: "manhattan" })],
    ["settings", JSON.stringify({ ...SETTINGS, weights: undefined })],
  ])("refuses the metadata %s = %s", (name, value) => {
    const { tensors, metadata } = packed();
    if (value === undefined) metadata.delete(name);
    else metadata.set(name, value);
    expect(thrownBy(() => unpackKnnFile({ tensors, metadata }, "knn.safetensors"))).toBe(
      `KnnError: knn.safetensors: metadata ${name} is missing or not as it was written. ${TRAIN_AGAIN}`,
    );
  });

  test("refuses a file of another kind", () => {
    expect(
      thrownBy(() => unpackKnnFile({ tensors: new Map(), metadata: new Map() }, "a.safetensors")),
    ).toBe(
      `KnnError: a.safetensors: is not of the format raretag-knn-1 or raretag-knn-2. ${TRAIN_AGAIN}`,
    );
  });
});

describe("placeOf", () => {
  test("tells document, span and class of a token", () => {
    expect(placeOf(DATASTORE, 1)).toEqual({
      documentId: "15",
      start: 4,
      end: 4,
      className: 'a "quoted" \u{1f637}',
    });
  });
});
