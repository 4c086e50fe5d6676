/** Exact nearest neighbours: the engine proposes by MatMul and TopK, float64 decides. */

import { float32, type Tensor } from "../core/index.js";
import { type Graph, GraphBuilder } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { createSession } from "../runtime/index.js";
import { checkDatastore, type Datastore } from "./datastore.js";
import { KnnError } from "./error.js";
import { createProjection } from "./projection.js";
import { rowOf } from "./row.js";
import type { Metric } from "./settings.js";
import { createSpace, type PlacedQuery } from "./space.js";

/** Scores that the engine holds at a time: 64 MiB. */
const SCORES_PER_BLOCK = 2 ** 24;
/** Candidates beyond k, so that the k-th distance is seldom within rounding of the last candidate's. */
const MARGIN = 16;

/** What to search for, and with how many cores (0 or absent for all). */
export interface SearchOptions {
  readonly k: number;
  readonly metric: Metric;
  readonly threads?: number;
}

/** The nearest tokens of m queries, nearest first. */
export interface Neighbours {
  /** Neighbours of each query: the k asked for, or all tokens where there are fewer. */
  readonly k: number;
  /** Tokens of the datastore, shape [m, k]. */
  readonly indices: Int32Array;
  /** Their distances, shape [m, k]. */
  readonly distances: Float64Array;
}

/** A datastore loaded for searching. Holds memory of the engine until `release`. */
export interface Search {
  /**
   * Finds the neighbours of `queries`, logits [m, classes]. They are those that sorting all tokens by their distance
   * in float64, then by index, would give: neither threads nor blocks nor the engine's rounding change them. With a
   * basis the distances are those of the coordinates, which are rounded to float32 as the logits are.
   * @throws KnnError if the queries have another width than the logits of the datastore, or are not finite
   */
  neighbours(queries: Tensor<"float32">): Promise<Neighbours>;
  release(): Promise<void>;
}

/** The scores of all keys for each query, [queries, n], and the lowest `candidates` of them. */
export function scoreGraph(sizes: { n: number; width: number; candidates: number }): Graph {
  const { n, width, candidates } = sizes;
  const g = createOps(new GraphBuilder(OP_TABLE));
  const queries = g.builder.input("queries", "float32", ["queries", width]);
  const keys = g.builder.input("keys", "float32", [n, width]);
  const offsets = g.builder.input("offsets", "float32", [n]);
  const scores = g.gemm(queries, keys, offsets, { alpha: -2, transB: true });
  const [lowest, indices] = g.topK(scores, candidates, { largest: false });
  return g.builder.build("knn", { scores, lowest, indices });
}

/**
 * Loads a datastore into the engine.
 * @throws KnnError if k is not a whole number from 1, or the datastore does not hold together
 */
export async function createSearch(
  datastore: Datastore,
  { k, metric, threads = 0 }: SearchOptions,
): Promise<Search> {
  if (!Number.isSafeInteger(k) || k < 1)
    throw new KnnError({}, `k is ${k} but must be a whole number from 1`, "The paper takes 17");
  checkDatastore(datastore);
  const { basis } = datastore;
  const [n, width] = datastore.keys.shape as [number, number];
  const kept = Math.min(k, n);
  const candidates = Math.min(n, kept + MARGIN);
  const { keys, offsets, place } = createSpace(datastore.keys, metric);
  const session = await createSession(scoreGraph({ n, width, candidates }), OP_TABLE, { threads });
  const projection = basis && (await createProjection(basis, { threads }));
  const feed = (queries: Float32Array) => ({
    queries: float32([queries.length / width, width], queries),
    keys,
    offsets,
  });

  /** Ranks the keys for each placed query, which the engine gets as a row of `rows`. */
  async function rankAll(placed: readonly PlacedQuery[], rows: Float32Array): Promise<Ranking[]> {
    const { lowest, indices } = (await session.run(feed(rows), {
      lowest: null,
      indices: null,
    })) as { lowest: Tensor<"float32">; indices: Tensor<"int64"> };
    const rankings = placed.map((query, i) =>
      rank(query, Array.from(rowOf(indices.data, i, candidates), Number), kept),
    );
    if (candidates === n) return rankings;
    // No key that was left out scores below the last candidate: it is farther if that is above the limit.
    const unsure = [...rankings.keys()].filter((i) => {
      const last = lowest.data[(i + 1) * candidates - 1] as number;
      return !(last > (rankings[i] as Ranking).limit);
    });
    if (unsure.length === 0) return rankings;
    const again = new Float32Array(unsure.length * width);
    unsure.forEach((i, j) => {
      again.set(rowOf(rows, i, width), j * width);
    });
    const { scores } = (await session.run(feed(again), { scores: null })) as {
      scores: Tensor<"float32">;
    };
    unsure.forEach((i, j) => {
      const { limit } = rankings[i] as Ranking;
      const close: number[] = [];
      rowOf(scores.data, j, n).forEach((score, index) => {
        if (!(score > limit)) close.push(index);
      });
      rankings[i] = rank(placed[i] as PlacedQuery, close, kept);
    });
    return rankings;
  }

  return {
    async neighbours(queries) {
      checkWidth(queries, basis?.shape[1] ?? width);
      const { data: points } = (await projection?.coordinatesOf(queries)) ?? queries;
      checkFinite(points, width);
      const m = queries.shape[0] as number;
      const indices = new Int32Array(m * kept);
      const distances = new Float64Array(m * kept);
      const block = Math.max(1, Math.floor(SCORES_PER_BLOCK / n));
      for (let first = 0; first < m; first += block) {
        const size = Math.min(block, m - first);
        const rows = new Float32Array(size * width);
        const placed = Array.from({ length: size }, (_, i) =>
          place(rowOf(points, first + i, width), rowOf(rows, i, width)),
        );
        const found = (await rankAll(placed, rows)).flatMap(({ nearest }) => nearest);
        found.forEach(({ index, distance }, i) => {
          indices[first * kept + i] = index;
          distances[first * kept + i] = distance;
        });
      }
      return { k: kept, indices, distances };
    },
    async release() {
      await projection?.release();
      await session.release();
    },
  };
}

interface Ranking {
  readonly nearest: readonly { readonly index: number; readonly distance: number }[];
  /** The highest score that a key may have which is as near as the last of `nearest`. */
  readonly limit: number;
}

/** The `count` nearest of the keys `indices`; equal distances go to the smaller index. */
function rank(query: PlacedQuery, indices: readonly number[], count: number): Ranking {
  const nearest = indices
    .map((index) => ({ index, distance: query.distanceTo(index) }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, count);
  return { nearest, limit: query.highestScore(nearest[count - 1]?.distance as number) };
}

function checkWidth({ shape }: Tensor<"float32">, width: number): void {
  if (shape.length !== 2 || shape[1] !== width)
    throw new KnnError(
      {},
      `queries of shape [${shape.join(", ")}] were given to keys from logits of width ${width}`,
      "Use the knn.safetensors that was trained with this model",
    );
}

function checkFinite(points: Float32Array, width: number): void {
  const wrong = points.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1)
    throw new KnnError(
      {},
      `the logits of query ${Math.floor(wrong / width)} contain ${points[wrong]} but must be finite`,
      "The training has diverged: train again with a smaller learning rate",
    );
}
