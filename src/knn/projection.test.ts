/** Coordinates of logits, and searches by them against brute force over the logits themselves. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, float32, type Tensor } from "../core/index.js";
import { verifyGraph } from "../onnx/index.js";
import { OP_TABLE } from "../ops/index.js";
import { logitBasis } from "./basis.js";
import type { Datastore } from "./datastore.js";
import { createProjection, projectionGraph } from "./projection.js";
import { createSearch, type Neighbours } from "./search.js";
import { METRICS, type Metric } from "./settings.js";

interface Sizes {
  readonly classes: number;
  readonly hidden: number;
  readonly rank: number;
  readonly keys: number;
  readonly seed: number;
}

/** An output layer of a given rank, and the logits of random hidden states, some of them twice. */
function draw({ classes, hidden, rank, keys, seed }: Sizes) {
  const random = createRandom(seed);
  const normal = (rows: number, width: number) =>
    Array.from({ length: rows }, () => Array.from({ length: width }, () => random.normal()));
  const product = (a: number[][], b: number[][]) =>
    a.map((row) =>
      (b[0] ?? []).map((_, j) => row.reduce((sum, x, i) => sum + x * (b[i]?.[j] ?? 0), 0)),
    );
  const weight = product(normal(classes, rank), normal(rank, hidden)).map((row) =>
    row.map(Math.fround),
  );
  const bias = normal(1, classes).flat().map(Math.fround);
  const logitsOf = (states: number[][]) =>
    states.map((h) =>
      weight.map((row, c) =>
        Math.fround(row.reduce((sum, w, i) => sum + w * (h[i] ?? 0), bias[c] ?? 0)),
      ),
    );
  const states = normal(keys, hidden).map((state, i, all) =>
    i % 5 === 4 ? (all[i - 2] as number[]) : state,
  );
  return {
    layer: { weight: float32([classes, hidden], weight.flat()), bias: float32([classes], bias) },
    logits: logitsOf(states),
    queries: [...logitsOf(normal(3, hidden)), ...logitsOf(states.slice(0, 3))],
  };
}

function datastoreOf(
  keys: Tensor<"float32">,
  classes: number,
  basis?: Tensor<"float32">,
): Datastore {
  const count = keys.shape[0] as number;
  return {
    keys,
    ...(basis ? { basis } : {}),
    labels: new Int32Array(count),
    classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
    documents: new Int32Array(count),
    documentIds: ["one"],
    starts: new Int32Array(count),
    ends: new Int32Array(count),
  };
}

async function find(
  { layer, logits, queries }: ReturnType<typeof draw>,
  k: number,
  metric: Metric,
): Promise<Neighbours> {
  const classes = layer.bias.data.length;
  const all = float32([logits.length, classes], logits.flat());
  const basis = logitBasis(layer);
  const projection = basis && (await createProjection(basis, { threads: 1 }));
  const keys = projection ? await projection.coordinatesOf(all) : all;
  await projection?.release();
  const search = await createSearch(datastoreOf(keys, classes, basis), { k, metric, threads: 1 });
  const found = await search.neighbours(float32([queries.length, classes], queries.flat()));
  await search.release();
  return found;
}

const METRIC: Record<Metric, (a: readonly number[], b: readonly number[]) => number> = {
  euclidean: (a, b) => Math.hypot(...a.map((x, i) => x - (b[i] as number))),
  cosine(a, b) {
    const dot = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, v, i) => sum + v * (y[i] as number), 0);
    return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  },
};

/** Layers with more and with fewer classes than the encoder is wide, of full rank and less. */
const sizes = fc
  .record({
    hidden: fc.integer({ min: 1, max: 12 }),
    classes: fc.integer({ min: 2, max: 60 }),
    keys: fc.integer({ min: 1, max: 70 }),
    seed: fc.nat(),
  })
  .chain((drawn) =>
    fc.record({ drawn: fc.constant(drawn), rank: fc.integer({ min: 1, max: drawn.hidden }) }),
  )
  .map(({ drawn, rank }) => ({ ...drawn, rank }));

describe.each(METRICS)("createSearch with a basis, %s", (metric) => {
  test("finds the neighbours that brute force over the logits finds (seed 11)", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 20 }), async (drawn, k) => {
        const data = draw(drawn);
        const found = await find(data, k, metric);
        expect(found.k).toBe(Math.min(k, drawn.keys));
        const longest = Math.max(...data.queries.map((query) => Math.hypot(...query)), 1);
        // logits and coordinates are rounded to 2^-24 of their length each
        const tolerance = metric === "euclidean" ? 2e-6 * longest : 2e-6;
        data.queries.forEach((query, q) => {
          const all = data.logits.map((key) => METRIC[metric](query, key));
          const nearest = [...all].sort((a, b) => a - b);
          for (let rank = 0; rank < found.k; rank++) {
            const index = found.indices[q * found.k + rank] as number;
            const distance = found.distances[q * found.k + rank] as number;
            expect(Math.abs(distance - (all[index] as number))).toBeLessThan(tolerance);
            expect(Math.abs(distance - (nearest[rank] as number))).toBeLessThan(tolerance);
          }
        });
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  test("gives equal logits the distance zero, in the order of the datastore", async () => {
    const drawn = draw({ classes: 40, hidden: 6, rank: 6, keys: 30, seed: 3 });
    const repeated = {
      ...drawn,
      logits: drawn.logits.map((_, i) => drawn.logits[i % 3] as number[]),
    };
    const alone = { ...repeated, queries: [drawn.logits[1] as number[]] };
    const found = await find(alone, 4, metric);
    expect([...found.indices]).toEqual([1, 4, 7, 10]);
    expect([...found.distances]).toEqual([0, 0, 0, 0]);
  });
});

describe("createProjection", () => {
  test("gives a row the same bits whatever stands beside it", async () => {
    const { layer, logits } = draw({ classes: 50, hidden: 9, rank: 9, keys: 40, seed: 4 });
    const projection = await createProjection(logitBasis(layer) as Tensor<"float32">, {
      threads: 2,
    });
    const rows = async (part: number[][]) =>
      (await projection.coordinatesOf(float32([part.length, 50], part.flat()))).data;
    const together = await rows(logits);
    for (const [i, row] of logits.entries())
      expect(await rows([row])).toEqual(together.slice(i * 10, (i + 1) * 10));
    expect(await rows(logits.slice(7, 12))).toEqual(together.slice(70, 120));
    expect(await rows([])).toHaveLength(0);
    await projection.release();
  });
});

describe("projectionGraph", () => {
  test("is a graph that the table of operators describes", () => {
    expect(() => verifyGraph(projectionGraph([3, 9]), OP_TABLE)).not.toThrow();
  });
});
