/** The vote inside a graph says what the search and the vote outside say. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { runGraph } from "../../test/runGraph.js";
import { float32 } from "../core/index.js";
import { GraphBuilder, verifyGraph } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import type { Datastore } from "./datastore.js";
import { createSearch } from "./search.js";
import { type KnnSettings, METRICS, WEIGHTS } from "./settings.js";
import { voteShares, winners } from "./vote.js";
import { appendVote, SHARE_FLOOR } from "./voteGraph.js";

const SEED = 20260903;
const CLASSES = 4;

/** The exported decoder over queries as one row of a batch. */
async function graphLogits(
  datastore: Datastore,
  settings: KnnSettings,
  queries: readonly number[][],
): Promise<number[][]> {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const logits = g.builder.input("logits", "float32", ["batch", "seqLen", CLASSES]);
  const graph = g.builder.build("vote", { log: appendVote(g, logits, { datastore, settings }) });
  verifyGraph(graph, OP_TABLE);
  const fed = float32([1, queries.length, CLASSES], queries.flat());
  const [results] = await runGraph(graph, { logits: fed });
  expect(results?.log?.shape).toEqual([1, queries.length, CLASSES]);
  const flat = Array.from(results?.log?.data as Float32Array);
  return queries.map((_, i) => flat.slice(i * CLASSES, (i + 1) * CLASSES));
}

function datastoreOf(keys: readonly number[][], labels: readonly number[]): Datastore {
  const column = new Int32Array(keys.length);
  return {
    keys: float32([keys.length, CLASSES], keys.flat()),
    labels: Int32Array.from(labels),
    classes: ["O", "A", "B", "C"],
    documents: column,
    documentIds: ["one"],
    starts: column,
    ends: column,
  };
}

const pointOf = (coordinate: fc.Arbitrary<number>) =>
  fc.array(coordinate, { minLength: CLASSES, maxLength: CLASSES });

/** Points of a small lattice have many equal distances, equal points and zeros; others are more than candidates. */
const anyCase = fc
  .constantFrom(
    { point: pointOf(fc.integer({ min: -2, max: 2 })), most: 30 },
    { point: pointOf(fc.float({ min: -20, max: 20, noNaN: true })), most: 150 },
  )
  .chain(({ point, most }) =>
    fc.record({
      tokens: fc.array(fc.tuple(point, fc.nat(CLASSES - 1)), { minLength: 1, maxLength: most }),
      queries: fc.array(point, { minLength: 1, maxLength: 4 }),
      settings: fc.record({
        k: fc.integer({ min: 1, max: 12 }),
        metric: fc.constantFrom(...METRICS),
        weights: fc.constantFrom(...WEIGHTS),
        prior: fc.boolean(),
      }),
    }),
  );

test("gives the logarithm of the shares, and the same winner", async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ tokens, queries, settings }) => {
      const datastore = datastoreOf(
        tokens.map(([key]) => key),
        tokens.map(([, label]) => label),
      );
      const search = await createSearch(datastore, { ...settings, threads: 1 });
      const fed = float32([queries.length, CLASSES], queries.flat());
      const shares = voteShares(await search.neighbours(fed), datastore, settings);
      await search.release();
      const logits = await graphLogits(datastore, settings, queries);
      const best = winners(shares, CLASSES);
      logits.forEach((row, query) => {
        row.forEach((log, label) => {
          const share = shares[query * CLASSES + label] as number;
          expect(log).toBeCloseTo(Math.log(share + SHARE_FLOOR), 5);
        });
        // shares that float32 cannot tell apart go to the smaller class
        const highest = shares[query * CLASSES + (best[query] as number)] as number;
        const rivals = row.filter(
          (_, c) => (shares[query * CLASSES + c] as number) > highest - 1e-6,
        );
        if (rivals.length === 1) expect(row.indexOf(Math.max(...row))).toBe(best[query]);
      });
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test("breaks a tied vote as the decoder does: the smaller class wins", async () => {
  const datastore = datastoreOf(
    [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ],
    [3, 2],
  );
  const settings = { k: 2, metric: "euclidean", weights: "distance", prior: true } as const;
  const [row] = await graphLogits(datastore, settings, [[0, 0, 0, 0]]);
  expect(row?.[2]).toBe(row?.[3]);
  expect(row?.[2]).toBeCloseTo(Math.log(1 / 2), 6);
  expect(row?.[0]).toBeCloseTo(Math.log(SHARE_FLOOR), 5);
});

test("searches among the coordinates of a basis", async () => {
  // keys [2], classes [4]: the basis takes the second and the last class's logit
  const basis = float32([2, CLASSES], [0, 1, 0, 0, 0, 0, 0, 1]);
  const keys = float32([3, 2], [1, 0, 0, 1, 5, 5]);
  const settings = { k: 1, metric: "euclidean", weights: "uniform", prior: false } as const;
  const queries = [
    [9, 1, 9, 0.2],
    [-9, 0, 9, 1],
    [0, 4, 0, 4],
  ];
  const whole = datastoreOf(queries, [1, 2, 3]);
  const rows = await graphLogits({ ...whole, keys, basis }, settings, queries);
  expect(rows.map((row) => row.indexOf(Math.max(...row)))).toEqual([1, 2, 3]);
});
