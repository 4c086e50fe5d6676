/** Tests of the search against brute force, ties and cancellation included. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, float32 } from "../core/index.js";
import { verifyGraph } from "../onnx/index.js";
import { OP_TABLE } from "../ops/index.js";
import type { Datastore } from "./datastore.js";
import { createSearch, type Neighbours, type SearchOptions, scoreGraph } from "./search.js";

type Points = readonly (readonly number[])[];

/** Tokens of one class and one document. */
function datastoreOf(keys: Points): Datastore {
  return {
    keys: float32([keys.length, keys[0]?.length ?? 0], keys.flat()),
    labels: new Int32Array(keys.length),
    classes: ["O"],
    documents: new Int32Array(keys.length),
    documentIds: ["one"],
    starts: new Int32Array(keys.length),
    ends: new Int32Array(keys.length),
  };
}

/** Points as float32 holds them, so that the oracle sees the same numbers as the search. */
function rounded(points: Points): number[][] {
  return points.map((point) => point.map(Math.fround));
}

async function find(keys: Points, queries: Points, options: SearchOptions): Promise<Neighbours> {
  const search = await createSearch(datastoreOf(keys), { threads: 1, ...options });
  const found = await search.neighbours(
    float32([queries.length, keys[0]?.length ?? 0], queries.flat()),
  );
  await search.release();
  return found;
}

function euclidean(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, x, i) => sum + (x - (b[i] as number)) ** 2, 0));
}

/** The definition, as scikit-learn's cosine_distances has it. */
function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  const lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
  return lengths === 0 ? 1 : Math.max(0, 1 - dot(a, b) / lengths);
}

function bruteForce(keys: Points, queries: Points, k: number) {
  return queries.map((query) =>
    keys
      .map((key, index) => ({ index, distance: euclidean(query, key) }))
      .sort((a, b) => a.distance - b.distance || a.index - b.index)
      .slice(0, k),
  );
}

function expectBruteForce(found: Neighbours, keys: Points, queries: Points, k: number): void {
  const expected = bruteForce(keys, queries, k).flat();
  expect([...found.indices]).toEqual(expected.map(({ index }) => index));
  expect([...found.distances]).toEqual(expected.map(({ distance }) => distance));
}

/** Keys and queries of one width, coordinates from `coordinate`; half of the queries are keys. */
function cloud(coordinate: fc.Arbitrary<number>, largest = 90) {
  return fc
    .integer({ min: 1, max: 5 })
    .chain((width) => {
      const point = fc.array(coordinate, { minLength: width, maxLength: width });
      return fc.record({
        keys: fc.array(point, { minLength: 1, maxLength: largest, size: "max" }).map(rounded),
        others: fc.array(point, { minLength: 1, maxLength: 4 }).map(rounded),
        k: fc.integer({ min: 1, max: 30 }),
      });
    })
    .map(({ keys, others, k }) => ({ keys, queries: [...others, ...keys.slice(0, 3)], k }));
}

/** The time limit ends the shrinking of a counterexample before the test runner would. */
const PROPERTY = { seed: 20260903, numRuns: 40, interruptAfterTimeLimit: 30_000 };

describe("createSearch, euclidean", () => {
  const clouds: [string, fc.Arbitrary<number>][] = [
    ["duplicates and equal distances", fc.integer({ min: -2, max: 2 })],
    ["hundredths", fc.integer({ min: -3000, max: 3000 }).map((x) => x / 100)],
    [
      "differences of 1e-2 far from zero",
      fc.integer({ min: 0, max: 9 }).map((x) => 1000 + x / 100),
    ],
    ["neighbouring float32 values", fc.integer({ min: 0, max: 6 }).map((x) => 2 ** 24 + x)],
    [
      "clusters a million times closer than their centres",
      fc
        .tuple(fc.constantFrom(-1e4, 0, 1e4), fc.integer({ min: 0, max: 9 }))
        .map(([centre, x]) => centre + x / 100),
    ],
    ["coordinates near the end of float32", fc.integer({ min: -9, max: 9 }).map((x) => x * 3e37)],
    ["subnormal coordinates", fc.integer({ min: -9, max: 9 }).map((x) => x * 1e-44)],
    [
      "magnitudes from 1e-30 to 1e30",
      fc
        .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -30, max: 30 }))
        .map(([x, exponent]) => x * 10 ** exponent),
    ],
  ];
  for (const [name, coordinate] of clouds)
    test(`equals brute force in float64 on ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(cloud(coordinate), async ({ keys, queries, k }) => {
          expectBruteForce(await find(keys, queries, { k, metric: "euclidean" }), keys, queries, k);
        }),
        PROPERTY,
      );
    });

  test("finds the neighbours of a query so far away that the engine's products overflow", async () => {
    const keys = rounded(Array.from({ length: 60 }, (_, i) => [i * 1e-32, 0]));
    const queries = rounded([[1e10, 0]]);
    expectBruteForce(await find(keys, queries, { k: 35, metric: "euclidean" }), keys, queries, 35);
  });

  test("gives equal keys in the order of the datastore", async () => {
    const keys = rounded(Array.from({ length: 200 }, () => [0.1, 0.7, -3.3]));
    const found = await find(keys, keys.slice(0, 2), { k: 5, metric: "euclidean" });
    expect([...found.indices]).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    expect([...found.distances]).toEqual(new Array(10).fill(0));
  });

  test("gives the same whatever the blocks and threads", async () => {
    // 20,000 keys make blocks of 838 queries
    const random = createRandom(7).stream("blocks");
    const draw = (count: number) =>
      rounded(Array.from({ length: count }, () => [random.normal(), random.normal()]));
    const [keys, queries] = [draw(20_000), draw(850)];
    const one = await find(keys, queries, { k: 4, metric: "euclidean", threads: 1 });
    const two = await find(keys, queries, { k: 4, metric: "euclidean", threads: 2 });
    expect(two).toEqual(one);
    for (const first of [0, 836, 848])
      expectBruteForce(
        {
          k: 4,
          indices: one.indices.subarray(first * 4, (first + 2) * 4),
          distances: one.distances.subarray(first * 4, (first + 2) * 4),
        },
        keys,
        queries.slice(first, first + 2),
        4,
      );
  });

  test("gives every token where there are fewer than k", async () => {
    const found = await find([[3], [1], [2]], [[0]], { k: 17, metric: "euclidean" });
    expect(found.k).toBe(3);
    expect([...found.indices]).toEqual([1, 2, 0]);
    expect([...found.distances]).toEqual([1, 2, 3]);
  });

  test("gives nothing for no queries", async () => {
    const found = await find([[3], [1]], [], { k: 1, metric: "euclidean" });
    expect(found.indices.length).toBe(0);
    expect(found.distances.length).toBe(0);
  });
});

describe("createSearch, cosine", () => {
  const clouds: [string, fc.Arbitrary<number>][] = [
    ["small whole numbers, zeros among them", fc.integer({ min: -2, max: 2 })],
    ["one far direction", fc.integer({ min: 0, max: 9 }).map((x) => 1000 + x / 100)],
    ["tiny and large vectors", fc.constantFrom(-1e30, -1e-30, 0, 1e-30, 1e30)],
  ];
  for (const [name, coordinate] of clouds)
    test(`equals brute force in float64 on ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(cloud(coordinate), async ({ keys, queries, k }) => {
          const found = await find(keys, queries, { k, metric: "cosine" });
          queries.forEach((query, i) => {
            const all = keys.map((key) => cosine(query, key));
            const sorted = [...all].sort((a, b) => a - b).slice(0, k);
            const chosen = [...found.indices.subarray(i * found.k, (i + 1) * found.k)];
            expect(new Set(chosen).size).toBe(sorted.length);
            // 1 - dot is right to some 1e-16 a coordinate: which of two that close is nearer, it cannot say
            sorted.forEach((distance, rank) => {
              expect(all[chosen[rank] as number]).toBeCloseTo(distance, 14);
              expect(found.distances[i * found.k + rank]).toBeCloseTo(distance, 14);
            });
          });
        }),
        PROPERTY,
      );
    });

  test("gives parallel vectors the distance zero and opposite ones two", async () => {
    const keys = [
      [-0.3, -0.6, -0.9],
      [0.1, 0.2, 0.3],
    ];
    const found = await find(keys, [[1, 2, 3]], { k: 2, metric: "cosine" });
    expect([...found.indices]).toEqual([1, 0]);
    expect(found.distances[0]).toBe(0);
    expect(found.distances[1]).toBeCloseTo(2, 14);
  });

  test("gives vectors of zeros the distance one to everything, themselves too", async () => {
    const keys = [
      [0, 0],
      [1, 0],
    ];
    const queries = [
      [0, 0],
      [2, 0],
    ];
    const found = await find(keys, queries, { k: 2, metric: "cosine" });
    expect([...found.indices]).toEqual([0, 1, 1, 0]);
    expect([...found.distances]).toEqual([1, 1, 0, 1]);
  });
});

describe("createSearch, refusals", () => {
  const search = (k: number) => find([[1], [2]], [[1]], { k, metric: "euclidean" });

  test.each([0, -1, 1.5, Number.NaN])("refuses k = %s", async (k) => {
    await expect(search(k)).rejects.toThrow(
      `k is ${k} but must be a whole number from 1. The paper takes 17.`,
    );
  });

  test("refuses queries of another width", async () => {
    const opened = await createSearch(datastoreOf([[1, 2]]), { k: 1, metric: "cosine" });
    await expect(opened.neighbours(float32([2, 1], [1, 2]))).rejects.toThrow(
      "queries of shape [2, 1] were given to keys from logits of width 2. Use the knn.safetensors that was trained with this model.",
    );
    await opened.release();
  });

  test("refuses queries that are not finite", async () => {
    const opened = await createSearch(datastoreOf([[1, 2]]), { k: 1, metric: "cosine" });
    await expect(opened.neighbours(float32([2, 2], [1, 2, 3, Number.NaN]))).rejects.toThrow(
      "the logits of query 1 contain NaN but must be finite. The training has diverged: train again with a smaller learning rate.",
    );
    await opened.release();
  });
});

describe("scoreGraph", () => {
  test("is a graph that the table of operators describes", () => {
    expect(() =>
      verifyGraph(scoreGraph({ n: 9, width: 3, candidates: 4 }), OP_TABLE),
    ).not.toThrow();
  });
});
